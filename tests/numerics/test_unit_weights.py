import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from covalue_measures.numerics import unit_weights
from covalue_measures.numerics.unit_weights import drawn_estimates, left_out_influences

VALUES = np.array([1.0, 2.0, 4.0, 8.0])
FREQUENCIES = np.array([3.0, 1.0, 5.0, 1.0])


def mean(weights: np.ndarray) -> np.ndarray:
    return weights @ VALUES / weights.sum(axis=-1)


def test_draws_have_the_mean_and_spread_of_the_sample() -> None:
    draws = drawn_estimates(mean, FREQUENCIES, 20_000, np.random.default_rng(1))
    sample = np.repeat(VALUES, FREQUENCIES.astype(int))
    assert draws.mean() == pytest.approx(sample.mean(), abs=4 * sample.std() / np.sqrt(2e5))
    assert draws.std() == pytest.approx(sample.std() / np.sqrt(10), rel=0.03)


def test_draws_do_not_depend_on_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = drawn_estimates(mean, FREQUENCIES, 11, np.random.default_rng(2))
    influences = left_out_influences(mean, FREQUENCIES)
    monkeypatch.setattr(unit_weights, "_BLOCK", 12)
    assert_array_equal(drawn_estimates(mean, FREQUENCIES, 11, np.random.default_rng(2)), whole)
    assert_array_equal(left_out_influences(mean, FREQUENCIES), influences)


def test_influences_are_those_of_units_left_out_one_by_one() -> None:
    sample = np.repeat(VALUES, FREQUENCIES.astype(int))
    without = np.array([np.delete(sample, place).mean() for place in range(10)])
    expected = without.mean() - without
    assert_allclose(left_out_influences(mean, FREQUENCIES), expected, atol=1e-14)


def test_units_without_which_there_is_no_estimate_have_no_influence() -> None:
    def spread(weights: np.ndarray) -> np.ndarray:
        varies = (weights > 0).sum(axis=-1) > 1
        return np.where(varies, mean(weights), np.nan)

    influences = left_out_influences(spread, np.array([2.0, 1.0, 0.0, 0.0]))
    assert_array_equal(np.isnan(influences), [False, False, True])
    assert_allclose(influences[:2], 0, atol=1e-15)
