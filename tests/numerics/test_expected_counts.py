import numpy as np
from numpy.testing import assert_allclose
from scipy.stats import multivariate_normal, norm

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.expected_counts import smallest_expected_counts


def test_is_the_smallest_rectangle_times_n() -> None:
    rows, columns, rho = np.array([-1.0, 0.5]), np.array([0.2]), 0.6
    thresholds = np.array([[rows], [[columns[0], BEYOND]]])
    joint = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    below = np.zeros((4, 3))
    below[1:3, 1] = [joint.cdf([cut, columns[0]]) for cut in rows]
    below[1:3, 2], below[3, 1], below[3, 2] = norm.cdf(rows), norm.cdf(columns[0]), 1
    cells = np.diff(np.diff(below, axis=0), axis=1)
    result = smallest_expected_counts(thresholds, np.array([rho]), np.array([200]))
    assert_allclose(result, 200 * cells.min(), rtol=1e-5)


def test_independent_items_have_products_of_margins() -> None:
    thresholds = np.array([[[0.0]], [[1.0]]])
    result = smallest_expected_counts(thresholds, np.array([0.0]), np.array([100]))
    assert_allclose(result, 100 * 0.5 * norm.sf(1.0), rtol=1e-12)


def test_a_perfect_correlation_leaves_cells_empty() -> None:
    thresholds = np.array([[[0.0], [0.0]], [[0.0], [0.0]]])
    result = smallest_expected_counts(thresholds, np.array([1.0, -1.0]), np.array([100, 100]))
    # The correlation is taken as 1 - 1e-7, which leaves acos(1 - 1e-7) / 2 pi in a cell.
    assert_allclose(result, 100 * np.arccos(1 - 1e-7) / (2 * np.pi), rtol=1e-6)
