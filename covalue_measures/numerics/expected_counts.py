"""Counts that thresholds and a correlation expect in the tables of pairs."""

import numpy as np
from scipy.special import ndtr

from covalue_measures.numerics.bivariate_normal import BEYOND, bivariate_normal_cdf, rectangles
from covalue_measures.numerics.polychoric import LARGEST_CORRELATION
from covalue_measures.typing import FloatArray, IntArray


def smallest_expected_counts(
    thresholds: FloatArray, rho: FloatArray, n_respondents: IntArray
) -> FloatArray:
    """Return the smallest count that each pair's estimates expect in a cell of its table.

    Parameters
    ----------
    thresholds : (2, n_pairs, n_categories - 1)
        Of the row item and of the column item; ``BEYOND`` after its last category.
    rho, n_respondents : (n_pairs,)

    Returns
    -------
    (n_pairs,)
    """
    at = np.clip(rho, -LARGEST_CORRELATION, LARGEST_CORRELATION)[:, None, None]
    below = bivariate_normal_cdf(thresholds[0][:, :, None], thresholds[1][:, None, :], at)
    cells = rectangles(below, ndtr(thresholds))
    # A category exists if the cut point below it does.
    in_use = np.pad(thresholds < BEYOND, ((0, 0), (0, 0), (1, 0)), constant_values=True)
    possible = in_use[0][:, :, None] & in_use[1][:, None, :]
    smallest = np.where(possible, cells, 1.0).min(axis=(1, 2))
    # Differences of probabilities leave rounding errors on either side of 0.
    expected: FloatArray = np.maximum(smallest, 0.0) * n_respondents
    return expected
