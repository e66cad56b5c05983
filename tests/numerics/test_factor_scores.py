import numpy as np
import pytest
from factor_cases import matrix_for
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.factor_scores import determinacy, factor_score_weights

METHODS = {
    "thurstone": "Thurstone",
    "bartlett": "Bartlett",
    "ten_berge": "tenBerge",
    "anderson": "Anderson",
}


def solution(method: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict]:
    """Return psych's loadings, factor correlations and uniquenesses, and its values."""
    expected = reference(f"factor_scores_hs9_{METHODS[method]}")
    loadings = matrix_of(expected["loadings"])
    phi = matrix_of(expected["Phi"]) if expected.get("Phi") else np.eye(3)
    return loadings, phi, 1 - np.diag(loadings @ phi @ loadings.T), expected


# psych::factor.scores from the same loadings: closed forms.
@pytest.mark.parametrize("method", METHODS)
def test_agrees_with_psych(method: str) -> None:
    loadings, phi, uniquenesses, expected = solution(method)
    correlation = matrix_for("hs9")
    weights = factor_score_weights(method, correlation, loadings, phi, uniquenesses)
    assert_allclose(weights, matrix_of(expected["weights"]), rtol=1e-8, atol=1e-10)
    covariance = weights.T @ correlation @ weights
    spread = np.sqrt(np.diag(covariance))
    assert_allclose(
        covariance / np.outer(spread, spread), matrix_of(expected["r.scores"]), atol=1e-8
    )


def test_determinacy_agrees_with_psych() -> None:
    loadings, phi, _, expected = solution("thurstone")
    result = determinacy(matrix_for("hs9"), loadings, phi)
    assert_allclose(result**2, list(expected["R2"].values()), rtol=1e-9)


def test_what_each_method_promises() -> None:
    correlation = matrix_for("hs9")
    loadings, phi, uniquenesses, _ = solution("ten_berge")
    ten_berge = factor_score_weights("ten_berge", correlation, loadings, phi, uniquenesses)
    assert_allclose(ten_berge.T @ correlation @ ten_berge, phi, atol=1e-10)
    bartlett = factor_score_weights("bartlett", correlation, loadings, phi, uniquenesses)
    assert_allclose(bartlett.T @ loadings, np.eye(3), atol=1e-10)
    loadings, phi, uniquenesses, _ = solution("anderson")
    anderson = factor_score_weights("anderson", correlation, loadings, phi, uniquenesses)
    assert_allclose(anderson.T @ correlation @ anderson, np.eye(3), atol=1e-10)
