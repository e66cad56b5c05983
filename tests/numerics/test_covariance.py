import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.covariance import (
    covariance_to_correlation,
    pairwise_correlation,
    pairwise_counts,
    pairwise_covariance,
)


@pytest.fixture
def holed() -> np.ndarray:
    rng = np.random.default_rng(4)
    values = rng.normal(size=(30, 4)) @ rng.normal(size=(4, 4)) + 100
    values[rng.random(values.shape) < 0.2] = np.nan
    return values


def test_equals_the_loop_over_pairs(holed: np.ndarray) -> None:
    covariance, correlation = pairwise_covariance(holed), pairwise_correlation(holed)
    counts = pairwise_counts(holed)
    for i in range(4):
        for j in range(4):
            both = ~np.isnan(holed[:, i]) & ~np.isnan(holed[:, j])
            first, second = holed[both, i], holed[both, j]
            assert counts[i, j] == both.sum()
            expected = np.cov(first, second)[0, 1]
            assert_allclose(covariance[i, j], expected, rtol=1e-10)
            if i != j:
                assert_allclose(correlation[i, j], np.corrcoef(first, second)[0, 1], rtol=1e-10)


def test_without_holes_it_is_the_ordinary_matrix() -> None:
    values = np.random.default_rng(5).normal(size=(40, 3))
    assert_allclose(pairwise_covariance(values), np.cov(values, rowvar=False), rtol=1e-12)
    assert_allclose(
        covariance_to_correlation(np.cov(values, rowvar=False)),
        np.corrcoef(values, rowvar=False),
        rtol=1e-12,
    )


def test_a_column_that_does_not_vary_has_no_correlation() -> None:
    values = np.column_stack([np.full(10, 0.1), np.arange(10.0)])
    assert np.isnan(pairwise_correlation(values)[0]).all()
