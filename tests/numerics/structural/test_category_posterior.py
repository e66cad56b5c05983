import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize
from scipy.stats import norm

from covalue_measures.numerics.structural.category_posterior import (
    ChosenIntervals,
    n_nodes,
    posterior_mode,
    posterior_moments,
)

CUTS = np.array([-40.0, -1.2, -0.3, 0.8, 1.7, 40.0])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def chosen(rng: np.random.Generator, n_respondents: int, slopes: np.ndarray) -> ChosenIntervals:
    """Return categories of respondents, some of them extreme, some missing."""
    codes = rng.integers(0, 5, (n_respondents, len(slopes)))
    codes[0], codes[1] = 0, 4
    lower, upper = CUTS[codes], CUTS[codes + 1]
    missing = rng.random(codes.shape) < 0.2
    missing[0] = missing[1] = False
    missing[2] = True
    return ChosenIntervals(
        lower=np.where(missing, -40.0, lower), upper=np.where(missing, 40.0, upper), slopes=slopes
    )


def log_posterior(intervals: ChosenIntervals, row: int, at: np.ndarray) -> np.ndarray:
    """Return the log posterior at (..., n_dimensions), item by item."""
    total = -np.sum(at**2, axis=-1) / 2
    for lower, upper, slopes in zip(
        intervals.lower[row], intervals.upper[row], intervals.slopes, strict=True
    ):
        common = at @ slopes
        total = total + np.log(norm.cdf(upper - common) - norm.cdf(lower - common))
    return total


@pytest.mark.parametrize("n_dimensions", [1, 2, 3])
def test_the_mode_is_where_the_posterior_is_highest(
    rng: np.random.Generator, n_dimensions: int
) -> None:
    intervals = chosen(rng, 12, rng.normal(0, 1.2, (7, n_dimensions)))
    mode, _ = posterior_mode(intervals)
    for row in range(12):
        highest = minimize(
            lambda at, row=row: -log_posterior(intervals, row, at),
            np.zeros(n_dimensions),
            options={"gtol": 1e-8},
        )
        assert_allclose(mode[row], highest.x, atol=1e-5)
    assert_allclose(mode[2], 0.0, atol=1e-12)


def test_the_spread_is_the_inverse_curvature(rng: np.random.Generator) -> None:
    intervals = chosen(rng, 6, rng.normal(0, 1.0, (5, 2)))
    mode, spread = posterior_mode(intervals)
    step = 1e-4 * np.eye(2)
    for row in range(6):
        at = mode[row]
        curvature = -np.array(
            [
                [
                    log_posterior(intervals, row, at + one + two)
                    - log_posterior(intervals, row, at + one - two)
                    - log_posterior(intervals, row, at - one + two)
                    + log_posterior(intervals, row, at - one - two)
                    for two in step
                ]
                for one in step
            ]
        ) / (4e-8)
        assert_allclose(np.linalg.inv(spread[row]), curvature, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("steepness", [0.5, 1.5, 6.0])
def test_moments_in_one_dimension_are_the_integrals(
    rng: np.random.Generator, steepness: float
) -> None:
    intervals = chosen(rng, 10, steepness * rng.uniform(0.5, 1.0, (6, 1)))
    mean, covariance = posterior_moments(intervals)
    grid = np.linspace(-8, 8, 40001)[:, None]
    for row in range(10):
        with np.errstate(divide="ignore"):
            weights = np.exp(log_posterior(intervals, row, grid))
        expected = np.sum(weights * grid[:, 0]) / weights.sum()
        variance = np.sum(weights * (grid[:, 0] - expected) ** 2) / weights.sum()
        # Steep items leave a posterior of nearly flat pieces, which nodes fit less well.
        tolerance = 1e-7 if steepness < 2 else 1e-3 * np.sqrt(variance)
        assert_allclose(mean[row, 0], expected, atol=tolerance)
        assert_allclose(covariance[row, 0, 0], variance, atol=tolerance)


def test_moments_in_two_dimensions_are_the_integrals(rng: np.random.Generator) -> None:
    intervals = chosen(rng, 8, rng.normal(0, 1.0, (6, 2)))
    mean, covariance = posterior_moments(intervals)
    axis = np.linspace(-7, 7, 701)
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1)
    for row in range(8):
        with np.errstate(divide="ignore"):
            weights = np.exp(log_posterior(intervals, row, grid))
        weights /= weights.sum()
        expected = np.einsum("ab,abd->d", weights, grid)
        deviations = grid - expected
        assert_allclose(mean[row], expected, atol=1e-6)
        assert_allclose(
            covariance[row],
            np.einsum("ab,abd,abe->de", weights, deviations, deviations),
            atol=1e-6,
        )


def test_dimensions_without_items_keep_their_distribution(rng: np.random.Generator) -> None:
    slopes = np.zeros((4, 4))
    slopes[:, 0] = 1.0
    intervals = chosen(rng, 9, slopes)
    mean, covariance = posterior_moments(intervals)
    alone, variance = posterior_moments(
        ChosenIntervals(lower=intervals.lower, upper=intervals.upper, slopes=slopes[:, :1])
    )
    # Seven nodes here, forty-one there.
    assert_allclose(mean[:, 0], alone[:, 0], atol=1e-3)
    assert_allclose(covariance[:, 0, 0], variance[:, 0, 0], atol=1e-3)
    assert_allclose(mean[:, 1:], 0.0, atol=1e-10)
    assert_allclose(covariance[:, 1:, 1:], np.broadcast_to(np.eye(3), (9, 3, 3)), atol=1e-10)


def test_an_improbable_answer_is_still_scored() -> None:
    intervals = ChosenIntervals(
        lower=np.array([[12.0, -40.0]]), upper=np.array([[40.0, -12.0]]), slopes=np.ones((2, 1))
    )
    mode, spread = posterior_mode(intervals)
    assert_allclose(mode, 0.0, atol=1e-9)
    assert 0 < spread[0, 0, 0] < 1


def test_nodes_are_few_in_many_dimensions() -> None:
    assert [n_nodes(d) for d in range(9)] == [1, 41, 21, 16, 8, 5, 4, 3, 3]
