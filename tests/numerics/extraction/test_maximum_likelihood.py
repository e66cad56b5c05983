import numpy as np
import pytest
from factor_cases import FACTORS, matrix_for
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, matrix_of, reference

from covalue_measures.numerics.extraction.maximum_likelihood import Likelihood, maximum_likelihood
from covalue_measures.numerics.rotation.alignment import align

#: R's gradient at its end: 1e-14, but 1e-7 beside the Heywood case of reise16.
ATOL = {"hs9": 1e-11, "thurstone": 1e-11, "bfi25": 1e-11, "bfi25_poly": 1e-11, "reise16": 1e-6}


def matrix_of_r(name: str) -> np.ndarray:
    """Return the correlations that R took; its polychorics are lavaan's, 4e-8 off ours."""
    if name == "bfi25_poly":
        return matrix_of(reference("polychoric_lavaan_bfi25_listwise")["cor"], BFI_ITEMS)
    return matrix_for(name)


@pytest.mark.parametrize("name", FACTORS)
def test_agrees_with_a_tight_minimum(name: str) -> None:
    expected = reference(f"efa_tight_{name}_ml")
    result = maximum_likelihood(matrix_of_r(name), FACTORS[name])
    atol = ATOL[name]
    assert result.convergence.converged
    assert result.convergence.gradient < 1e-12
    assert_allclose(result.loadings, matrix_of(expected["loadings"]), atol=atol)
    assert_allclose(result.uniquenesses, list(expected["uniquenesses"].values()), atol=atol)
    # Of the solution: the optimizer's own record of reise16 is 0.
    assert_allclose(result.convergence.objective, expected["F_ml_at_solution"], rtol=1e-10)
    assert result.is_heywood.sum() == expected["heywood"]


# factanal with L-BFGS-B to a projected gradient of 1e-12 or a change of 2e-14: about 1e-7. It
# sorts the columns of reise16, which is a Heywood case, another way.
@pytest.mark.parametrize("name", FACTORS)
def test_agrees_with_factanal(name: str) -> None:
    expected = reference(f"factanal_{name}")
    result = maximum_likelihood(matrix_of_r(name), FACTORS[name])
    unrotated, _, _ = align(
        matrix_of(expected["unrotated"]), np.eye(FACTORS[name]), result.loadings
    )
    assert_allclose(result.loadings, unrotated, atol=1e-6)
    assert_allclose(result.convergence.objective, expected["criteria"]["objective"], rtol=1e-10)
    assert_allclose(result.uniquenesses, list(expected["uniquenesses"].values()), atol=1e-6)


def test_exact_structure_is_found() -> None:
    loadings = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    correlation = np.outer(loadings, loadings)
    np.fill_diagonal(correlation, 1)
    result = maximum_likelihood(correlation, 1)
    assert_allclose(result.loadings[:, 0], loadings, atol=1e-7)


def test_derivatives_agree_with_differences() -> None:
    discrepancy = Likelihood(matrix_for("hs9"), 3)
    at = np.linspace(0.3, 0.7, 9)
    _, gradient = discrepancy.value_and_gradient(at)
    second = discrepancy.second_derivatives(at)
    step = 1e-6
    for item in range(9):
        shift = step * np.eye(9)[item]
        up, up_gradient = discrepancy.value_and_gradient(at + shift)
        down, down_gradient = discrepancy.value_and_gradient(at - shift)
        assert_allclose(gradient[item], (up - down) / (2 * step), atol=1e-7)
        assert_allclose(second[item], (up_gradient - down_gradient) / (2 * step), atol=1e-6)


def test_value_is_the_discrepancy_of_the_model() -> None:
    correlation = matrix_for("hs9")
    result = maximum_likelihood(correlation, 3)
    implied = result.loadings @ result.loadings.T + np.diag(result.uniquenesses)
    direct = (
        np.linalg.slogdet(implied)[1]
        - np.linalg.slogdet(correlation)[1]
        + np.trace(np.linalg.solve(implied, correlation))
        - 9
    )
    assert_allclose(result.convergence.objective, direct, rtol=1e-10)
