import numpy as np
import pytest
from factor_cases import N_FACTORS, matrix_for
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.extraction.minres import LeastSquares, minres


# The same discrepancy minimized in R to a gradient of 1e-13; tighter than the 1e-5 of iterated
# estimates because both programs polish with Newton steps.
@pytest.mark.parametrize("name", N_FACTORS)
def test_agrees_with_a_tight_minimum(name: str) -> None:
    expected = reference(f"efa_tight_{name}_minres")
    result = minres(matrix_for(name), N_FACTORS[name])
    assert result.convergence.converged
    assert result.convergence.gradient < 1e-12
    assert_allclose(result.loadings, matrix_of(expected["loadings"]), atol=1e-11)
    assert_allclose(result.uniquenesses, list(expected["uniquenesses"].values()), atol=1e-11)
    assert_allclose(result.convergence.objective, expected["objective"], rtol=1e-10)
    assert result.is_heywood.sum() == expected["heywood"]


def test_exact_structure_is_found() -> None:
    loadings = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    correlation = np.outer(loadings, loadings)
    np.fill_diagonal(correlation, 1)
    result = minres(correlation, 1)
    assert_allclose(result.loadings[:, 0], loadings, atol=1e-7)
    assert_allclose(result.convergence.objective, 0, atol=1e-14)


def test_derivatives_agree_with_differences() -> None:
    discrepancy = LeastSquares(matrix_for("hs9"), 3)
    at = np.linspace(0.3, 0.7, 9)
    _, gradient = discrepancy.value_and_gradient(at)
    second = discrepancy.second_derivatives(at)
    step = 1e-6
    for item in range(9):
        shift = step * np.eye(9)[item]
        up, up_gradient = discrepancy.value_and_gradient(at + shift)
        down, down_gradient = discrepancy.value_and_gradient(at - shift)
        assert_allclose(gradient[item], (up - down) / (2 * step), atol=1e-8)
        assert_allclose(second[item], (up_gradient - down_gradient) / (2 * step), atol=1e-7)
