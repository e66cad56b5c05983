import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, matrix_of, read_data, reference

from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.extraction.minres import (
    _objective_and_gradient,
    _second_derivatives,
    minres,
)

CASES = {
    "bfi25": (5, lambda: pairwise_correlation(read_data("bfi")[BFI_ITEMS].to_numpy(float))),
    "hs9": (3, lambda: pairwise_correlation(read_data("holzinger1939")[HS_ITEMS].to_numpy(float))),
    "thurstone": (3, lambda: read_data("cor_thurstone").to_numpy()),
    "reise16": (5, lambda: read_data("cor_reise").to_numpy()),
}


# The same discrepancy minimized in R to a gradient of 1e-13; tighter than the 1e-5 of iterated
# estimates because both programs polish with Newton steps.
@pytest.mark.parametrize("name", CASES)
def test_agrees_with_a_tight_minimum(name: str) -> None:
    n_factors, correlation = CASES[name]
    expected = reference(f"efa_tight_{name}_minres")
    result = minres(correlation(), n_factors)
    assert result.convergence.converged
    assert result.convergence.gradient < 1e-9
    assert_allclose(result.loadings, matrix_of(expected["loadings"]), atol=1e-9)
    assert_allclose(result.uniquenesses, list(expected["uniquenesses"].values()), atol=1e-9)
    assert_allclose(result.convergence.objective, expected["objective"], rtol=1e-9)
    assert result.is_heywood.sum() == expected["heywood"]


def test_exact_structure_is_found() -> None:
    loadings = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    correlation = np.outer(loadings, loadings)
    np.fill_diagonal(correlation, 1)
    result = minres(correlation, 1)
    assert_allclose(result.loadings[:, 0], loadings, atol=1e-7)
    assert_allclose(result.convergence.objective, 0, atol=1e-14)


def test_derivatives_agree_with_differences() -> None:
    n_factors, correlation = CASES["hs9"][0], CASES["hs9"][1]()
    at = np.linspace(0.3, 0.7, 9)
    _, gradient = _objective_and_gradient(at, correlation, n_factors)
    second = _second_derivatives(at, correlation, n_factors)
    step = 1e-6
    for item in range(9):
        shift = step * np.eye(9)[item]
        up, up_gradient = _objective_and_gradient(at + shift, correlation, n_factors)
        down, down_gradient = _objective_and_gradient(at - shift, correlation, n_factors)
        assert_allclose(gradient[item], (up - down) / (2 * step), atol=1e-8)
        assert_allclose(second[item], (up_gradient - down_gradient) / (2 * step), atol=1e-7)
