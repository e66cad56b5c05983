"""Rotation criteria: each returns its value and its gradient by the loadings.

All take loadings of shape (..., n_items, n_factors), and return (...) values and gradients of the
loadings' shape, so that several starts are turned at once. Values are on the scale of Bernaards and
Jennrich (2005), doi:10.1177/0013164404272507, where smaller is simpler.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from scipy.special import xlogy

from covalue_measures.typing import FloatArray

#: Loadings (..., n_items, n_factors) to the values (...) and their gradients.
Criterion: TypeAlias = Callable[[FloatArray], tuple[FloatArray, FloatArray]]

# Keeps the logarithm of a loading of exactly 0 finite; far below the square of any estimate.
_TINY = 1e-300


def quartimax(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Return quartimax: a few large loadings in each row.

    .. math:: f = -\tfrac14 \sum_{ij} \lambda_{ij}^4

    References
    ----------
    Neuhaus and Wrigley (1954), British Journal of Statistical Psychology 7, 81-91.
    """
    return -_total(loadings**4) / 4, -(loadings**3)


def varimax(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Return varimax: squared loadings that vary within each column.

    .. math:: f = -\tfrac14 \sum_{ij} \left(\lambda_{ij}^2 - \overline{\lambda_{.j}^2}\right)^2

    References
    ----------
    Kaiser (1958), doi:10.1007/BF02289233, times a constant.
    """
    squares = loadings**2
    centered = squares - squares.mean(axis=-2, keepdims=True)
    return -_total(centered**2) / 4, -loadings * centered


def oblimin(loadings: FloatArray, gamma: float = 0.0) -> tuple[FloatArray, FloatArray]:
    r"""Return direct oblimin: small products, or with gamma covariances, of squared loadings.

    .. math::
        f = \tfrac14 \sum_{j \ne l} \left(\sum_i \lambda_{ij}^2 \lambda_{il}^2
            - \frac{\gamma}{k} \sum_i \lambda_{ij}^2 \sum_i \lambda_{il}^2 \right)

    Parameters
    ----------
    gamma : float
        0 is quartimin. Above 0 the criterion can fall without end as factors grow alike.

    References
    ----------
    Jennrich and Sampson (1966), doi:10.1007/BF02289465.
    """
    squares = loadings**2
    others = _other_columns(squares)
    if gamma:
        others = others - gamma * others.mean(axis=-2, keepdims=True)
    return _total(squares * others) / 4, loadings * others


def crawford_ferguson(loadings: FloatArray, kappa: float) -> tuple[FloatArray, FloatArray]:
    r"""Return the Crawford-Ferguson weighting of simple rows against simple columns.

    .. math::
        f = \frac{1-\kappa}{4} \sum_i \sum_{j \ne l} \lambda_{ij}^2 \lambda_{il}^2
          + \frac{\kappa}{4} \sum_j \sum_{i \ne l} \lambda_{ij}^2 \lambda_{lj}^2

    Parameters
    ----------
    kappa : float
        0 is quartimax, 1/k varimax, m/(2k) equamax, (m-1)/(k+m-2) parsimax, for k items and m
        factors; 1 is factor parsimony.

    References
    ----------
    Crawford and Ferguson (1970), doi:10.1007/BF02310792.
    """
    squares = loadings**2
    other_rows = squares.sum(axis=-2, keepdims=True) - squares
    weighted = (1 - kappa) * _other_columns(squares) + kappa * other_rows
    return _total(squares * weighted) / 4, loadings * weighted


def equamax_kappa(n_items: int, n_factors: int) -> float:
    """Return the weight that makes Crawford-Ferguson equamax.

    As ``psych`` 2.2.9; ``factor_analyzer`` leaves the weight at 0 under this name, which is
    quartimax.
    """
    return n_factors / (2 * n_items)


def parsimax_kappa(n_items: int, n_factors: int) -> float:
    """Return the weight that makes Crawford-Ferguson parsimax."""
    return (n_factors - 1) / (n_items + n_factors - 2)


def geomin(loadings: FloatArray, epsilon: float = 0.01) -> tuple[FloatArray, FloatArray]:
    r"""Return geomin: in each row at least one small loading.

    .. math:: f = \sum_i \left(\prod_j (\lambda_{ij}^2 + \epsilon)\right)^{1/m}

    Parameters
    ----------
    epsilon : float
        Above 0. The smaller, the sharper the criterion and the more local minima it has.

    References
    ----------
    Yates (1987), Multivariate exploratory data analysis, p. 46; epsilon: Browne (2001),
    doi:10.1207/S15327906MBR3601_05.
    """
    n_factors = loadings.shape[-1]
    lifted = loadings**2 + epsilon
    means = np.exp(np.log(lifted).mean(axis=-1, keepdims=True))
    return means.sum(axis=(-1, -2)), (2 / n_factors) * loadings / lifted * means


def infomax(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return infomax: squared loadings that tell as much as they can of item and factor.

    The logarithm of the number of factors, and the entropy of the squared loadings as shares of
    their sum, less the entropies of the row and of the column totals.

    References
    ----------
    McKeon (1968), as in Browne (2001), doi:10.1207/S15327906MBR3601_05.
    """
    squares = loadings**2
    total = squares.sum(axis=(-1, -2), keepdims=True)
    shares = squares / total
    value: FloatArray = np.full(loadings.shape[:-2], np.log(loadings.shape[-1]))
    by_shares = np.zeros_like(loadings)
    for sign, axes in ((1.0, ()), (-1.0, (-1,)), (-1.0, (-2,))):
        margins = shares.sum(axis=axes, keepdims=True) if axes else shares
        value = value - sign * xlogy(margins, margins).sum(axis=(-1, -2))
        by_shares = by_shares - sign * (np.log(np.maximum(margins, _TINY)) + 1)
    inner = (by_shares * shares).sum(axis=(-1, -2), keepdims=True)
    return value, 2 * loadings * (by_shares - inner) / total


def entropy(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Return minimum entropy, for orthogonal rotation only.

    .. math:: f = -\tfrac12 \sum_{ij} \lambda_{ij}^2 \log \lambda_{ij}^2

    References
    ----------
    Jennrich (2004), doi:10.1007/BF02295943.
    """
    squares = loadings**2
    logs = np.log(np.maximum(squares, _TINY))
    return -_total(squares * logs) / 2, -loadings * (logs + 1)


def bentler(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Return Bentler's invariant pattern simplicity: squared loadings with orthogonal columns.

    .. math:: f = -\tfrac14 \left(\log\lvert M \rvert - \log\lvert \operatorname{diag} M \rvert
        \right), \qquad M = (\Lambda \circ \Lambda)' (\Lambda \circ \Lambda)

    References
    ----------
    Bentler (1977), doi:10.1007/BF02294054.
    """
    squares = loadings**2
    products = np.swapaxes(squares, -1, -2) @ squares
    norms = np.diagonal(products, axis1=-2, axis2=-1)
    value = -(np.linalg.slogdet(products)[1] - np.log(norms).sum(axis=-1)) / 4
    inverse = np.linalg.inv(products)
    return value, -loadings * (squares @ inverse - squares / norms[..., None, :])


def simplimax(loadings: FloatArray, n_small: int) -> tuple[FloatArray, FloatArray]:
    """Return simplimax: the sum of the ``n_small`` smallest squared loadings.

    Not smooth, and rich in local minima: give it many starts.

    References
    ----------
    Kiers (1994), doi:10.1007/BF02294392.
    """
    squares = loadings**2
    flat = squares.reshape(*squares.shape[:-2], -1)
    bound = np.partition(flat, n_small - 1, axis=-1)[..., n_small - 1, None, None]
    small: FloatArray = loadings * (squares <= bound)
    return _total(small * small), 2 * small


def bifactor(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return quartimin of all columns but the first, which is free to be a general factor.

    On the scale of Jennrich and Bentler: four times ``oblimin`` of those columns.

    References
    ----------
    Jennrich and Bentler (2011), doi:10.1007/s11336-011-9218-4; oblique: (2012),
    doi:10.1007/s11336-012-9269-1.
    """
    value, by_groups = oblimin(loadings[..., 1:])
    gradient = np.zeros_like(loadings)
    gradient[..., 1:] = 4 * by_groups
    return 4 * value, gradient


def target(loadings: FloatArray, pattern: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the sum of squared differences from a target.

    Parameters
    ----------
    pattern : (n_items, n_factors)
        Loadings aimed at, NaN where any will do.

    References
    ----------
    Browne (1972), doi:10.1111/j.2044-8317.1972.tb00482.x, for partly specified targets.
    """
    differences = np.where(np.isnan(pattern), 0.0, loadings - pattern)
    return _total(differences**2), 2 * differences


def _other_columns(squares: FloatArray) -> FloatArray:
    others: FloatArray = squares.sum(axis=-1, keepdims=True) - squares
    return others


def _total(table: FloatArray) -> FloatArray:
    total: FloatArray = np.asarray(table.sum(axis=(-1, -2)))
    return total
