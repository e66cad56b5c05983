"""Confidence intervals of proportions, and of the difference of two."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from covalue_measures.typing import FloatArray


def wilson_interval(
    successes: ArrayLike, n: ArrayLike, confidence_level: float = 0.95
) -> FloatArray:
    r"""Return Wilson's score interval of each proportion, without continuity correction.

    With p the observed share and z the normal quantile, the ends are the two shares that a test
    of p would just not refuse:

    .. math::
        \frac{p + \frac{z^2}{2n} \pm z \sqrt{\frac{p (1 - p)}{n} + \frac{z^2}{4 n^2}}}
             {1 + \frac{z^2}{n}}

    Parameters
    ----------
    successes : array of counts
        Of any shape.
    n : array of counts
        Out of how many; of a shape that fits ``successes``.
    confidence_level : float

    Returns
    -------
    (2, ...)
        Lower and upper ends. NaN where ``n`` is 0.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> wilson_interval(81, 263).round(4)
    array([0.2553, 0.3662])
    """
    counts, totals = np.broadcast_arrays(
        np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    )
    z = ndtri((1 + confidence_level) / 2)
    totals = np.where(totals > 0, totals, np.nan)
    center = (counts + z**2 / 2) / (totals + z**2)
    reach = z * np.sqrt(counts * (totals - counts) / totals + z**2 / 4) / (totals + z**2)
    # Where none or all succeed, an end is exactly 0 or 1; rounding would leave it beside that.
    lower = np.where((counts == 0) & (totals > 0), 0.0, center - reach)
    upper = np.where(counts == totals, 1.0, center + reach)
    ends: FloatArray = np.stack([lower, upper])
    return ends


def newcombe_interval(
    successes_1: ArrayLike,
    n_1: ArrayLike,
    successes_2: ArrayLike,
    n_2: ArrayLike,
    confidence_level: float = 0.95,
) -> FloatArray:
    r"""Return the interval of the difference of two independent proportions, first less second.

    It joins the Wilson intervals (l, u) of the two:

    .. math::
        d - \sqrt{(p_1 - l_1)^2 + (u_2 - p_2)^2}, \quad d + \sqrt{(u_1 - p_1)^2 + (p_2 - l_2)^2}

    Parameters
    ----------
    successes_1, n_1, successes_2, n_2 : arrays of counts
        Of shapes that fit one another.
    confidence_level : float

    Returns
    -------
    (2, ...)
        Lower and upper ends. NaN where one of the totals is 0.

    References
    ----------
    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I,
    method 10.

    Examples
    --------
    >>> newcombe_interval(56, 70, 48, 80).round(4)
    array([0.0524, 0.3339])
    """
    first, second = _shares(successes_1, n_1), _shares(successes_2, n_2)
    lower_1, upper_1 = wilson_interval(successes_1, n_1, confidence_level)
    lower_2, upper_2 = wilson_interval(successes_2, n_2, confidence_level)
    lower = first - second - np.hypot(first - lower_1, upper_2 - second)
    upper = first - second + np.hypot(upper_1 - first, second - lower_2)
    ends: FloatArray = np.stack([lower, upper])
    return ends


def _shares(successes: ArrayLike, n: ArrayLike) -> FloatArray:
    """Return each proportion; NaN out of 0."""
    totals = np.asarray(n, dtype=np.float64)
    shares: FloatArray = np.asarray(successes, dtype=np.float64) / np.where(
        totals > 0, totals, np.nan
    )
    return shares
