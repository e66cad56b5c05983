"""Average partial correlations after removing components."""

import numpy as np

from covalue_measures.typing import FloatArray

#: Residual variance below this is rounding error: nothing is left to correlate.
_NOTHING_LEFT = 1e-12


def average_partial_correlations(correlation: FloatArray) -> FloatArray:
    r"""Return the average partial correlation, in two powers, left by 0, 1, ... components.

    .. math::
        \frac{\operatorname{tr} M_m^2 - k}{k(k-1)}
        = \frac{\sum_{i \ne j} (r^*_{ij})^2}{k(k-1)}
        \quad\text{and}\quad
        \frac{\operatorname{tr} M_m^4 - k}{k(k-1)}, \qquad
        M_m = D^{-1/2} (R - L_m L_m^\top) D^{-1/2}

    with the loadings :math:`L_m` of the first m principal components and D the diagonal of what
    they leave. Components that many items share lower the average; one that belongs to a single
    item raises it. The number of components is the m at which the average is smallest.

    Parameters
    ----------
    correlation : (n_items, n_items)

    Returns
    -------
    (n_items, 2)
        Row m after m components; columns for the powers 2 and 4. NaN where the components leave
        an item no variance, as the last ones of a matrix that is not positive definite do.

    Notes
    -----
    The fourth power is that of the matrix, as EFAtools and EFA.dimensions 0.1.8 take it. Older
    programs raise each partial correlation to the fourth power instead, and can find another
    number of components.

    References
    ----------
    Velicer (1976), doi:10.1007/BF02293557; for the fourth power Velicer, Eaton and Fava (2000),
    doi:10.1007/978-1-4615-4397-8_3.
    """
    n_items = len(correlation)
    values, vectors = np.linalg.eigh(correlation)
    averages = np.full((n_items, 2), np.nan)
    left = correlation.copy()
    for n_removed in range(n_items):
        variances = np.diag(left)
        if variances.min() < _NOTHING_LEFT:
            break
        partial = left / np.sqrt(np.outer(variances, variances))
        squared = partial @ partial
        averages[n_removed] = np.trace(squared) - n_items, np.sum(squared**2) - n_items
        component = vectors[:, -1 - n_removed]
        left = left - values[-1 - n_removed] * np.outer(component, component)
    averages /= n_items * (n_items - 1)
    return averages
