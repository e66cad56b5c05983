import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import read_data
from structural_cases import HS, fitted

import covalue_measures as cm
from covalue_measures.psychometrics.validity.fixed_correlation import fit_with_correlation


@pytest.mark.parametrize("name", ["cfa_hs_ml", "cfa_hs_ml_stdlv"])
@pytest.mark.parametrize("correlation", [0.6, -0.2])
def test_the_correlation_is_what_was_asked_for(name: str, correlation: float) -> None:
    fixed = fit_with_correlation(fitted(name), "speed", "visual", 1, correlation)
    assert fixed is not None
    factors = fixed.implied[0].factor_covariance
    deviations = np.sqrt(np.diag(factors))
    found = (factors / np.outer(deviations, deviations))[0, 2]
    assert_allclose(found, correlation, rtol=1e-12)
    assert fixed.df == fitted(name).estimation.df + 1


def test_the_same_model_written_out_fits_the_same() -> None:
    # Standardized factors, the covariance fixed in the syntax.
    data = read_data("holzinger1939")
    written = cm.fit_cfa(data, HS + "\nvisual ~~ 0.6*speed", standardized_latents=True)
    fixed = fit_with_correlation(fitted("cfa_hs_ml"), "visual", "speed", 1, 0.6)
    assert fixed is not None
    assert_allclose(fixed.target.statistic, written.fit_indices["chisq"], rtol=1e-8)


def test_a_variance_fixed_to_another_value_keeps_it() -> None:
    fit = cm.fit_cfa(read_data("holzinger1939"), HS.replace("x1", "NA*x1") + "\nvisual ~~ 4*visual")
    fixed = fit_with_correlation(fit, "visual", "speed", 1, 0.6)
    other = fit_with_correlation(fitted("cfa_hs_ml"), "visual", "speed", 1, 0.6)
    assert fixed is not None
    assert other is not None
    assert_allclose(fixed.implied[0].factor_covariance[0, 0], 4.0, rtol=1e-14)
    assert_allclose(fixed.target.statistic, other.target.statistic, rtol=1e-7)
