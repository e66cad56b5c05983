import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from covalue_measures.numerics.intervals import (
    acceleration_of,
    corrected_interval,
    percentile_interval,
)

RNG = np.random.default_rng(8)
SKEWED = RNG.exponential(size=(60, 2)) @ np.array([[1.0, 0.6], [0.0, 0.8]])


def mean(values: np.ndarray, axis: int = -1) -> np.ndarray:
    return values.mean(axis=axis)


def correlation(first: np.ndarray, second: np.ndarray, axis: int = -1) -> np.ndarray:
    gap = [each - each.mean(axis=axis, keepdims=True) for each in (first, second)]
    cross = (gap[0] * gap[1]).sum(axis=axis)
    return cross / np.sqrt((gap[0] ** 2).sum(axis=axis) * (gap[1] ** 2).sum(axis=axis))


STATISTICS = {"mean": ((SKEWED[:, 0],), mean), "correlation": (tuple(SKEWED.T), correlation)}


def leave_one_out(samples: tuple[np.ndarray, ...], statistic) -> np.ndarray:
    n = len(samples[0])
    left = [[np.delete(sample, row) for sample in samples] for row in range(n)]
    values = np.array([statistic(*parts) for parts in left])
    return (values.mean() - values)[:, None]


# scipy's own draws go into our intervals, so that nothing is left to chance.
@pytest.mark.parametrize("name", list(STATISTICS))
@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("kind", ["percentile", "BCa"])
def test_agrees_with_scipy(name: str, level: float, kind: str) -> None:
    samples, statistic = STATISTICS[name]
    theirs = stats.bootstrap(
        samples,
        statistic,
        n_resamples=499,
        confidence_level=level,
        paired=True,
        method=kind,
        random_state=np.random.default_rng(5),
    )
    draws = theirs.bootstrap_distribution[:, None]
    if kind == "percentile":
        ours = percentile_interval(draws, level)
    else:
        acceleration = acceleration_of(leave_one_out(samples, statistic))
        estimate = np.array([statistic(*samples)])
        ours = corrected_interval(draws, estimate, level, acceleration=acceleration)
    assert_allclose(ours[:, 0], list(theirs.confidence_interval), rtol=1e-10)


# Efron (1987), section 2: without acceleration the ends are the quantiles of 2 z0 + z.
def test_bias_correction_moves_both_ends_by_twice_the_bias() -> None:
    draws = np.linspace(0, 1, 1001)[:, None]
    estimate = np.array([0.58395])
    expected = stats.norm.cdf(2 * stats.norm.ppf(584 / 1001) + stats.norm.ppf([0.05, 0.95]))
    assert_allclose(corrected_interval(draws, estimate, 0.9)[:, 0], expected, rtol=1e-10)


def test_acceleration_of_a_mean_is_a_sixth_of_its_skewness() -> None:
    influences = leave_one_out((SKEWED[:, 0],), mean)
    expected = stats.skew(SKEWED[:, 0]) / (6 * np.sqrt(len(SKEWED)))
    assert_allclose(acceleration_of(influences), expected, rtol=1e-10)


def test_each_column_is_on_its_own_and_nan_is_left_out() -> None:
    draws = RNG.exponential(size=(200, 3))
    estimates = np.array([0.6, 0.7, 0.8])
    acceleration = np.array([0.0, 0.05, -0.02])
    together = corrected_interval(draws, estimates, 0.9, acceleration=acceleration)
    holes = np.full((350, 3), np.nan)
    for column in range(3):
        rows = RNG.choice(350, 200, replace=False)
        holes[rows, column] = draws[:, column]
        alone = corrected_interval(
            draws[:, [column]], estimates[[column]], 0.9, acceleration=acceleration[[column]]
        )
        assert_allclose(together[:, [column]], alone, rtol=1e-14)
    again = corrected_interval(holes, estimates, 0.9, acceleration=acceleration)
    assert_allclose(again, together, rtol=1e-14)
    assert_allclose(percentile_interval(holes, 0.9), np.quantile(draws, [0.05, 0.95], axis=0))
    assert_allclose(acceleration_of(holes), acceleration_of(draws), rtol=1e-12)


def test_a_constant_has_an_interval_of_its_own_value() -> None:
    draws = np.full((50, 1), 2.0)
    assert (percentile_interval(draws, 0.95) == 2).all()
    assert (corrected_interval(draws, np.array([2.0]), 0.95) == 2).all()
    assert acceleration_of(np.zeros((50, 1))) == 0


def test_draws_on_one_side_of_the_estimate_give_no_corrected_interval() -> None:
    draws = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]])
    interval = corrected_interval(draws, np.array([5.0, 2.5]), 0.95)
    assert np.isnan(interval[:, 0]).all()
    assert np.isfinite(interval[:, 1]).all()
    assert np.isnan(percentile_interval(np.full((4, 1), np.nan), 0.95)).all()
