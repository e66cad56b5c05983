"""Eigenvalues that say how many factors there are."""

import numpy as np

from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.typing import FloatArray


def component_eigenvalues(correlation: FloatArray) -> FloatArray:
    """Return the eigenvalues of the correlations, largest first: (n_items,)."""
    return np.ascontiguousarray(np.linalg.eigvalsh(correlation)[::-1])


def factor_eigenvalues(correlation: FloatArray) -> FloatArray:
    """Return the eigenvalues of the correlations with one-factor communalities in the diagonal.

    Communalities are those of one minres factor, the starting point of factor analysis.

    Parameters
    ----------
    correlation : (n_items, n_items)

    Returns
    -------
    (n_items,)
        Largest first; the smallest ones are negative.
    """
    reduced = correlation.copy()
    np.fill_diagonal(reduced, 1 - minres(correlation, 1).uniquenesses)
    return np.ascontiguousarray(np.linalg.eigvalsh(reduced)[::-1])
