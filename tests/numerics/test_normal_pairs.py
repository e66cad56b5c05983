import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize_scalar
from scipy.stats import multivariate_normal

from covalue_measures.numerics.normal_pairs import normal_correlations, normal_slopes


def standardized(seed: int, share_missing: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.gamma(2.0, size=(200, 3)) + rng.standard_normal((200, 1))
    values[rng.random(values.shape) < share_missing] = np.nan
    return (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0)


def test_without_missing_cells_it_is_pearsons() -> None:
    z = standardized(1)
    assert_allclose(normal_correlations(z), np.corrcoef(z.T), rtol=1e-10)


@pytest.mark.parametrize("share_missing", [0.2, 0.6])
def test_makes_each_pair_most_likely(share_missing: float) -> None:
    z = standardized(2, share_missing)
    result = normal_correlations(z)
    for first, second in [(0, 1), (0, 2), (1, 2)]:
        pair = z[:, [first, second]]
        pair = pair[~np.isnan(pair).any(axis=1)]

        def loss(rho: float, pair: np.ndarray = pair) -> float:
            return -multivariate_normal([0, 0], [[1, rho], [rho, 1]]).logpdf(pair).sum()

        best = minimize_scalar(loss, bounds=(-0.999, 0.999), options={"xatol": 1e-10})
        # A minimum is found to the square root of the precision of the function.
        assert_allclose(result[first, second], best.x, atol=1e-6)
        assert result[first, second] == result[second, first]


def test_copies_correlate_perfectly() -> None:
    z = standardized(3)[:, [0, 0]]
    assert_allclose(normal_correlations(z), 1, atol=1e-10)
    assert_allclose(normal_correlations(z * [1, -1])[0, 1], -1, atol=1e-10)


def test_slopes_are_differences_of_the_log_density() -> None:
    z, rho, step = standardized(4)[:, :2], 0.3, 1e-5
    slopes = normal_slopes(z[:, :1], z[:, 1:], np.array([rho]))

    def log_density(move: np.ndarray, move_rho: float) -> np.ndarray:
        at = rho + move_rho
        return multivariate_normal([0, 0], [[1, at], [at, 1]]).logpdf(z + move)

    nothing = np.zeros(2)
    for found, move, move_rho in [
        (slopes.by_correlation, nothing, step),
        (-slopes.first_residual, np.array([step, 0]), 0.0),
        (-slopes.second_residual, np.array([0, step]), 0.0),
    ]:
        change = log_density(move, move_rho) - log_density(-move, -move_rho)
        assert_allclose(found[:, 0], change / (2 * step), atol=1e-6)
