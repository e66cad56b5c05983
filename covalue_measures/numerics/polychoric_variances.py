"""Asymptotic variances of thresholds and polychoric correlations, without their covariances."""

import numpy as np

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.contingency import pair_tables
from covalue_measures.numerics.polychoric_covariance import answer_influences
from covalue_measures.typing import FloatArray, IntArray


def polychoric_variances(
    codes: IntArray, thresholds: FloatArray, correlations: FloatArray
) -> FloatArray:
    """Return the diagonal of ``polychoric_covariance``.

    What a respondent adds to an estimate depends on two answers at most, so that the sum of its
    squares is one over the cells of a table, and not over respondents.

    Parameters
    ----------
    codes : (n_respondents, n_items)
        0 to ``n_categories - 1`` without gaps within an item, or -1 for missing.
    thresholds : (n_items, n_categories - 1)
        Each item's own; ``BEYOND`` after its last category.
    correlations : (n_items, n_items)

    Returns
    -------
    (n_statistics,)
        The thresholds of the first item, of the second and so on, then the correlations above
        the diagonal in row order; NaN for a correlation at the end of its range.
    """
    n_items, n_cuts = thresholds.shape
    # A missing answer is a category of its own: it says nothing of its item, and leaves the other
    # of a pair to say something of that one's thresholds.
    tables = pair_tables(np.where(codes < 0, n_cuts + 1, codes), n_cuts + 2)
    of_item, of_pair = answer_influences(tables[:, :, :-1, :-1], thresholds, correlations)
    of_cuts = np.einsum("ia,iak->ik", np.einsum("iiaa->ia", tables), of_item**2)
    of_correlations = np.einsum("pab,pab->p", tables[np.triu_indices(n_items, 1)], of_pair**2)
    variances = np.concatenate([of_cuts[thresholds < BEYOND], of_correlations])
    variances *= (codes >= 0).any(axis=1).sum()
    return variances
