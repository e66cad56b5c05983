"""Intervals of single correlations, by Fisher's transformation."""

import numpy as np
from scipy.special import ndtri

from covalue_measures.typing import FloatArray


def pearson_interval(correlation: float, n: int, confidence_level: float) -> tuple[float, float]:
    r"""Return the interval of a Pearson correlation.

    .. math:: \tanh\left(\operatorname{artanh} r \pm z / \sqrt{n - 3}\right)

    Parameters
    ----------
    correlation : float
    n : int
        Pairs behind it.
    confidence_level : float

    Returns
    -------
    (lower, upper)
        NaN with fewer than 4 pairs.

    References
    ----------
    Fisher (1921), On the probable error of a coefficient of correlation deduced from a small
    sample, Metron 1.
    """
    return _interval(correlation, 1.0, n, confidence_level)


def spearman_interval(correlation: float, n: int, confidence_level: float) -> tuple[float, float]:
    r"""Return the interval of Spearman's rank correlation.

    As Pearson's, with the standard error :math:`\sqrt{(1 + r^2 / 2) / (n - 3)}`.

    Parameters
    ----------
    correlation : float
    n : int
        Pairs behind it.
    confidence_level : float

    Returns
    -------
    (lower, upper)
        NaN with fewer than 4 pairs.

    References
    ----------
    Bonett and Wright (2000), doi:10.1007/BF02294183.
    """
    return _interval(correlation, 1 + correlation**2 / 2, n, confidence_level)


def _interval(
    correlation: float, variance: float, n: int, confidence_level: float
) -> tuple[float, float]:
    if n < 4 or np.isnan(correlation):
        return float("nan"), float("nan")
    reach = ndtri((1 + confidence_level) / 2) * np.sqrt(variance / (n - 3))
    # A perfect correlation is infinite on this scale, and its interval has no width.
    with np.errstate(divide="ignore"):
        center = np.arctanh(correlation)
    ends: FloatArray = np.tanh(np.array([center - reach, center + reach]))
    return float(ends[0]), float(ends[1])
