import pickle
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import read_data
from structural_cases import CASES, HS, fitted, frame_of, rows_like, values_of

import covalue_measures as cm
from covalue_measures.exceptions import (
    ConvergenceWarning,
    DataQualityWarning,
    InsufficientDataError,
    ModelError,
    ResponseDataError,
)

#: Not lavaan's definition (see docs/explanation/agreement.md): goodness of fit with missing cells.
UNDEFINED_WITH_MISSING = ("gfi", "agfi", "pgfi")
FOUR = "f =~ x1 + x2 + x3 + x4"
HEYWOOD = ("cfa_hs_bifactor",)
#: R wrote these with the iterations that it stops at by default; the tight files go on.
NAMES = sorted(CASES)


def fit_of(name: str) -> cm.CfaResult:
    if name in HEYWOOD:
        with pytest.warns(DataQualityWarning, match="Heywood"):
            return cm.fit_cfa(read_data(CASES[name].data), CASES[name].model, **CASES[name].options)
    return fitted(name)


def numbers(column: pd.Series) -> np.ndarray:
    return column.astype(float).to_numpy()


@pytest.mark.parametrize("name", NAMES)
def test_estimates_agree_with_lavaan(name: str) -> None:
    theirs = frame_of(values_of(name)["parameter_estimates"])
    ours = rows_like(theirs, fit_of(name).estimates)
    errors = numbers(theirs["se"])
    # Where lavaan stopped by itself, estimates lie within some ten-thousandths of a standard error
    # of the minimum; the tight files are compared at 1e-5.
    slack = 1e-7 if name.endswith("tight") else 2e-5 + 3e-4 * errors
    difference = np.abs(numbers(ours["est"]) - numbers(theirs["est"]))
    assert (difference <= 1e-5 * np.abs(numbers(theirs["est"])) + slack).all()
    assert_allclose(numbers(ours["se"]), errors, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_standardized_solutions_agree_with_lavaan(name: str) -> None:
    values = values_of(name)
    fit = fit_of(name)
    theirs = frame_of(values["standardized_solution"])
    ours = rows_like(theirs, fit.standardized)
    tight = name.endswith("tight")
    assert_allclose(
        numbers(ours["est_std"]),
        numbers(theirs["est.std"]),
        rtol=1e-5,
        atol=1e-6 if tight else 3e-5,
    )
    assert_allclose(numbers(ours["se"]), numbers(theirs["se"]), rtol=1e-4, atol=1e-6)
    table = frame_of(values["parameter_estimates"])
    ours = rows_like(table, fit.estimates)
    scale = np.maximum(np.abs(numbers(table["std.lv"])), 1)
    assert_allclose(numbers(ours["std_lv"]) / scale, numbers(table["std.lv"]) / scale, atol=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_fit_indices_agree_with_lavaan(name: str) -> None:
    ours, missing = fit_of(name).fit_indices, "fiml" in name
    for key, value in values_of(name)["fit_measures"].items():
        index = key.replace(".", "_")
        if value is None or (missing and index in UNDEFINED_WITH_MISSING):
            continue
        # With missing cells R's unrestricted moments stop early, except in the tight files; the
        # robust indices rest on them, and of expected information on another information.
        loose = missing and index.endswith("_robust") and not name.endswith("tight")
        rtol = 2e-3 if loose and "expected" in name else 1e-4
        atol = 1e-3 if loose else 1e-6
        assert_allclose(ours[index], value, rtol=rtol, atol=atol, err_msg=index)


@pytest.mark.parametrize("name", [n for n in NAMES if "modindices_top20" in values_of(n)])
def test_modification_indices_agree_with_lavaan(name: str) -> None:
    table = values_of(name)["modindices_top20"]
    theirs = frame_of(table)
    # lavaan regresses covariates, too, whose moments are given.
    theirs = theirs[~((theirs["op"] == "~") & theirs["lhs"].isin(["ageyr", "sex"]))]
    ours = rows_like(theirs, fit_of(name).modification_indices())
    assert_allclose(numbers(ours["mi"]), numbers(theirs["mi"]), rtol=1e-3)
    assert_allclose(numbers(ours["epc"]), numbers(theirs["epc"]), rtol=1e-3)
    # A residual correlation with a negative variance does not exist; lavaan drops the sign.
    exists = ours["sepc_all"].notna().to_numpy()
    assert exists.all() or name in HEYWOOD
    assert_allclose(
        numbers(ours["sepc_all"])[exists], numbers(theirs["sepc.all"])[exists], rtol=1e-3
    )
    assert_allclose(numbers(ours["sepc_lv"]), numbers(theirs["sepc.lv"]), rtol=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_explained_variances_and_residuals_agree_with_lavaan(name: str) -> None:
    values, fit = values_of(name), fit_of(name)
    explained = fit.r_squared.set_index("name")["r_squared"]
    known = {item: value for item, value in values["rsquare"].items() if value is not None}
    assert_allclose(explained[list(known)].to_numpy(), list(known.values()), rtol=1e-4, atol=1e-5)
    table = values["residuals_cor"]["cov"]
    ours = fit.residual_correlations[""].loc[table["rows"], table["cols"]].to_numpy()
    # With missing cells R's unrestricted moments stop early.
    assert_allclose(ours, np.array(table["data"], dtype=float), atol=5e-5)


@pytest.mark.parametrize("name", ["cfa_hs_ml", "cfa_hs_mlr", "cfa_hs_fiml", "cfa_science_wlsmv"])
def test_covariances_of_estimates_agree_with_lavaan(name: str) -> None:
    table = values_of(name)["vcov"]
    ours = fitted(name).covariance
    labels = [
        label if label in ours.index else "~~".join(label.split("~~")[::-1])
        for label in table["rows"]
    ]
    theirs = np.array(table["data"], dtype=float)
    scale = np.sqrt(np.outer(np.diag(theirs), np.diag(theirs)))
    assert_allclose(ours.loc[labels, labels].to_numpy() / scale, theirs / scale, atol=1e-4)


def test_defined_parameters_have_group_0_and_an_interval() -> None:
    estimates = fitted("sem_political_democracy_labels_indirect").estimates
    row = estimates[estimates["op"] == ":="].set_index("lhs").loc["ind"]
    assert row["group"] == 0
    assert row["ci_lower"] < row["est"] < row["ci_upper"]


def test_equal_labels_are_equal() -> None:
    estimates = fitted("sem_political_democracy_labels_indirect").estimates
    same = estimates[estimates["label"] == "a"]
    assert len(same) == 2
    assert_allclose(same["est"].iloc[0], same["est"].iloc[1], rtol=1e-12)


def test_a_written_equality_is_the_same_as_equal_labels() -> None:
    data = read_data("holzinger1939")
    labels = cm.fit_cfa(data, "f =~ x1 + a*x2 + a*x3 + x4")
    written = cm.fit_cfa(data, "f =~ x1 + a*x2 + b*x3 + x4\na == b")
    assert_allclose(labels.fit_indices["chisq"], written.fit_indices["chisq"], rtol=1e-9)
    assert labels.fit_indices["npar"] == written.fit_indices["npar"] == 7
    double = cm.fit_cfa(data, "f =~ x1 + a*x2 + b*x3 + x4\nb == 2*a").estimates
    at = double.set_index("label")["est"]
    assert_allclose(at["b"], 2 * at["a"], rtol=1e-9)


def test_parameterizations_of_ordinal_items_fit_alike() -> None:
    delta, theta = (
        fitted(f"cfa_bfi_wlsmv{name}_listwise{tail}")
        for name, tail in (("", "_tight"), ("_theta", ""))
    )
    for index in ("chisq", "chisq_scaled", "cfi", "srmr", "rmsea_robust"):
        assert_allclose(delta.fit_indices[index], theta.fit_indices[index], rtol=1e-8)


def test_rows_in_any_order_and_unnamed_columns_change_nothing() -> None:
    data = read_data("holzinger1939")
    shuffled = data.sample(frac=1, random_state=1)[data.columns[::-1]]
    assert_allclose(
        cm.fit_cfa(shuffled, HS, estimator="MLR").estimates["se"],
        fitted("cfa_hs_mlr").estimates["se"],
        rtol=1e-7,
    )


def test_a_model_of_observed_variables_alone_is_fitted() -> None:
    frame = read_data("holzinger1939")[["x1", "x2", "x3"]]
    result = cm.fit_cfa(frame, "x1 ~~ x2 + x3\nx2 ~~ x3")
    found = result.estimates.set_index(["lhs", "rhs"])["est"]
    observed = np.cov(frame.to_numpy().T, bias=True)
    assert_allclose(found["x1", "x3"], observed[0, 2], rtol=1e-10)
    assert_allclose(found["x2", "x2"], observed[1, 1], rtol=1e-10)


def test_a_result_without_its_answers_says_so() -> None:
    fit = cm.fit_cfa(read_data("holzinger1939"), HS)
    stored = pickle.loads(pickle.dumps(fit))
    assert_allclose(stored.estimates["est"], fit.estimates["est"])
    with pytest.raises(ResponseDataError, match="answers stayed behind"):
        stored.modification_indices()


def test_the_claimed_structure_of_an_instrument_is_fitted(bfi_data: cm.ResponseData) -> None:
    fit = cm.fit_cfa(bfi_data, estimator="WLSMV")
    assert fit.factors == (
        "agreeableness",
        "conscientiousness",
        "extraversion",
        "neuroticism",
        "openness",
    )
    # Keyed items only change signs: the fit is that of the plain table.
    theirs = values_of("cfa_bfi_wlsmv_listwise_tight")["fit_measures"]
    assert_allclose(fit.fit_indices["chisq_scaled"], theirs["chisq.scaled"], rtol=1e-5)
    assert (fit.loadings.to_numpy() >= 0).all()


def test_an_unknown_item_is_named_with_the_nearest() -> None:
    with pytest.raises(ModelError, match=r"'x33'.*Did you mean 'x3'"):
        cm.fit_cfa(read_data("holzinger1939"), "f =~ x1 + x2 + x33")


def test_a_model_that_is_not_identified_names_its_parameters() -> None:
    data = read_data("holzinger1939")
    with pytest.warns(ConvergenceWarning, match=r"not identified.*'f=~x2'"):
        fit = cm.fit_cfa(data, "f =~ NA*x1 + x2 + x3 + x4")
    assert not fit.is_proper
    assert fit.estimates.loc[fit.estimates["op"] == "=~", "se"].isna().all()


def test_a_model_with_more_parameters_than_moments_is_refused() -> None:
    with pytest.raises(ModelError, match=r"7 parameters.*6 moments"):
        cm.fit_cfa(read_data("holzinger1939"), "f =~ NA*x1 + x2 + x3")


def test_a_fit_that_was_stopped_is_not_called_converged() -> None:
    with pytest.warns(ConvergenceWarning, match="did not converge"):
        fit = cm.fit_cfa(read_data("holzinger1939"), HS, max_iterations=2)
    assert not fit.convergence.converged
    assert "none of its numbers can be used" in fit.problems[0]


def test_a_heywood_case_names_the_item() -> None:
    with pytest.warns(DataQualityWarning, match="item 'x1' is negative"):
        fit = cm.fit_cfa(
            read_data("holzinger1939"),
            CASES["cfa_hs_bifactor"].model,
            orthogonal=True,
            standardized_latents=True,
        )
    assert "Heywood" in fit.problems[0]


def test_measurements_are_not_taken_for_categories() -> None:
    with pytest.raises(ModelError, match=r"'x1' has 35 distinct values.*ordered=\(\)"):
        cm.fit_cfa(read_data("holzinger1939"), HS, estimator="WLSMV")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"estimator": "SEM"}, "There is no estimator 'SEM'"),
        ({"missing": "mean"}, "missing must be one of"),
        ({"estimator": "WLSMV", "missing": "fiml"}, "missing='fiml' is maximum likelihood"),
        ({"estimator": "MLM", "missing": "fiml"}, "use MLR"),
        ({"estimator": "FIML", "missing": "listwise"}, "contradicts it"),
        ({"information": "guessed"}, "information must be one of"),
        ({"parameterization": "gamma"}, "parameterization must be one of"),
        ({"confidence_level": 95}, "between 0 and 1"),
    ],
)
def test_options_that_do_not_exist_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cm.fit_cfa(read_data("holzinger1939"), HS, **options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"missing": "pairwise"}, "pairwise' is for ordinal items"),
        ({"ordered": ["x1"], "estimator": "ML"}, "ML is for numeric items"),
        ({"estimator": "WLSMV", "ordered": "x1"}, "a list of items"),
        ({"estimator": "WLSMV", "ordered": ["x0"]}, "'x0', which is not a column"),
    ],
)
def test_options_that_do_not_fit_the_model_are_refused(
    options: dict[str, object], words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        cm.fit_cfa(read_data("holzinger1939"), HS, **options)


def test_a_table_claims_no_structure() -> None:
    with pytest.raises(ModelError, match="claims no structure"):
        cm.fit_cfa(read_data("holzinger1939"))


def test_groups_that_are_not_there_or_too_small_are_refused() -> None:
    data = read_data("holzinger1939")
    with pytest.raises(ResponseDataError, match="no column 'country'"):
        cm.fit_cfa(data, HS, group="country")
    with pytest.raises(ResponseDataError, match="2 group labels were given for 301"):
        cm.fit_cfa(data, HS, group=["a", "b"])
    alone = ["a"] + ["b"] * 300
    with pytest.raises(InsufficientDataError, match="in group 'a'"):
        cm.fit_cfa(data, HS, group=alone)


def test_labels_of_other_rows_are_refused() -> None:
    frame = read_data("holzinger1939")
    shuffled = frame["school"].sample(frac=1, random_state=1)
    with pytest.raises(ResponseDataError, match="another index than the data"):
        cm.fit_cfa(frame, HS, group=shuffled)
    labels = shuffled.reindex(frame.index)
    ours, named = cm.fit_cfa(frame, HS, group=labels), cm.fit_cfa(frame, HS, group="school")
    assert ours.fit_indices["chisq"] == named.fit_indices["chisq"]
    with pytest.raises(ResponseDataError, match="No respondent has a label"):
        cm.fit_cfa(frame, HS, group=[None] * len(frame))


def test_a_constant_item_is_named() -> None:
    data = read_data("holzinger1939").assign(x2=1.0)
    with pytest.raises(InsufficientDataError, match="Item 'x2' does not vary"):
        cm.fit_cfa(data, HS)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda hs: hs.assign(x3=3 - 2 * hs["x1"]), "items 'x1' and 'x3' correlate -1"),
        (lambda hs: hs.assign(x3=hs["x1"] + hs["x2"]), r"a sum of others \(n = 301\)"),
        (lambda hs: hs.iloc[:4], "4 respondents are too few for 4 items"),
    ],
)
def test_a_singular_covariance_matrix_says_why(
    changed: Callable[[pd.DataFrame], pd.DataFrame], words: str
) -> None:
    with pytest.raises(InsufficientDataError, match=f"of the 4 items is singular: .*{words}"):
        cm.fit_cfa(changed(read_data("holzinger1939")), FOUR)


def test_the_unit_of_an_item_does_not_make_a_matrix_singular() -> None:
    data = read_data("holzinger1939")
    one, *others = (cm.fit_cfa(data.assign(x1=data["x1"] * unit), FOUR) for unit in (1, 1e8, 1e-8))
    for other in others:
        assert other.problems == ()
        assert_allclose(other.fit_indices["chisq"], one.fit_indices["chisq"], rtol=1e-6)


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_covariate_with_two_values_stands_beside_ordinal_items(share: float) -> None:
    frame = read_data("bfi").iloc[:1000].dropna()
    frame = frame.assign(arm=(np.arange(len(frame)) < share * len(frame)).astype(float))
    frame = frame.iloc[: len(frame) // 10 * 10]
    model = "n =~ N1 + N2 + N3 + N4 + N5\nn ~ arm"
    items = ["N1", "N2", "N3", "N4", "N5"]
    fit = cm.fit_cfa(frame, model, ordered=items)
    assert fit.problems == ()
    row = fit.estimates.query("lhs == 'n' and op == '~'")
    # Arms are assigned by row, which has nothing to do with the answers.
    assert abs(row["z"].iloc[0]) < 3.5
    assert 0.03 < row["se"].iloc[0] < 0.15
    with pytest.raises(InsufficientDataError, match="use WLSMV"):
        cm.fit_cfa(frame, model, ordered=items, estimator="WLS")


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ("a == 0\na == 1", "'a==0', 'a==1' together"),
        ("a == b + 1\nb == a + 1", r"'a==b\+1', 'b==a\+1' together"),
        ("c == 1\na == b\na == 2\nb == 3", "'a==b', 'a==2', 'b==3' together"),
    ],
)
def test_contradicting_constraints_are_named(constraints: str, words: str) -> None:
    model = f"f =~ x1 + a*x2 + b*x3 + c*x4\n{constraints}"
    with pytest.raises(ModelError, match=f"No parameters fulfil {words}"):
        cm.fit_cfa(read_data("holzinger1939"), model)


@pytest.mark.parametrize("text", ["1/(a-a)", "log(-a)", "sqrt(-a)", "(-a)^0.5", "1/0"])
def test_a_defined_parameter_without_a_finite_value_is_named(text: str) -> None:
    model = f"f =~ x1 + a*x2 + x3 + x4\nd := {text}\ne := 2*a"
    with pytest.warns(DataQualityWarning, match="defined parameter 'd"):
        fit = cm.fit_cfa(read_data("holzinger1939"), model)
    assert fit.problems[0].startswith(f"The defined parameter 'd := {text}' has no finite value")
    for table, column in ((fit.estimates, "est"), (fit.standardized, "est_std")):
        rows = table.set_index("lhs")
        assert not np.isfinite(rows.loc["d", [column, "se"]].astype(float)).any()
        loading = table[table["rhs"] == "x2"].iloc[0]
        both = rows.loc["e", [column, "se"]].astype(float)
        assert_allclose(both, 2 * loading[[column, "se"]].astype(float), rtol=1e-10)


def test_a_category_that_a_group_does_not_use_is_named() -> None:
    data = read_data("science")
    labels = np.where(data["Comfort"] == 1, "a", np.where(np.arange(len(data)) % 2, "a", "b"))
    with pytest.raises(ModelError, match=r"category 1 of 'Comfort' in group 'b'.*collapse"):
        cm.fit_cfa(data, CASES["cfa_science_wlsmv"].model, estimator="WLSMV", group=labels)


def test_respondents_left_out_are_counted() -> None:
    fit = fitted("cfa_hs_miss_listwise")
    assert (fit.n_respondents, fit.n_used, fit.n_left_out) == (301, (138,), 163)
    assert fitted("cfa_hs_fiml").n_used == (301,)
