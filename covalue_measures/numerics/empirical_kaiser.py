"""Eigenvalues that components must exceed in a sample."""

import numpy as np

from covalue_measures.typing import FloatArray


def empirical_kaiser_reference(eigenvalues: FloatArray, n_respondents: int) -> FloatArray:
    r"""Return what each eigenvalue must exceed for its component to count.

    .. math::
        l_j = \max\left\{ \frac{k - \sum_{i<j} \lambda_i}{k - j + 1}
        \left(1 + \sqrt{k / n}\right)^2,\ 1 \right\}

    The largest eigenvalue that uncorrelated items show in a sample of n, shrunk to the variance
    that earlier components leave, and never less than the 1 of the Kaiser-Guttman rule.

    Parameters
    ----------
    eigenvalues : (n_items,)
        Of the correlations, largest first.

    References
    ----------
    Braeken and van Assen (2017), doi:10.1037/met0000074; the limit is that of Marchenko and
    Pastur (1967), doi:10.1070/SM1967v001n04ABEH001994.
    """
    n_items = len(eigenvalues)
    explained = np.concatenate([[0.0], np.cumsum(eigenvalues[:-1])])
    mean_left = (n_items - explained) / np.arange(n_items, 0, -1)
    limit = (1 + np.sqrt(n_items / n_respondents)) ** 2
    reference: FloatArray = np.maximum(mean_left * limit, 1.0)
    return reference
