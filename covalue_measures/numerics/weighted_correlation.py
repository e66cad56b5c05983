"""Pearson correlations of the same respondents under many weights."""

import numpy as np

from covalue_measures.typing import BoolArray, FloatArray, IntArray

# Numbers in a table of rows and pairs that is held at a time.
_BLOCK = 2**23


def weighted_pairwise_correlations(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the pairwise correlations under each row of weights.

    A bootstrap draw is a row of counts; sums of products then take one matrix product for all
    draws together.

    Parameters
    ----------
    values : (n_respondents, n_items)
        NaN where missing.
    weights : (n_draws, n_respondents)

    Returns
    -------
    (n_draws, n_items, n_items)
        NaN where an item does not vary among the rows of a pair.
    """
    n_items = values.shape[1]
    present = ~np.isnan(values)
    centered = np.where(present, values - np.nanmean(values, axis=0), 0.0)
    first, second = np.triu_indices(n_items, 1)
    result = np.empty((len(weights), n_items, n_items))
    result[:, np.arange(n_items), np.arange(n_items)] = 1.0
    step = max(1, _BLOCK // len(values))
    for start in range(0, len(first), step):
        one, other = first[start : start + step], second[start : start + step]
        found = _correlations(centered, present, weights, one, other)
        result[:, one, other] = result[:, other, one] = found
    return result


def _correlations(
    centered: FloatArray, present: BoolArray, weights: FloatArray, one: IntArray, other: IntArray
) -> FloatArray:
    """Return the correlations of some pairs: (n_draws, n_pairs)."""
    both = (present[:, one] & present[:, other]).astype(np.float64)
    x, y = centered[:, one] * both, centered[:, other] * both
    n = weights @ both
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_x, mean_y = weights @ x / n, weights @ y / n
        cross = weights @ (x * y) / n - mean_x * mean_y
        squares_x, squares_y = weights @ x**2 / n, weights @ y**2 / n
        spread_x, spread_y = squares_x - mean_x**2, squares_y - mean_y**2
        # Rounding leaves a little spread to what does not vary.
        varies = (spread_x > 1e-12 * squares_x) & (spread_y > 1e-12 * squares_y)
        found = np.where(varies, cross / np.sqrt(spread_x * spread_y), np.nan)
    clipped: FloatArray = np.clip(found, -1.0, 1.0)
    return clipped
