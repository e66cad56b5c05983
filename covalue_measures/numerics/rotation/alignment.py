"""Give one solution's factors the order and the signs of another's."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from covalue_measures.typing import FloatArray


def align(
    loadings: FloatArray, factor_correlations: FloatArray, reference: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return loadings and factor correlations in the order and signs closest to ``reference``.

    Closest is the largest sum of absolute congruences over all orders. Nothing is rotated.

    Parameters
    ----------
    loadings, reference : (n_items, n_factors)
    factor_correlations : (n_factors, n_factors)

    Returns
    -------
    The two, and the congruence (n_factors,) of each factor with its counterpart, at least 0.

    References
    ----------
    Clarkson (1979), Psychometrika 44, 297-314, for the need of it in resampling.
    """
    lengths = np.linalg.norm(reference, axis=0)[:, None] * np.linalg.norm(loadings, axis=0)
    congruence = reference.T @ loadings / np.maximum(lengths, 1e-300)
    rows, order = linear_sum_assignment(-np.abs(congruence))
    matched = congruence[rows, order]
    signs = np.where(matched < 0, -1.0, 1.0)
    correlations = factor_correlations[np.ix_(order, order)] * np.outer(signs, signs)
    return loadings[:, order] * signs, correlations, np.abs(matched)
