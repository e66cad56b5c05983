import warnings
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import read_data, reference
from structural_cases import BFI, HS, frame_of, one_factor, rows_like

import covalue_measures as cm
from covalue_measures.exceptions import ConvergenceWarning, DataQualityWarning, ModelError

_ML = ["configural", "metric", "scalar", "strict", "latent_means"]
#: R's name of a level to ours.
NUMERIC = dict(zip(["configural", "metric", "scalar", "strict", "strict_means"], _ML, strict=True))
ORDINAL = {
    "configural": "configural",
    "thresholds": "threshold",
    "thr_load": "metric",
    "thr_load_int": "scalar",
    "thr_load_int_res": "strict",
    "plus_means": "latent_means",
}
CASES: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "hs_school_ml": (HS, "holzinger1939", "school", {}),
    "hs_school_ml_stdlv": (HS, "holzinger1939", "school", {}),
    "hs_school_mlr": (HS, "holzinger1939", "school", {"estimator": "MLR"}),
    "hs_school_fiml_mlr": (HS, "holzinger1939_miss", "school", {"estimator": "robust_FIML"}),
    "bfi_gender_ml_listwise": (BFI, "bfi", "gender", {}),
    "bfi_gender_mlr_listwise": (BFI, "bfi", "gender", {"estimator": "MLR"}),
    "bfi1f_A_gender_mlr_fiml": (one_factor("A"), "bfi", "gender", {"estimator": "robust_FIML"}),
    "bfi1f_N_gender_mlr_fiml": (one_factor("N"), "bfi", "gender", {"estimator": "robust_FIML"}),
    "ord_bfi1f_A_gender_delta": (one_factor("A"), "bfi", "gender", {"parameterization": "delta"}),
    "ord_bfi1f_A_gender_theta": (one_factor("A"), "bfi", "gender", {}),
    "ord_bfi1f_N_gender_delta": (one_factor("N"), "bfi", "gender", {"parameterization": "delta"}),
    "ord_bfi1f_N_gender_theta": (one_factor("N"), "bfi", "gender", {}),
    "ord_bfi5f_gender_delta": (BFI, "bfi", "gender", {"parameterization": "delta"}),
}
NAMES = sorted(CASES)
#: Divided by all parameters there, equal ones counted each; by the free ones here.
OTHER_DIVISOR = "scaling_factor_h0"
#: With several groups lavaan's baseline counts each group's trace in full.
OTHER_BASELINE = ("cfi_robust", "tli_robust", "nnfi_robust", "rni_robust")


def level_names(name: str) -> dict[str, str]:
    known = ORDINAL if name.startswith("ord") else NUMERIC
    return {theirs: known[theirs] for theirs in levels_of(name) if theirs in known}


def levels_of(name: str) -> dict[str, Any]:
    return reference(f"invariance_{name}")["levels"]


@cache
def result_of(name: str) -> cm.InvarianceResult:
    model, data, group, options = CASES[name]
    if name.startswith("ord"):
        options = {"estimator": "WLSMV", **options}
    levels = list(level_names(name).values())
    return cm.fit_invariance(read_data(data), model, group=group, levels=levels, **options)


@pytest.mark.parametrize("name", NAMES)
def test_fit_of_every_level_agrees_with_lavaan(name: str) -> None:
    levels, missing = result_of(name).levels, "fiml" in name
    for theirs, ours in level_names(name).items():
        for key, value in levels_of(name)[theirs]["fit_measures"].items():
            index = key.replace(".", "_")
            undefined = missing and index in ("gfi", "agfi", "pgfi")
            differs = name.startswith("ord") and index in OTHER_BASELINE
            if value is None or undefined or differs:
                continue
            if index == OTHER_DIVISOR:
                equal = theirs == "configural"
                assert (abs(levels.loc[ours, index] - value) < 1e-4) == equal
                continue
            # R's unrestricted moments of incomplete data stop early.
            loose = missing and index.endswith("_robust")
            atol = 5e-4 if loose else 1e-6
            assert_allclose(levels.loc[ours, index], value, rtol=1e-4, atol=atol, err_msg=key)


@pytest.mark.parametrize("name", NAMES)
def test_difference_tests_agree_with_lavaan(name: str) -> None:
    values, ours = reference(f"invariance_{name}"), result_of(name).comparisons
    if name.startswith("ord"):
        tests = [frame_of(table).iloc[1] for table in values["lrt_adjacent"].values()]
    else:
        tests = [row for _, row in frame_of(values["lrt_sequence"]).iloc[1:].iterrows()]
        tests.append(frame_of(values["lrt_means"]).iloc[1])
    assert len(tests) == len(ours)
    for test, (_, row) in zip(tests, ours.iterrows(), strict=True):
        assert_allclose(row["chisq_diff"], test["Chisq diff"], rtol=1e-4)
        assert row["df_diff"] == test["Df diff"]
        assert_allclose(row["pvalue"], test["Pr(>Chisq)"], rtol=1e-3, atol=1e-12)


@pytest.mark.parametrize("name", ["hs_school_ml_stdlv", "ord_bfi1f_A_gender_theta"])
def test_estimates_of_every_level_agree_with_lavaan(name: str) -> None:
    for theirs, ours in level_names(name).items():
        table = frame_of(levels_of(name)[theirs]["parameter_estimates"])
        estimates = rows_like(table, result_of(name).fits[ours].estimates)
        errors = table["se"].astype(float).to_numpy()
        gap = np.abs(estimates["est"].to_numpy() - table["est"].astype(float).to_numpy())
        assert (gap <= 2e-5 + 1e-3 * errors).all()
        assert_allclose(estimates["se"], errors, rtol=1e-4, atol=2e-6)


def test_score_tests_agree_with_lavaan() -> None:
    theirs = frame_of(reference("invariance_hs_school_ml_stdlv")["score_tests_scalar"]["uni"])
    releases = result_of("hs_school_ml_stdlv").releases
    ours = releases[releases["level"] == "scalar"]["statistic"]
    assert_allclose(np.sort(ours), np.sort(theirs["X2"].astype(float)), rtol=1e-3)


def test_a_release_names_the_parameter_and_what_it_would_change() -> None:
    releases = result_of("hs_school_ml").releases
    first = releases[releases["level"] == "scalar"].iloc[0]
    assert (first["lhs"], first["op"], first["unit"]) == ("x3", "~1", "Grant-White")
    freed = cm.fit_invariance(
        read_data("holzinger1939"),
        HS,
        group="school",
        levels=["configural", "metric", "scalar"],
        partial=["x3~1"],
    )
    before, after = (r.levels.loc["scalar", "chisq"] for r in (result_of("hs_school_ml"), freed))
    # A score test is the gain to second order.
    assert_allclose(before - after, first["statistic"], rtol=0.1)


def test_partial_invariance_agrees_with_lavaan() -> None:
    theirs = reference("invariance_hs_partial_ml")["fit_measures"]
    ours = cm.fit_invariance(
        read_data("holzinger1939"),
        HS,
        group="school",
        levels=["configural", "metric", "scalar"],
        partial=["x3~1", "x7 ~ 1"],
    ).levels.loc["scalar"]
    for index in ("chisq", "df", "cfi", "rmsea", "srmr", "aic", "npar"):
        assert_allclose(ours[index], theirs[index], rtol=1e-5)


def test_two_categories_agree_with_semtools() -> None:
    values = reference("invariance_binary_verbal6_gender_theta")
    data = read_data("verbal_aggression")
    model = "f =~ " + " + ".join(data.columns[:6])
    ours = cm.fit_invariance(data, model, group="gender", estimator="WLSMV")
    names = {
        "configural": "configural",
        "thr_load": "metric",
        "thr_load_int": "scalar",
        "strict": "strict",
    }
    for theirs, level in names.items():
        for index in ("npar", "df", "chisq", "chisq_scaled", "rmsea_scaled", "srmr"):
            value = values["levels"][theirs]["fit_measures"][index.replace("_", ".")]
            assert_allclose(ours.levels.loc[level, index], value, rtol=1e-4)
    # A single threshold only renames the model, and equal intercepts free the scales.
    assert ours.comparisons.loc["threshold", "method"] == "the same model"
    assert ours.comparisons.loc["scalar", "compared_with"] == "configural"
    metric = frame_of(values["lrt_adjacent"]["configural_vs_thr_load"]).iloc[1]
    assert_allclose(ours.comparisons.loc["metric", "chisq_diff"], metric["Chisq diff"], rtol=1e-4)


def test_the_highest_level_is_the_last_that_holds() -> None:
    result = result_of("hs_school_ml")
    assert result.highest_level == "metric"
    assert result.comparisons["holds"].tolist() == [True, False, True, False]
    assert "cfi" in result.comparisons.loc["scalar", "exceeded"]


def test_groups_of_one_population_hold_at_every_level() -> None:
    rng = np.random.default_rng(5)
    factor = rng.standard_normal((2000, 1))
    items = factor * [0.8, 0.7, 0.6, 0.7] + rng.standard_normal((2000, 4)) * 0.6
    data = pd.DataFrame(items, columns=list("abcd")).assign(half=np.arange(2000) % 2)
    result = cm.fit_invariance(data, "f =~ a + b + c + d", group="half")
    assert result.highest_level == "strict"
    assert (result.comparisons["pvalue"] > 0.001).all()


def test_naming_the_groups_otherwise_changes_nothing() -> None:
    data = read_data("holzinger1939")
    data["school"] = data["school"].map({"Pasteur": 7, "Grant-White": 3})
    renamed = cm.fit_invariance(data, HS, group="school", levels=_ML)
    assert renamed.units == ("7", "3")
    assert_allclose(renamed.levels["chisq"], result_of("hs_school_ml").levels["chisq"], rtol=1e-9)


def test_second_order_factors_keep_their_scale() -> None:
    model = BFI + "\ng =~ A + C + E + N + O"
    result = cm.fit_invariance(read_data("bfi"), model, group="gender")
    assert result.levels["converged"].all()
    assert (result.levels["df"].diff().dropna() > 0).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"levels": ["configural", "threshold", "metric"]}, "Numeric items have no thresholds"),
        ({"levels": ["configural", "strong"]}, "no level 'strong'"),
        ({"levels": ["metric"]}, "at least two levels"),
        ({"levels": "metric"}, r"levels is a list .*, not 'metric'; did you mean \['metric'\]\?"),
        ({"partial": "x1~1"}, r"partial is a list of parameters, not 'x1~1'"),
        ({"partial": ["x1~2"]}, "partial names 'x1~2'"),
    ],
)
def test_levels_and_parameters_that_do_not_exist_are_refused(
    options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        cm.fit_invariance(read_data("holzinger1939"), HS, group="school", **options)


def test_unequal_intercepts_of_ordinal_items_are_seen() -> None:
    """Robust indices are of the correlations alone; the scaled ones are judged."""
    model = "n =~ N1 + N2 + N3 + N4 + N5\nN1 ~~ N2"
    result = cm.fit_invariance(read_data("bfi"), model, group="gender", estimator="WLSMV")
    assert result.highest_level == "metric"
    scalar = result.comparisons.loc["scalar"]
    assert scalar["basis"] == "scaled"
    assert scalar["delta_cfi_scaled"] < -0.015 < scalar["delta_cfi_robust"]


def test_levels_and_comparisons_stand_in_one_table() -> None:
    result = cm.fit_invariance(
        read_data("holzinger1939"), "v =~ x1 + x2 + x3 + x4", group="school", estimator="MLR"
    )
    table = result.to_frame()
    assert table.loc["metric", "pvalue_diff"] == result.comparisons.loc["metric", "pvalue"]
    assert table.loc["metric", "pvalue"] == result.levels.loc["metric", "pvalue"]
    assert f"highest level: {result.highest_level}" in repr(result)


def test_a_level_holds_what_it_presupposes() -> None:
    frame, model = read_data("bfi"), "n =~ N1 + N2 + N3 + N4 + N5"
    every = cm.fit_invariance(frame, model, group="gender")
    some = cm.fit_invariance(frame, model, group="gender", levels=["configural", "scalar"])
    assert some.levels.loc["scalar", "chisq"] == pytest.approx(every.levels.loc["scalar", "chisq"])
    assert some.comparisons.loc["scalar", "df_diff"] == 8


def test_one_group_is_refused() -> None:
    with pytest.raises(ModelError, match="Everyone is in group 'a'"):
        cm.fit_invariance(read_data("holzinger1939"), HS, group=["a"] * 301)


def test_strict_levels_need_theta() -> None:
    with pytest.raises(ModelError, match="'strict' makes residual variances"):
        cm.fit_invariance(
            read_data("bfi"),
            one_factor("N"),
            group="gender",
            estimator="WLSMV",
            parameterization="delta",
        )


def test_an_unused_category_names_item_and_group() -> None:
    data = read_data("bfi")
    data.loc[(data["gender"] == 1) & (data["N1"] == 6), "N1"] = 5
    with pytest.raises(ModelError, match=r"category 6 of 'N1' in group '1'.*collapse"):
        cm.fit_invariance(data, one_factor("N"), group="gender", estimator="WLSMV")


def test_a_problem_says_at_which_level() -> None:
    data = read_data("holzinger1939")
    model = "g =~ " + " + ".join(f"x{k}" for k in range(1, 10)) + "\n" + HS
    # One group's discrepancy falls without end, which is no minimum.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", DataQualityWarning)
        result = cm.fit_invariance(
            data, model, group="school", orthogonal=True, levels=["configural", "metric"]
        )
    assert result.highest_level is None
    assert result.problems[0].startswith(
        "At the level 'configural': The estimation did not converge"
    )
    assert np.isnan(result.comparisons["pvalue"]).all()
    assert not result.comparisons["holds"].any()
