"""Probabilities and densities of the standard bivariate normal distribution."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, owens_t

from covalue_measures.typing import FloatArray

#: Stands for an infinite limit: the normal probability beyond it is 0 in double precision.
BEYOND = 40.0


def bivariate_normal_cdf(first: FloatArray, second: FloatArray, rho: FloatArray) -> FloatArray:
    r"""Return P(X <= first, Y <= second) for correlation ``rho``.

    .. math::
        \Phi_2(h, k; \rho) = \tfrac12\Phi(h) + \tfrac12\Phi(k) - T(h, a_h) - T(k, a_k) - \delta

    with Owen's function T, :math:`a_h = (k/h - \rho)/\sqrt{1-\rho^2}`, and
    :math:`\delta = \tfrac12` where h and k have opposite signs. Exact to rounding for every
    ``rho`` inside (-1, 1), near the ends too, where quadrature over rho needs many nodes.

    Parameters
    ----------
    first, second : arrays that broadcast with ``rho``
        Finite; ``BEYOND`` stands for infinity.

    References
    ----------
    Owen (1956), doi:10.1214/aoms/1177728074, equation 2.1.
    """
    # 0 has no sign and no ratio; the smallest normal number has both.
    h = np.where(first == 0, np.finfo(float).tiny, first)
    k = np.where(second == 0, np.finfo(float).tiny, second)
    root = np.sqrt((1 - rho) * (1 + rho))
    with np.errstate(over="ignore"):
        slope_h = (k / h - rho) / root
        slope_k = (h / k - rho) / root
    opposite = np.where((h < 0) != (k < 0), 0.5, 0.0)
    probability: FloatArray = (
        0.5 * (ndtr(h) + ndtr(k)) - owens_t(h, slope_h) - owens_t(k, slope_k) - opposite
    )
    return probability


def bivariate_normal_density(first: FloatArray, second: FloatArray, rho: FloatArray) -> FloatArray:
    """Return the density at (first, second): also the derivative of the probability by ``rho``.

    References
    ----------
    Plackett (1954), doi:10.1093/biomet/41.3-4.351, equation 3.
    """
    rest = (1 - rho) * (1 + rho)
    exponent = (first**2 - 2 * rho * first * second + second**2) / (2 * rest)
    density: FloatArray = np.exp(-exponent) / (2 * np.pi * np.sqrt(rest))
    return density


def density_slope_by_correlation(
    first: FloatArray, second: FloatArray, rho: FloatArray
) -> FloatArray:
    """Return the derivative of the log-density by ``rho``.

    Times the density it is the second derivative of the probability.
    """
    rest = (1 - rho) * (1 + rho)
    product = first * second
    squares = first**2 + second**2
    slope: FloatArray = (rho + ((1 + rho**2) * product - rho * squares) / rest) / rest
    return slope


def bivariate_normal_slope(first: FloatArray, second: FloatArray, rho: FloatArray) -> FloatArray:
    r"""Return the derivative of P(X <= first, Y <= second) by ``first``.

    .. math:: \phi(h)\,\Phi\bigl((k - \rho h)/\sqrt{1-\rho^2}\bigr)

    Parameters
    ----------
    first, second : arrays that broadcast with ``rho``
        ``second`` may be infinite.
    """
    root = np.sqrt((1 - rho) * (1 + rho))
    with np.errstate(over="ignore"):
        given_first = ndtr((second - rho * first) / root)
    slope: FloatArray = np.exp(-(first**2) / 2) / np.sqrt(2 * np.pi) * given_first
    return slope


def rectangles(
    inner: FloatArray, margins: Sequence[FloatArray] | FloatArray | None = None
) -> FloatArray:
    """Return what lies between neighboring cut points of a function of two upper limits.

    Parameters
    ----------
    inner : (n_pairs, n_rows - 1, n_columns - 1)
        The function at the cut points; it is 0 where a limit is minus infinity.
    margins : (n_pairs, n_rows - 1), (n_pairs, n_columns - 1)
        The function where the other limit is infinite, of rows and of columns, if that is a
        probability, which ends at 1; without them the function is 0 there too, like a derivative.

    Returns
    -------
    (n_pairs, n_rows, n_columns)
    """
    n_pairs, n_rows, n_columns = inner.shape
    below = np.zeros((n_pairs, n_rows + 2, n_columns + 2))
    below[:, 1:-1, 1:-1] = inner
    if margins is not None:
        below[:, 1:-1, -1], below[:, -1, 1:-1] = margins
        below[:, -1, -1] = 1.0
    rows = below[:, 1:, :] - below[:, :-1, :]
    cells: FloatArray = rows[:, :, 1:] - rows[:, :, :-1]
    return cells
