from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import HS_ITEMS, keyed_bfi, read_data, reference
from structural_cases import BFI, HS, one_factor

import covalue_measures as cm
from covalue_measures.exceptions import DataQualityWarning, ModelError, ResponseDataError
from covalue_measures.psychometrics.reliability import (
    CompositeReliabilityResult,
    estimate_composite_reliability,
)

# lavaan stops at a relative change of its minimum that leaves its loadings 1e-6 from the optimum,
# 5e-6 with missing answers; omega moves with them.
RTOL = 1e-5

FITS: dict[str, tuple[str, dict[str, Any]]] = {
    "semrel_hs_ml": (HS, {}),
    "semrel_hs_1f_ml": ("g =~ " + " + ".join(HS_ITEMS), {}),
    "semrel_bfi_mlr_listwise": (BFI, {"estimator": "MLR"}),
    "semrel_bfi_fiml": (BFI, {"estimator": "MLR", "missing": "fiml"}),
    "semrel_bfi_wlsmv_listwise": (BFI, {"estimator": "WLSMV"}),
    "semrel_bfi_wlsmv_theta_listwise": (BFI, {"estimator": "WLSMV", "parameterization": "theta"}),
    "semrel_bfiA_wlsmv": (one_factor("A"), {"estimator": "WLSMV", "standardized_latents": True}),
}
ORDINAL = [name for name in FITS if "wlsmv" in name]


def data_for(name: str) -> pd.DataFrame:
    return keyed_bfi() if "bfi" in name else read_data("holzinger1939")[HS_ITEMS]


@cache
def fit_of(name: str) -> cm.CfaResult:
    model, options = FITS[name]
    return cm.fit_cfa(data_for(name), model, **options)


def column(result: CompositeReliabilityResult, name: str) -> dict[str, float]:
    frame = result.to_frame()
    return dict(zip(frame["factor"], frame[name], strict=True))


@pytest.mark.parametrize("name", FITS)
def test_omega_agrees_with_semtools(name: str) -> None:
    expected = reference(name)
    observed = column(estimate_composite_reliability(fit_of(name)), "omega")
    implied = column(estimate_composite_reliability(fit_of(name), observed_variance=False), "omega")
    for factor in fit_of(name).factors:
        assert_allclose(observed[factor], expected["omega"][factor], rtol=RTOL)
        assert_allclose(implied[factor], expected["omega_modelvar"][factor], rtol=RTOL)


@pytest.mark.parametrize("name", FITS)
def test_total_and_average_variance_agree_with_semtools(name: str) -> None:
    # semTools::reliability has the sum of all ordinal items, which compRelSEM leaves out.
    table = reference(name)["reliability_deprecated"]
    theirs = pd.DataFrame(table["data"], index=table["rows"], columns=table["cols"])
    observed = column(estimate_composite_reliability(fit_of(name)), "omega")
    implied = estimate_composite_reliability(fit_of(name), observed_variance=False)
    is_theta = name == "semrel_bfi_wlsmv_theta_listwise"
    for factor in theirs.columns:
        assert_allclose(observed[factor], theirs.loc["omega3", factor], rtol=RTOL)
        assert_allclose(column(implied, "omega")[factor], theirs.loc["omega", factor], rtol=RTOL)
        if not is_theta:
            found = column(implied, "average_variance_extracted")[factor]
            assert_allclose(found, theirs.loc["avevar", factor], rtol=RTOL)


@pytest.mark.parametrize("name", [name for name in FITS if "theta" not in name])
def test_average_variance_by_observed_variances_agrees_with_semtools(name: str) -> None:
    found = column(estimate_composite_reliability(fit_of(name)), "average_variance_extracted")
    for factor, value in reference(name)["AVE"].items():
        assert_allclose(found[factor], value, rtol=RTOL)


def test_average_variance_does_not_depend_on_the_parameterization() -> None:
    delta, theta = fit_of("semrel_bfi_wlsmv_listwise"), fit_of("semrel_bfi_wlsmv_theta_listwise")
    ours = estimate_composite_reliability(delta, observed_variance=False).factors
    other = estimate_composite_reliability(theta, observed_variance=False).factors
    columns = ["omega", "se", "average_variance_extracted", "ave_se"]
    assert_allclose(ours[columns], other[columns], rtol=1e-5)
    # semTools adds up the loadings of whatever unit the residuals have: 1 each with theta.
    loadings = theta.estimates[theta.estimates["op"] == "=~"]
    for factor, value in reference("semrel_bfi_wlsmv_theta_listwise")["AVE"].items():
        common = np.sum(loadings["std_lv"][loadings["lhs"] == factor] ** 2)
        assert_allclose(common / (common + 5), value, rtol=RTOL)


@pytest.mark.parametrize("name", FITS)
def test_alpha_agrees_with_semtools(name: str) -> None:
    data = data_for(name) if name in ORDINAL else None
    found = column(estimate_composite_reliability(fit_of(name), data), "alpha")
    table = reference(name)["reliability_deprecated"]
    expected = dict(zip(table["cols"], table["data"][0], strict=True))
    # Closed form of complete answers; with missing ones the EM's stopping rule.
    rtol = 1e-7 if "fiml" in name else 1e-10
    assert set(found) == set(expected)
    for factor, value in expected.items():
        assert_allclose(found[factor], value, rtol=rtol)


def test_alpha_of_ordinal_answers_needs_them() -> None:
    result = estimate_composite_reliability(fit_of("semrel_bfiA_wlsmv"))
    assert np.isnan(result.factors["alpha"]).all()
    assert np.isfinite(result.factors["omega"]).all()


def test_latent_scale_agrees_with_semtools() -> None:
    expected = reference("semrel_bfi_wlsmv_listwise")
    fit = fit_of("semrel_bfi_wlsmv_listwise")
    result = estimate_composite_reliability(fit, latent_scale=True)
    for factor in fit.factors:
        omega, alpha = column(result, "omega")[factor], column(result, "alpha")[factor]
        assert_allclose(omega, expected["omega_latent_scale"][factor], rtol=RTOL)
        # Of the polychoric correlations, which agree to 1e-7.
        assert_allclose(alpha, expected["alpha_latent_scale"][factor], rtol=1e-6)


def test_standard_errors_are_those_of_defined_parameters() -> None:
    model = """
    f =~ a*x1 + b*x2 + c*x3
    f ~~ 1*f
    x1 ~~ u*x1
    x2 ~~ v*x2
    x3 ~~ w*x3
    omega := (a + b + c)^2 / ((a + b + c)^2 + u + v + w)
    ave := (a^2 + b^2 + c^2) / (a^2 + b^2 + c^2 + u + v + w)
    """.replace("a*x1", "NA*x1 + a*x1")
    fit = cm.fit_cfa(read_data("holzinger1939"), model, estimator="MLR")
    rows = fit.estimates.set_index("lhs").loc[["omega", "ave"]]
    result = estimate_composite_reliability(fit, observed_variance=False).factors.iloc[0]
    found = [result["omega"], result["se"], result["ci_lower"], result["ci_upper"]]
    expected = rows.loc["omega", ["est", "se", "ci_lower", "ci_upper"]].to_numpy(float)
    assert_allclose(found, expected, rtol=1e-10)
    found = [result["average_variance_extracted"], result["ave_se"]]
    assert_allclose(found, rows.loc["ave", ["est", "se"]].to_numpy(float), rtol=1e-10)


def test_there_are_no_standard_errors_of_shares_of_the_sample_s_variance() -> None:
    result = estimate_composite_reliability(fit_of("semrel_hs_ml")).factors
    assert np.isnan(result[["se", "ci_lower", "ci_upper", "ave_se"]]).all(axis=None)


def test_groups_are_as_if_fitted_alone() -> None:
    data = read_data("holzinger1939")
    both = cm.fit_cfa(data, HS, group="school")
    result = estimate_composite_reliability(both, observed_variance=False)
    for label in both.group_labels:
        alone = cm.fit_cfa(data[data["school"] == label], HS)
        expected = estimate_composite_reliability(alone, observed_variance=False)
        for found, single in ((result.factors, expected.factors), (result.total, expected.total)):
            own = found[found["group"] == label].drop(columns=["group", "factor"])
            numbers = single.drop(columns=["group", "factor"])
            assert_allclose(own.to_numpy(float), numbers.to_numpy(float), rtol=1e-5)


def test_alpha_of_ordinal_answers_in_groups_is_theirs() -> None:
    data = read_data("bfi").query("gender == gender")
    fit = cm.fit_cfa(data, one_factor("N"), estimator="WLSMV", group="gender")
    result = estimate_composite_reliability(fit, data)
    items = [f"N{number}" for number in range(1, 6)]
    for label, alpha in zip(result.factors["group"], result.factors["alpha"], strict=True):
        own = data.loc[data["gender"] == int(label), items]
        assert_allclose(alpha, cm.estimate_alpha(own, missing="listwise").alpha, rtol=1e-12)


def test_residual_covariances_and_other_factors_count_in_the_whole_only() -> None:
    model = "f =~ x1 + x2 + x3 + x9\ng =~ x7 + x8 + x9\nx2 ~~ x3"
    fit = cm.fit_cfa(read_data("holzinger1939"), model)
    moments = fit.estimation.implied[0]
    loadings = fit.loadings.to_numpy() * np.sqrt(np.diag(moments.covariance))[:, None]
    items = [fit.item_ids.index(item) for item in ("x1", "x2", "x3", "x9")]
    expected = loadings[items, 0].sum() ** 2 / moments.covariance[np.ix_(items, items)].sum()
    result = estimate_composite_reliability(fit, observed_variance=False)
    assert_array_equal(result.factors["n_items"], [4, 3])
    assert_allclose(result.factors["omega"][0], expected, rtol=1e-10)


def test_a_second_order_factor_has_no_row() -> None:
    model = HS + "\ng =~ visual + textual + speed"
    fit = cm.fit_cfa(read_data("holzinger1939"), model)
    found = column(estimate_composite_reliability(fit), "omega")
    assert list(found) == ["visual", "textual", "speed", "total"]
    for factor, value in reference("semrel_hs_secondorder")["l1"].items():
        assert_allclose(found[factor], value, rtol=RTOL)


def test_items_that_load_negatively_are_named_and_not_flipped() -> None:
    fit = cm.fit_cfa(read_data("bfi"), "A =~ A2 + A1 + A3 + A4")
    with pytest.warns(DataQualityWarning, match="loads item 'A1' against the direction"):
        result = estimate_composite_reliability(fit)
    assert result.negative_items == ("A1",)
    keyed = cm.fit_cfa(keyed_bfi(), "A =~ A2 + A1 + A3 + A4")
    assert result.factors["omega"][0] < estimate_composite_reliability(keyed).factors["omega"][0]


def test_a_factor_turned_around_as_a_whole_is_not_warned_of() -> None:
    keyed = cm.fit_cfa(keyed_bfi(), one_factor("A"))
    turned = cm.fit_cfa(7 - keyed_bfi(), one_factor("A").replace("A1 ", "-1*A1 "))
    assert_allclose(
        estimate_composite_reliability(turned).factors["omega"],
        estimate_composite_reliability(keyed).factors["omega"],
        rtol=1e-6,
    )


def test_refuses_a_sum_of_ordinal_and_numeric_items() -> None:
    data = read_data("bfi").assign(A5=lambda table: table["A5"] + 0.5 * table["A4"])
    fit = cm.fit_cfa(data, "A =~ A2 + A3 + A4 + A5", estimator="WLSMV", ordered=["A2", "A3", "A4"])
    message = r"'A' are ordinal \(A2, A3, A4\) and numeric \(A5\): their sum has no unit"
    with pytest.raises(ModelError, match=message):
        estimate_composite_reliability(fit)


def test_refuses_a_model_without_factors_of_items() -> None:
    fit = cm.fit_cfa(read_data("holzinger1939"), "x1 ~ x2 + x3")
    with pytest.raises(ModelError, match="No factor of the model has observed items"):
        estimate_composite_reliability(fit)


def test_refuses_other_data() -> None:
    fit = fit_of("semrel_bfiA_wlsmv")
    with pytest.raises(ResponseDataError, match=r"The fit used \[2709\] respondents"):
        estimate_composite_reliability(fit, keyed_bfi().iloc[:500])


def test_refuses_a_confidence_level_that_is_none() -> None:
    with pytest.raises(ValueError, match="confidence_level must lie between 0 and 1, got 95"):
        estimate_composite_reliability(fit_of("semrel_hs_ml"), confidence_level=95)
