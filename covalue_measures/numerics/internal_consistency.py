"""Alpha, what dropping an item does to it, and its interval."""

import numpy as np
from scipy.special import fdtri

from covalue_measures.typing import FloatArray


def coefficient_alpha(covariance: FloatArray) -> float:
    r"""Return Cronbach's alpha of the items behind ``covariance``.

    .. math::
        \alpha = \frac{k}{k-1}
        \left(1 - \frac{\operatorname{tr} S}{\mathbf{1}^\top S \mathbf{1}}\right)

    Parameters
    ----------
    covariance : (n_items, n_items)
        Symmetric, at least two items. Not checked here.

    References
    ----------
    Cronbach (1951), doi:10.1007/BF02310555, equation 2.
    """
    n_items = covariance.shape[0]
    return float(n_items / (n_items - 1) * (1 - np.trace(covariance) / covariance.sum()))


def alpha_if_dropped(covariance: FloatArray) -> FloatArray:
    """Return alpha of the other items, for each item; NaN with two items.

    Parameters
    ----------
    covariance : (n_items, n_items)

    Returns
    -------
    (n_items,)
    """
    n_rest = covariance.shape[0] - 1
    if n_rest < 2:
        return np.full(covariance.shape[0], np.nan)
    variances = np.diag(covariance)
    rest_trace = variances.sum() - variances
    rest_sum = covariance.sum() - 2 * covariance.sum(axis=0) + variances
    result: FloatArray = n_rest / (n_rest - 1) * (1 - rest_trace / rest_sum)
    return result


def item_rest_correlation(covariance: FloatArray) -> FloatArray:
    """Return the correlation of each item with the sum of the others.

    Parameters
    ----------
    covariance : (n_items, n_items)

    Returns
    -------
    (n_items,)
    """
    variances = np.diag(covariance)
    with_rest = covariance.sum(axis=0) - variances
    rest_variance = covariance.sum() - 2 * covariance.sum(axis=0) + variances
    result: FloatArray = with_rest / np.sqrt(variances * rest_variance)
    return result


def feldt_interval(
    alpha: float, n_respondents: int, n_items: int, confidence_level: float
) -> tuple[float, float]:
    """Return Feldt's interval for alpha: (1 - alpha) / (1 - estimate) follows an F distribution.

    Assumes normal items with equal covariances (essential tau-equivalence).

    References
    ----------
    Feldt, Woodruff and Salih (1987), doi:10.1177/014662168701100107, equation 9.
    """
    between = n_respondents - 1
    within = between * (n_items - 1)
    tail = (1 - confidence_level) / 2
    lower = 1 - (1 - alpha) * fdtri(between, within, 1 - tail)
    upper = 1 - (1 - alpha) * fdtri(between, within, tail)
    return float(lower), float(upper)
