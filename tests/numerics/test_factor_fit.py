import numpy as np
import pytest
from factor_cases import N_FACTORS, correlations_of
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.factor_fit import factor_fit


# psych::fa 2.2.9 on psych's own loadings, so that only the formulas are compared; the intervals
# come from uniroot, whose noncentrality is good to about 1e-4.
@pytest.mark.parametrize("name", N_FACTORS)
@pytest.mark.parametrize("extraction", ["ml", "minres", "pa"])
def test_agrees_with_psych(name: str, extraction: str) -> None:
    expected = reference(f"fa_{name}_{extraction}_none")
    correlations = correlations_of(name)
    loadings = matrix_of(expected["loadings"])
    implied = loadings @ loadings.T
    np.fill_diagonal(implied, 1)
    fit = factor_fit(correlations.matrix, implied, N_FACTORS[name], correlations.n_respondents)
    assert_allclose(fit.discrepancy, expected["objective"], rtol=1e-10)
    assert_allclose(fit.chi_square, expected["STATISTIC"], rtol=1e-10)
    assert fit.df == expected["dof"]
    assert_allclose(fit.pvalue, expected["PVAL"], rtol=1e-8)
    assert_allclose(fit.null_chi_square, expected["null.chisq"], rtol=1e-10)
    assert fit.null_df == expected["null.dof"]
    assert_allclose(fit.rmsea, expected["RMSEA"]["RMSEA"], rtol=1e-8)
    interval = [expected["RMSEA"]["lower"], expected["RMSEA"]["upper"]]
    assert_allclose(fit.rmsea_interval, interval, atol=1e-6)
    assert_allclose(fit.tli, expected["TLI"], rtol=1e-10)
    assert_allclose(fit.bic, expected["BIC"], rtol=1e-10)
    assert_allclose(fit.rmsr, expected["rms"], rtol=1e-10)
    assert_allclose(fit.corrected_rmsr, expected["crms"], rtol=1e-10)


def test_without_degrees_of_freedom_there_is_no_test() -> None:
    implied = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    fit = factor_fit(implied, implied, 1, 100)
    assert fit.df == 0
    assert fit.chi_square == pytest.approx(0, abs=1e-10)
    assert (fit.pvalue, fit.rmsea, fit.rmsea_interval, fit.tli) == (None, None, None, None)


def test_a_matrix_that_has_no_likelihood_keeps_its_residuals() -> None:
    indefinite = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    fit = factor_fit(indefinite, np.eye(3), 1, 100)
    assert fit.discrepancy is None
    assert fit.chi_square is None
    assert fit.bic is None
    assert fit.rmsr == pytest.approx(0.9)


def test_too_few_respondents_for_the_correction() -> None:
    fit = factor_fit(np.eye(9), np.eye(9), 1, 5)
    assert fit.discrepancy == 0
    assert fit.chi_square is None


def test_interval_holds_its_probabilities() -> None:
    rng = np.random.default_rng(3)
    loadings = rng.uniform(0.3, 0.8, 6)
    implied = np.outer(loadings, loadings)
    np.fill_diagonal(implied, 1)
    noise = 0.05 * rng.standard_normal((6, 6))
    observed = implied + np.triu(noise, 1) + np.triu(noise, 1).T
    fit = factor_fit(observed, implied, 1, 400)
    lower, upper = fit.rmsea_interval
    draws = rng.noncentral_chisquare(fit.df, upper**2 * fit.df * 399, 200_000)
    # Four standard errors of the share 0.05.
    assert_allclose(np.mean(draws <= fit.chi_square), 0.05, atol=4 * np.sqrt(0.05 * 0.95 / 2e5))
    assert lower < fit.rmsea < upper
