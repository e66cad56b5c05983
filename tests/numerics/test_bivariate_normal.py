import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import ndtr
from scipy.stats import multivariate_normal, norm

from covalue_measures.numerics.bivariate_normal import (
    BEYOND,
    bivariate_normal_cdf,
    bivariate_normal_density,
    bivariate_normal_slope,
    density_slope_by_correlation,
    rectangles,
)

POINTS = [-3.2, -1.0, -0.2, 0.0, 0.7, 2.5]
CORRELATIONS = [-0.99, -0.8, -0.3, 0.0, 0.5, 0.93, 0.999]


@pytest.mark.parametrize("rho", CORRELATIONS)
def test_probability_agrees_with_scipy(rho: float) -> None:
    first, second = np.meshgrid(POINTS, POINTS)
    ours = bivariate_normal_cdf(first, second, np.array(rho))
    normal = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    expected = [normal.cdf([a, b]) for a, b in zip(first.ravel(), second.ravel(), strict=True)]
    # scipy integrates in two dimensions to about 1e-9 or better.
    assert_allclose(ours.ravel(), expected, atol=1e-9)


def test_known_values() -> None:
    zero = np.array(0.0)
    for rho in CORRELATIONS:
        expected = 0.25 + np.arcsin(rho) / (2 * np.pi)
        assert_allclose(bivariate_normal_cdf(zero, zero, np.array(rho)), expected, rtol=1e-13)
    # Limits beyond every answer leave the other margin.
    for point in POINTS:
        limit = bivariate_normal_cdf(np.array(point), np.array(BEYOND), np.array(0.4))
        assert_allclose(limit, ndtr(point), rtol=1e-13)


def test_derivatives_agree_with_differences() -> None:
    first, second = np.meshgrid(POINTS, POINTS)
    rho, step = 0.35, 1e-5
    up, down = (bivariate_normal_cdf(first, second, np.array(rho + d)) for d in (step, -step))
    density = bivariate_normal_density(first, second, np.array(rho))
    assert_allclose(density, (up - down) / (2 * step), atol=1e-9)
    high, low = (bivariate_normal_density(first, second, np.array(rho + d)) for d in (step, -step))
    slope = density * density_slope_by_correlation(first, second, np.array(rho))
    assert_allclose(slope, (high - low) / (2 * step), atol=1e-8)
    right, left = (bivariate_normal_cdf(first + d, second, np.array(rho)) for d in (step, -step))
    by_first = bivariate_normal_slope(first, second, np.array(rho))
    assert_allclose(by_first, (right - left) / (2 * step), atol=1e-9)


def test_slope_is_the_margins_where_the_other_limit_is_infinite() -> None:
    point, rho = np.array(0.7), np.array(0.4)
    assert_allclose(bivariate_normal_slope(point, np.array(np.inf), rho), norm.pdf(0.7))
    assert bivariate_normal_slope(point, np.array(-np.inf), rho) == 0


def test_rectangles_are_the_cells_of_a_table() -> None:
    first, second, rho = np.array([[-0.4, 1.1]]), np.array([[0.3]]), np.array([0.5])
    inner = bivariate_normal_cdf(first[:, :, None], second[:, None, :], rho[:, None, None])
    cells = rectangles(inner, [ndtr(first), ndtr(second)])
    assert cells.shape == (1, 3, 2)
    assert_allclose(cells.sum(axis=2), np.diff(ndtr([[-np.inf, -0.4, 1.1, np.inf]])))
    assert_allclose(cells.sum(axis=1), np.diff(ndtr([[-np.inf, 0.3, np.inf]])))
    assert_allclose(cells[0, 0, 0], inner[0, 0, 0])
    # A derivative by something that moves no margin sums to 0.
    change = rectangles(inner)
    assert_allclose(change.sum(axis=(1, 2)), 0, atol=1e-15)
    assert_allclose(change[0, 0, 0], inner[0, 0, 0])
