import numpy as np
from numpy.testing import assert_allclose

from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.weighted_correlation import weighted_pairwise_correlations


def answers() -> np.ndarray:
    rng = np.random.default_rng(3)
    values = rng.integers(1, 6, (80, 5)).astype(float) + 100
    values[rng.random(values.shape) < 0.1] = np.nan
    return values


def test_counts_are_rows_drawn_again() -> None:
    values, rng = answers(), np.random.default_rng(4)
    rows = rng.integers(0, 80, (6, 80))
    weights = np.stack([np.bincount(own, minlength=80) for own in rows]).astype(float)
    expected = [pairwise_correlation(values[own]) for own in rows]
    assert_allclose(weighted_pairwise_correlations(values, weights), expected, atol=1e-13)


def test_an_item_that_does_not_vary_has_no_correlations() -> None:
    values = answers()
    values[:40, 0] = 103.0
    weights = np.concatenate([np.ones(40), np.zeros(40)])[None, :]
    found = weighted_pairwise_correlations(values, weights)[0]
    assert np.isnan(found[0, 1:]).all()
    assert np.isfinite(found[1:, 1:]).all()
