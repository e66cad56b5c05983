import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import keyed_bfi, read_data, reference
from structural_cases import HS, fitted, frame_of, one_factor

import covalue_measures as cm
from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.reliability import estimate_composite_reliability
from covalue_measures.psychometrics.validity import estimate_discriminant_validity

TWO = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6"
TESTED = ["df", "aic", "chisq_diff", "df_diff", "pvalue"]


@pytest.mark.parametrize("name", ["cfa_hs_ml", "cfa_hs_ml_stdlv"])
def test_agrees_with_semtools(name: str) -> None:
    expected = frame_of(reference("semtools_reliability_and_fit_hs")["discriminantValidity"])
    found = estimate_discriminant_validity(fitted(name)).pairs
    assert list(found["factor_1"]) == list(expected["lhs"])
    assert list(found["factor_2"]) == list(expected["rhs"])
    # lavaan's stopping rule leaves 1e-6 in the estimates, and standard errors 1e-5.
    assert_allclose(found["correlation"], expected["est"], rtol=1e-5)
    assert_allclose(found["ci_lower"], expected["ci.lower"], rtol=1e-5)
    assert_allclose(found["ci_upper"], expected["ci.upper"], rtol=1e-5)
    assert_array_equal(found["df"], expected["Df"])
    # A minimum is flat: the fits with a fixed correlation agree better than their estimates.
    assert_allclose(found["aic"], expected["AIC"], rtol=1e-9)


def test_the_test_is_the_difference_to_the_fit() -> None:
    fit = fitted("cfa_hs_ml")
    found = estimate_discriminant_validity(fit).pairs
    assert_array_equal(found["df_diff"], 1)
    # One parameter less: the difference of AIC is that of chi-square less 2.
    assert_allclose(found["chisq_diff"], found["aic"] - fit.fit_indices["aic"] + 2, rtol=1e-9)


@pytest.mark.parametrize("estimator", ["ML", "MLM", "MLR"])
def test_a_cutoff_at_the_estimate_is_not_refuted(estimator: str) -> None:
    fit = cm.fit_cfa(read_data("holzinger1939"), TWO, estimator=estimator)
    at = float(fit.factor_correlations[""].loc["visual", "textual"])
    row = estimate_discriminant_validity(fit, cutoff=at).pairs.iloc[0]
    assert row["chisq_diff"] == pytest.approx(0.0, abs=1e-6)
    assert not row["below_cutoff"]


def test_corrected_tests_are_positive_for_every_pair() -> None:
    found = estimate_discriminant_validity(fitted("cfa_hs_mlr")).pairs
    assert (found["chisq_diff"] > 0).all()
    assert (found["pvalue"] < 1e-5).all()


def test_a_negative_correlation_is_held_against_the_negative_cutoff() -> None:
    data = read_data("holzinger1939")
    turned = data.assign(**{f"x{number}": -data[f"x{number}"] for number in (4, 5, 6)})
    plain = estimate_discriminant_validity(cm.fit_cfa(data, TWO)).pairs.iloc[0]
    found = estimate_discriminant_validity(cm.fit_cfa(turned, TWO)).pairs.iloc[0]
    assert_allclose(found["correlation"], -plain["correlation"], rtol=1e-7)
    assert_allclose(found["aic"], plain["aic"], rtol=1e-10)
    assert found["below_cutoff"] == plain["below_cutoff"]


def test_fornell_larcker_compares_averages_with_squared_correlations() -> None:
    model = "\n".join([one_factor("A"), one_factor("E"), one_factor("N")])
    fit = cm.fit_cfa(keyed_bfi(), model, estimator="WLSMV")
    found = estimate_discriminant_validity(fit, compare=False).pairs
    extracted = estimate_composite_reliability(fit, observed_variance=False).factors
    average = dict(zip(extracted["factor"], extracted["average_variance_extracted"], strict=True))
    correlations = fit.factor_correlations[""]
    for row in found.to_dict(orient="records"):
        one, other = row["factor_1"], row["factor_2"]
        squared = correlations.loc[one, other] ** 2
        assert_allclose(row["squared_correlation"], squared, rtol=1e-12)
        assert_allclose([row["ave_1"], row["ave_2"]], [average[one], average[other]], rtol=1e-12)
        assert row["fornell_larcker"] == (squared < min(average[one], average[other]))
    assert list(found["fornell_larcker"]) == [False, True, True]
    assert not set(TESTED) & set(found.columns)


def test_ordinal_items_have_a_test() -> None:
    model = "A =~ A2 + A3 + A5\nE =~ E3 + E4 + E5"
    fit = cm.fit_cfa(keyed_bfi(), model, estimator="WLSMV")
    row = estimate_discriminant_validity(fit).pairs.iloc[0]
    assert row["df"] == fit.fit_indices["df"] + 1
    assert row["chisq_diff"] > 10
    assert np.isnan(row["aic"])


def test_groups_have_rows_of_their_own() -> None:
    data = read_data("holzinger1939")
    fit = cm.fit_cfa(data, TWO, group="school")
    found = estimate_discriminant_validity(fit).pairs
    assert list(found["group"]) == list(fit.group_labels)
    for row in found.to_dict(orient="records"):
        alone = cm.fit_cfa(data[data["school"] == row["group"]], TWO)
        single = estimate_discriminant_validity(alone).pairs.iloc[0]
        assert_allclose(row["correlation"], single["correlation"], rtol=1e-6)
        assert_allclose(row["se"], single["se"], rtol=1e-5)
        # The other group fits as before.
        assert_allclose(row["chisq_diff"], single["chisq_diff"], rtol=1e-6)


@pytest.mark.parametrize(
    "model",
    [
        TWO.replace("x2", "a*x2").replace("x5", "a*x5"),
        TWO + "\nvisual ~~ 0*textual",
        "visual =~ 1*x1 + 1*x2 + 1*x3\ntextual =~ x4 + x5 + x6",
    ],
)
def test_a_correlation_that_cannot_be_fixed_has_no_test(model: str) -> None:
    row = estimate_discriminant_validity(cm.fit_cfa(read_data("holzinger1939"), model)).pairs
    assert np.isnan(row[TESTED].to_numpy(float)).all()
    assert np.isfinite(row["correlation"]).all()


def test_refuses_a_single_factor() -> None:
    fit = cm.fit_cfa(read_data("holzinger1939"), "f =~ x1 + x2 + x3")
    with pytest.raises(ModelError, match="needs two factors with observed items; the model has f"):
        estimate_discriminant_validity(fit)


def test_refuses_a_cutoff_that_no_correlation_reaches() -> None:
    with pytest.raises(ValueError, match=r"cutoff must lie between 0 and 1, got 1\.2"):
        estimate_discriminant_validity(fitted("cfa_hs_ml"), cutoff=1.2)


def test_second_order_factors_are_left_out() -> None:
    fit = cm.fit_cfa(read_data("holzinger1939"), HS + "\ng =~ visual + textual + speed")
    found = estimate_discriminant_validity(fit).pairs
    assert len(found) == 3
    assert "g" not in {*found["factor_1"], *found["factor_2"]}
    assert np.isnan(found["chisq_diff"]).all()
