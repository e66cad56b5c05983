from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, read_data
from scipy.stats import norm
from structural_cases import BFI, CASES, HS, fitted, frame_of, rows_like, values_of

import covalue_measures as cm
from covalue_measures.exceptions import DataQualityWarning, ModelError, ResponseDataError
from covalue_measures.psychometrics import factor
from covalue_measures.psychometrics.structural.factor_scores import score_factors

HEYWOOD = ("cfa_hs_bifactor",)
SCORED = [
    name
    for name in CASES
    if not name.endswith("tight") and isinstance(values_of(name).get("lavpredict_first"), dict)
]
NUMERIC = [name for name in SCORED if "lavpredict_bartlett_first" in values_of(name)]
ORDINAL = [name for name in SCORED if name not in NUMERIC]


def fit_of(name: str) -> cm.CfaResult:
    if name in HEYWOOD:
        with pytest.warns(DataQualityWarning, match="Heywood"):
            return cm.fit_cfa(read_data(CASES[name].data), CASES[name].model, **CASES[name].options)
    return fitted(name)


def rows_of_r(name: str, fit: cm.CfaResult) -> pd.DataFrame:
    """Return the data as R's fit kept them: complete rows only, unless it uses all answers."""
    data = read_data(CASES[name].data)[list(fit.item_ids)]
    return data if fit.settings.missing == "fiml" else data.dropna()


def at_estimates_of_r(name: str, fit: cm.CfaResult) -> cm.CfaResult:
    """Return the fit as if it had ended where R's did."""
    estimation = fit.estimation
    theirs = frame_of(values_of(name)["parameter_estimates"]).assign(group=1)
    ours = fit.estimates.iloc[: len(estimation.model.table.parameters)]
    values = rows_like(ours, theirs)["est"].to_numpy(float)
    parameters = estimation.parameters.copy()
    for value, place in zip(values, estimation.model.parameter_of_row, strict=True):
        if place >= 0:
            parameters[place] = value
    moved = replace(estimation, minimum=replace(estimation.minimum, parameters=parameters))
    return replace(fit, estimation_source=moved)


def first_of_r(name: str, key: str) -> np.ndarray:
    return np.array(values_of(name)[key]["data"], dtype=float)


@pytest.mark.parametrize("method", ["regression", "bartlett"])
@pytest.mark.parametrize("name", NUMERIC)
def test_agrees_with_lavaan(name: str, method: str) -> None:
    fit = fit_of(name)
    key = "lavpredict_first" if method == "regression" else "lavpredict_bartlett_first"
    theirs = first_of_r(name, key)
    data = rows_of_r(name, fit)
    same = score_factors(at_estimates_of_r(name, fit), data, method=method).scores.iloc[:20]
    ours = score_factors(fit, data, method=method).scores.iloc[:20]
    # lavaan gives a factor of factors 0 as its Bartlett score.
    told = [column for column in fit.factors if (column, method) != ("g", "bartlett")]
    if name != "cfa_hs_secondorder":
        told = list(fit.factors)
    columns = [fit.factors.index(column) for column in told]
    assert_allclose(same[told], theirs[:, columns], rtol=1e-8, atol=1e-9)
    # R's minimization stops a little before ours: see the estimates' own tolerance.
    assert_allclose(ours[told], theirs[:, columns], rtol=1e-5, atol=5e-5)


@pytest.mark.parametrize("name", ORDINAL)
def test_modes_agree_with_lavaan(name: str) -> None:
    fit = fitted(name)
    data = rows_of_r(name, fit)
    theirs = first_of_r(name, "lavpredict_first")
    # R searches each respondent's mode by a general minimizer, which stops within 4e-5 of it; ours
    # is where the slope is 0, as tests/numerics/structural/test_category_posterior.py says.
    same = score_factors(at_estimates_of_r(name, fit), data, method="EBM").scores.iloc[:20]
    assert_allclose(same, theirs, rtol=0, atol=4e-5)
    ours = score_factors(fit, data, method="EBM").scores.iloc[:20]
    assert_allclose(ours, theirs, rtol=1e-4, atol=1e-4)


def test_eap_is_the_integral_over_the_factor() -> None:
    fit = fitted("cfa_science_wlsmv")
    data = read_data("science")
    result = score_factors(fit, data)
    estimates = fit.estimates
    grid = np.linspace(-9, 9, 4001)
    weights = np.exp(-(grid**2) / 2)
    for item in data.columns:
        cuts = estimates[(estimates["lhs"] == item) & (estimates["op"] == "|")]["est"].to_numpy()
        is_loading = (estimates["op"] == "=~") & (estimates["rhs"] == item)
        loading = estimates.loc[is_loading, "est"].item()
        residual = np.sqrt(1 - loading**2)
        place = int(data.loc[0, item]) - 1
        edges = np.concatenate([[-np.inf], cuts, [np.inf]])
        weights = weights * (
            norm.cdf((edges[place + 1] - loading * grid) / residual)
            - norm.cdf((edges[place] - loading * grid) / residual)
        )
    mean = np.sum(grid * weights) / weights.sum()
    spread = np.sqrt(np.sum((grid - mean) ** 2 * weights) / weights.sum())
    assert result.method == "EAP"
    assert_allclose(result.scores.iloc[0, 0], mean, rtol=1e-8)
    assert_allclose(result.standard_errors.iloc[0, 0], spread, rtol=1e-8)


def test_answers_that_a_listwise_fit_left_out_are_scored() -> None:
    data = read_data("holzinger1939_miss")
    fit = fitted("cfa_hs_miss_listwise")
    result = score_factors(fit, data)
    complete = data[HS_ITEMS].notna().all(axis=1).to_numpy()
    assert (result.n_respondents, result.n_scored) == (301, 301)
    assert_allclose(result.scores[complete], score_factors(fit, data[complete]).scores, rtol=1e-12)
    # Whoever answered less is known less well.
    assert (
        result.standard_errors[~complete].min() >= result.standard_errors[complete].min() - 1e-12
    ).all()


def test_who_answered_nothing_has_no_score() -> None:
    data = read_data("holzinger1939")[HS_ITEMS].astype(float)
    data.loc[3, HS_ITEMS] = np.nan
    data.loc[7, HS_ITEMS[:3]] = np.nan
    fit = fitted("cfa_hs_ml")
    regression = score_factors(fit, data)
    assert regression.scores.isna().all(axis=1).to_numpy().nonzero()[0].tolist() == [3]
    assert regression.standard_errors.isna().all(axis=1).to_numpy().nonzero()[0].tolist() == [3]
    assert (regression.n_respondents, regression.n_scored) == (301, 300)
    # Nothing says where the visual factor is, apart from the others.
    bartlett = score_factors(fit, data, method="bartlett")
    assert bartlett.scores.loc[7].isna().to_list() == [True, False, False]
    assert bartlett.n_scored == 299


def test_covariates_alone_are_no_answers() -> None:
    data = read_data("holzinger1939")
    data[HS_ITEMS] = data[HS_ITEMS].astype(float)
    data.loc[2, HS_ITEMS] = np.nan
    fit = fitted("cfa_hs_parcorr_sem_path_mlr")
    result = score_factors(fit, data)
    assert result.scores.isna().all(axis=1).to_numpy().nonzero()[0].tolist() == [2]
    assert list(result.scores.columns) == ["visual", "textual", "speed"]


def test_groups_have_their_own_parameters() -> None:
    data = read_data("holzinger1939")
    fit = cm.fit_cfa(data, HS, group="school", mean_structure=True)
    both = score_factors(fit, data)
    for school in data["school"].unique():
        own = (data["school"] == school).to_numpy()
        alone = score_factors(cm.fit_cfa(data[own], HS, mean_structure=True), data[own])
        assert_allclose(both.scores[own], alone.scores, atol=1e-5)
        assert_allclose(both.standard_errors[own], alone.standard_errors, rtol=1e-5)
    given = score_factors(fit, data[HS_ITEMS], group=data["school"].tolist())
    pd.testing.assert_frame_equal(given.scores, both.scores)
    unknown = data.assign(school=["", *data["school"].iloc[1:]])
    assert score_factors(fit, unknown).n_scored == 300
    with pytest.raises(ResponseDataError, match="Group 'Elsewhere' of 'school' is not one that"):
        score_factors(fit, data.assign(school="Elsewhere"))


def test_groups_of_ordinal_items_have_their_own_parameters() -> None:
    data = read_data("bfi")[["N1", "N2", "N3", "N4", "N5", "gender"]]
    model = "N =~ N1 + N2 + N3 + N4 + N5"
    items = ["N1", "N2", "N3", "N4", "N5"]
    fit = cm.fit_cfa(data, model, estimator="WLSMV", ordered=items, group="gender")
    both = score_factors(fit, data)
    for gender in (1, 2):
        own = (data["gender"] == gender).to_numpy()
        one = cm.fit_cfa(data[own], model, estimator="WLSMV", ordered=items)
        assert_allclose(both.scores[own], score_factors(one, data[own]).scores, atol=1e-5)
    assert both.n_scored == int(data[items].notna().any(axis=1).sum())


def test_theta_and_delta_give_the_same_scores() -> None:
    delta = score_factors(fitted("cfa_bfi_wlsmv_listwise"), read_data("bfi"), method="EBM")
    theta = score_factors(fitted("cfa_bfi_wlsmv_theta_listwise"), read_data("bfi"), method="EBM")
    ratio = theta.scores.std() / delta.scores.std()
    assert_allclose(theta.scores / ratio, delta.scores, atol=1e-4)
    assert_allclose(theta.standard_errors / ratio, delta.standard_errors, rtol=1e-3)


def test_covariances_of_residuals_take_part() -> None:
    data = read_data("bfi").iloc[:200]
    plain = score_factors(fitted("cfa_bfi1f_N_wlsmv"), data)
    fit = fitted("cfa_bfiN_corres_wlsmv")
    result = score_factors(fit, data)
    # Two items that share more than the factor say less of it.
    assert result.standard_errors["N"].median() > plain.standard_errors["N"].median()
    assert result.scores["N"].notna().equals(plain.scores["N"].notna())


def test_one_respondent_is_scored_as_among_others() -> None:
    data, fit = read_data("bfi"), fitted("cfa_bfi1f_N_wlsmv")
    alone = score_factors(fit, data.iloc[[7]])
    assert_allclose(alone.scores, score_factors(fit, data.iloc[:20]).scores.iloc[[7]], rtol=1e-10)


def test_an_answer_that_the_model_does_not_know_is_refused() -> None:
    data = read_data("bfi").iloc[:5].assign(N2=7)
    with pytest.raises(ResponseDataError, match=r"'N2' has the answer 7.*1, 2, 3, 4, 5, 6"):
        score_factors(fitted("cfa_bfi1f_N_wlsmv"), data)


def test_a_factor_of_ordinal_factors_follows_from_them() -> None:
    data = read_data("bfi")[[f"{scale}{number}" for scale in "CEN" for number in (1, 2, 3)]]
    model = "C =~ C1 + C2 + C3\nE =~ E1 + E2 + E3\nN =~ N1 + N2 + N3"
    first = cm.fit_cfa(data, model, estimator="WLSMV")
    second = cm.fit_cfa(data, model + "\ng =~ C + E + N", estimator="WLSMV")
    some = data.iloc[:100]
    # Three factors and one of them say the same as three that correlate.
    three, four = score_factors(first, some), score_factors(second, some)
    assert_allclose(four.scores[["C", "E", "N"]], three.scores, atol=1e-4)
    assert four.scores["g"].notna().equals(three.scores["C"].notna())
    covariance = second.estimation.implied[0].factor_covariance
    slopes = covariance[3, :3] @ np.linalg.inv(covariance[:3, :3])
    assert_allclose(four.scores["g"], four.scores[["C", "E", "N"]] @ slopes, atol=1e-8)


def test_numeric_and_ordinal_items_together() -> None:
    data = read_data("sat_act")[["education", "SATV", "SATQ", "ACT"]]
    data[["SATV", "SATQ"]] /= 100
    fit = cm.fit_cfa(
        data, "f =~ ACT + SATV + SATQ + education", estimator="WLSMV", ordered=["education"]
    )
    result = score_factors(fit, data)
    assert result.n_scored == len(data)
    assert (result.standard_errors["f"] > 0).all()
    order = result.scores["f"].corr(data["SATV"], method="spearman")
    assert order > 0.8


def test_exploratory_factors_are_scored_as_ever() -> None:
    data = read_data("holzinger1939")[HS_ITEMS]
    fit = cm.fit_efa(data, 3)
    for asked, method in ((None, "thurstone"), ("regression", "thurstone"), ("ten_berge",) * 2):
        ours = score_factors(fit, data, method=asked, standardize_by=data)
        theirs = factor.score_factors(fit, data, method=method)
        assert ours.method == method
        pd.testing.assert_frame_equal(ours.scores, theirs.scores)


def test_names_what_does_not_fit() -> None:
    data = read_data("holzinger1939")
    fit, ordinal = fitted("cfa_hs_ml"), fitted("cfa_science_wlsmv")
    with pytest.raises(ValueError, match=r"no method 'EAP' .* numeric items; choose among regress"):
        score_factors(fit, data, method="EAP")
    with pytest.raises(ValueError, match=r"'bartlett' .* ordinal items; choose among EAP, EBM"):
        score_factors(ordinal, read_data("science"), method="bartlett")
    with pytest.raises(ValueError, match="standardize_by is for exploratory factors"):
        score_factors(fit, data, standardize_by=data)
    with pytest.raises(ValueError, match="was not fitted by group"):
        score_factors(fit, data, group="school")
    with pytest.raises(ResponseDataError, match="Item 'x9' of the model is not among the data's 8"):
        score_factors(fit, data[HS_ITEMS[:8]])
    exploratory = cm.fit_efa(data[HS_ITEMS], 3)
    with pytest.raises(ValueError, match="group is for models fitted by group"):
        score_factors(exploratory, data, group="school")
    with pytest.raises(ValueError, match="no method 'sum' of scoring"):
        score_factors(exploratory, data, method="sum")


def test_a_method_in_any_letter_case() -> None:
    data = read_data("science")
    assert score_factors(fitted("cfa_science_wlsmv"), data, method="ebm").method == "EBM"


def test_too_many_dimensions_have_a_mode_only() -> None:
    fit = fitted("cfa_bfi_wlsmv_listwise")
    pairs = ("A1 ~~ A2", "C1 ~~ C2", "E1 ~~ E2", "N1 ~~ N2")
    data = read_data("bfi")
    wide = cm.fit_cfa(data, BFI + "\n" + "\n".join(pairs), estimator="ULSMV")
    with pytest.raises(ModelError, match=r"over 9 dimensions .* 8 are most. Use method='EBM'"):
        score_factors(wide, data)
    modes = score_factors(wide, data, method="EBM")
    assert np.corrcoef(modes.scores["O"], score_factors(fit, data, method="EBM").scores["O"])[
        0, 1
    ] == pytest.approx(1.0, abs=1e-3)


def test_an_improper_solution_has_no_posterior() -> None:
    fit = fitted("cfa_science_wlsmv")
    estimation = fit.estimation
    moved = replace(
        estimation, minimum=replace(estimation.minimum, parameters=1.6 * estimation.parameters)
    )
    with pytest.raises(ModelError, match="no EAP scores, because the residual variance of an ord"):
        score_factors(replace(fit, estimation_source=moved), read_data("science"))
