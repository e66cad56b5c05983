import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.nearest_correlation import (
    clip_eigenvalues,
    eigenvalue_correlation,
    nearest_correlation,
)


def indefinite(size: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.uniform(-1, 1, (size, size)), 1)
    return upper + upper.T + np.eye(size)


# Higham (2002), section 4: the nearest to a matrix of 2 with -1 beside the diagonal, to its four
# printed digits.
def test_published_example() -> None:
    given = 2 * np.eye(4) - np.eye(4, k=1) - np.eye(4, k=-1)
    expected = [
        [1, -0.8084, 0.1916, 0.1068],
        [-0.8084, 1, -0.6562, 0.1916],
        [0.1916, -0.6562, 1, -0.8084],
        [0.1068, 0.1916, -0.8084, 1],
    ]
    assert_allclose(nearest_correlation(given, 1e-12).correlation, expected, atol=5e-5)


def test_three_items_have_a_closed_form() -> None:
    # By symmetry and as the determinant is 0, b = 2 a**2 - 1; then 4 a**3 - a - 1 = 0.
    given = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1.0]])
    a = np.roots([4, 0, -1, -1]).real.max()
    b = 2 * a**2 - 1
    result = nearest_correlation(given, 1e-14, tolerance=1e-12)
    assert result.converged
    assert_allclose(result.correlation, [[1, a, b], [a, 1, a], [b, a, 1]], atol=1e-11)


@pytest.mark.parametrize("smallest", [1e-10, 0.05])
def test_nothing_admissible_is_nearer(smallest: float) -> None:
    # Optimality: what the solution lacks apart from the diagonal is a positive semidefinite
    # matrix that is orthogonal to how far the solution is above the smallest eigenvalue.
    given = indefinite(8, 1)
    result = nearest_correlation(given, smallest, tolerance=1e-12)
    found = result.correlation
    assert result.converged
    assert_allclose(np.diag(found), 1, rtol=1e-12)
    values, vectors = np.linalg.eigh(found)
    assert_allclose(values[0], smallest, rtol=0, atol=1e-12)
    at_bound = vectors[:, values < smallest + 1e-9]
    basis = np.array([np.outer(one, other) for one in at_bound.T for other in at_bound.T])
    off = ~np.eye(8, dtype=bool)
    weights = np.linalg.lstsq(basis[:, off].T, (found - given)[off], rcond=None)[0]
    assert_allclose(basis[:, off].T @ weights, (found - given)[off], atol=1e-8)
    multiplier = weights.reshape(len(at_bound.T), -1)
    assert np.linalg.eigvalsh((multiplier + multiplier.T) / 2)[0] > -1e-8


def test_stops_where_it_is_told() -> None:
    result = nearest_correlation(indefinite(8, 1), 1e-10, max_iterations=3)
    assert (result.converged, result.iterations) == (False, 3)
    assert np.linalg.eigvalsh(result.correlation)[0] > 0


# psych::cor.smooth, a closed form, raises eigenvalues below 1e-12 to 1e-10.
@pytest.mark.parametrize("name", ["three", "six"])
def test_raised_eigenvalues_agree_with_psych(name: str) -> None:
    expected = reference(f"smooth_psych_{name}")
    result = eigenvalue_correlation(matrix_of(expected["given"]), 1e-10)
    assert_allclose(result, matrix_of(expected["smoothed"]), rtol=1e-10)


def test_clipping_leaves_what_is_large_enough() -> None:
    given = indefinite(5, 2)
    clipped = clip_eigenvalues(given, 0.1)
    before = np.linalg.eigvalsh(given)
    assert_allclose(np.linalg.eigvalsh(clipped), np.maximum(before, 0.1), rtol=1e-10)
