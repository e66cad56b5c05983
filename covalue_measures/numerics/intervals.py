"""Confidence intervals of estimates from draws of them."""

import numpy as np
from scipy.special import ndtr, ndtri

from covalue_measures.typing import FloatArray


def percentile_interval(draws: FloatArray, confidence_level: float) -> FloatArray:
    """Return the quantiles that leave out the same share of draws at both ends.

    Parameters
    ----------
    draws : (n_draws, n_estimates)
        NaN where a draw has no such estimate; it is left out.
    confidence_level : float

    Returns
    -------
    (2, n_estimates)
        NaN without any draw.
    """
    tail = (1 - confidence_level) / 2
    shares = np.array([[tail], [1 - tail]])
    return _quantiles(draws, np.broadcast_to(shares, (2, draws.shape[1])))


def corrected_interval(
    draws: FloatArray,
    estimates: FloatArray,
    confidence_level: float,
    *,
    acceleration: FloatArray | float = 0.0,
) -> FloatArray:
    r"""Return quantiles of the draws, corrected for bias and for skewness.

    With z the normal quantile of an end of the plain interval, :math:`z_0` that of the share of
    draws below the estimate and a the acceleration, the end is the quantile of

    .. math:: \Phi\left(z_0 + \frac{z_0 + z}{1 - a (z_0 + z)}\right)

    Parameters
    ----------
    draws : (n_draws, n_estimates)
        NaN where a draw has no such estimate; it is left out.
    estimates : (n_estimates,)
    confidence_level : float
    acceleration : (n_estimates,) or 0
        Without it the interval is corrected for bias only.

    Returns
    -------
    (2, n_estimates)
        NaN where all draws lie on one side of the estimate: they do not say how far it may go.

    References
    ----------
    Efron (1987), doi:10.1080/01621459.1987.10478410.
    """
    tail = (1 - confidence_level) / 2
    ends = ndtri(np.array([[tail], [1 - tail]]))
    count = np.maximum((~np.isnan(draws)).sum(axis=0), 1)
    # Draws equal to the estimate count half below it.
    below = ((draws < estimates).sum(axis=0) + (draws <= estimates).sum(axis=0)) / 2
    bias = ndtri(below / count)
    with np.errstate(invalid="ignore"):
        moved = ndtr(bias + (bias + ends) / (1 - acceleration * (bias + ends)))
    return _quantiles(draws, np.where(np.isfinite(bias), moved, np.nan))


def acceleration_of(influences: FloatArray) -> FloatArray:
    r"""Return how fast the standard errors of estimates change with what is estimated.

    .. math:: a = \frac{\sum_i l_i^3}{6 \left(\sum_i l_i^2\right)^{3/2}}

    Parameters
    ----------
    influences : (n_respondents, n_estimates)
        What each respondent adds to each estimate, by leaving them out one by one: mean of the
        estimates without one of them less the estimate without this one. NaN is left out.

    Returns
    -------
    (n_estimates,)
        0 where nobody has any influence.

    References
    ----------
    Efron (1987), doi:10.1080/01621459.1987.10478410.
    """
    squares = np.nansum(influences**2, axis=0)
    cubes = np.nansum(influences**3, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        acceleration: FloatArray = np.where(squares > 0, cubes / (6 * squares**1.5), 0.0)
    return acceleration


def _quantiles(draws: FloatArray, shares: FloatArray) -> FloatArray:
    """Return quantiles of each column's own shares, linear between neighboring draws.

    Parameters
    ----------
    draws : (n_draws, n_estimates)
    shares : (n_quantiles, n_estimates)
    """
    # NaN goes to the end.
    ordered = np.sort(draws, axis=0)
    last = (~np.isnan(draws)).sum(axis=0) - 1
    position = np.nan_to_num(shares) * np.maximum(last, 0)
    before = np.floor(position).astype(np.int64)
    after = np.minimum(before + 1, np.maximum(last, 0))
    low = np.take_along_axis(ordered, before, axis=0)
    high = np.take_along_axis(ordered, after, axis=0)
    quantiles: FloatArray = low + (position - before) * (high - low)
    return np.where(np.isnan(shares), np.nan, quantiles)
