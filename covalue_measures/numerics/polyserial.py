"""Polyserial correlations of all pairs of an ordinal and a continuous item at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.polychoric import LARGEST_CORRELATION
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Stands for an infinite cut point: products with a density of 0 stay 0, where those of an
#: infinity would be NaN.
_END = 1e8
#: Numbers of one array over respondents and pairs that are held at a time: 16 MiB.
_BLOCK = 2**21


@dataclass(frozen=True, slots=True)
class PolyserialEstimates:
    """Polyserial correlations, ordinal items in rows and continuous ones in columns."""

    #: (n_ordinal, n_continuous)
    correlations: FloatArray
    #: (n_ordinal, n_continuous)
    converged: BoolArray
    #: (n_ordinal, n_continuous) derivative of the mean log-likelihood before the last step.
    gradient: FloatArray
    iterations: int


@dataclass(frozen=True, slots=True)
class PolyserialSlopes:
    """First derivatives of the log-probability of an answer, given the continuous value.

    Each (n_respondents, n_pairs), 0 where either is missing.
    """

    by_correlation: FloatArray
    by_upper_cut: FloatArray
    by_lower_cut: FloatArray
    by_value: FloatArray
    #: Minus the second derivative by the correlation.
    curvature: FloatArray


def polyserial(
    standardized: FloatArray,
    codes: IntArray,
    thresholds: FloatArray,
    *,
    tolerance: float = 1e-6,
    max_iterations: int = 100,
) -> PolyserialEstimates:
    r"""Maximize the two-step likelihood of each pair over its correlation.

    Given the standardized continuous value z, an answer in category c has the probability

    .. math:: \Phi\left(\frac{\tau_c - \rho z}{\sqrt{1 - \rho^2}}\right)
        - \Phi\left(\frac{\tau_{c-1} - \rho z}{\sqrt{1 - \rho^2}}\right),

    thresholds, mean and variance fixed at the estimates from their own margins. Newton steps for
    all pairs together; the sum of squared scores stands in where the likelihood is not concave, and
    bisection for a step that leaves the interval in which the gradient changes sign.

    Parameters
    ----------
    standardized : (n_respondents, n_continuous)
        NaN for missing.
    codes : (n_respondents, n_ordinal)
        0 to ``n_categories - 1`` without gaps within an item, or -1 for missing.
    thresholds : (n_ordinal, n_categories - 1)
        ``BEYOND`` after an item's last category.
    tolerance : float
        Largest last Newton step of a converged correlation, as a share of ``1 - rho**2``.

    References
    ----------
    Olsson, Drasgow and Dorans (1982), doi:10.1007/BF02294164, section on the two-step estimator.
    """
    shape = (codes.shape[1], standardized.shape[1])
    rho = _starting_values(standardized, codes).ravel()
    ordinal, continuous = (place.ravel() for place in np.indices(shape))
    lower, upper = np.full(rho.size, -LARGEST_CORRELATION), np.full(rho.size, LARGEST_CORRELATION)
    gradient, converged = np.zeros(rho.size), np.zeros(rho.size, dtype=np.bool_)
    active = np.arange(rho.size)
    iterations = 0
    while active.size and iterations < max_iterations:
        iterations += 1
        at = rho[active]
        n, score, curvature, squares = np.zeros((4, active.size))
        for rows in blocks(len(codes), active.size):
            z, answers = standardized[rows][:, continuous[active]], codes[rows][:, ordinal[active]]
            slopes = polyserial_slopes(z, answers, thresholds[ordinal[active]], at)
            n += ((answers >= 0) & ~np.isnan(z)).sum(axis=0)
            score += slopes.by_correlation.sum(axis=0)
            squares += (slopes.by_correlation**2).sum(axis=0)
            curvature += slopes.curvature.sum(axis=0)
        gradient[active] = score / n
        lower[active] = np.where(score > 0, at, lower[active])
        upper[active] = np.where(score < 0, at, upper[active])
        bend = np.maximum(np.where(curvature > 0, curvature, squares), np.finfo(float).tiny)
        proposal = at + score / bend
        is_inside = (proposal >= lower[active]) & (proposal <= upper[active])
        middle = (lower[active] + upper[active]) / 2
        rho[active] = np.where(is_inside, proposal, middle)
        is_newton = is_inside & (curvature > 0)
        small = np.where(is_newton, tolerance * (1 - at**2), tolerance**2)
        done = np.abs(rho[active] - at) < small
        converged[active[done]] = True
        active = active[~done]
    return PolyserialEstimates(
        rho.reshape(shape), converged.reshape(shape), gradient.reshape(shape), iterations
    )


def polyserial_slopes(
    standardized: FloatArray, codes: IntArray, thresholds: FloatArray, rho: FloatArray
) -> PolyserialSlopes:
    """Return the derivatives of each respondent's log-probability for a list of pairs.

    Parameters
    ----------
    standardized, codes : (n_respondents, n_pairs)
        NaN and -1 for missing.
    thresholds : (n_pairs, n_categories - 1)
    rho : (n_pairs,)
    """
    is_present = (codes >= 0) & ~np.isnan(standardized)
    z, answers = np.where(is_present, standardized, 0.0), np.where(is_present, codes, 0)
    ends = np.pad(thresholds, ((0, 0), (1, 1)), constant_values=(-_END, _END))
    ends[ends >= BEYOND] = _END
    pairs = np.arange(len(rho))
    cuts = np.stack([ends[pairs, answers], ends[pairs, answers + 1]])
    root = np.sqrt((1 - rho) * (1 + rho))
    limits = (cuts - rho * z) / root
    density = np.where(is_present, _density_ratios(limits), 0.0)
    moved = (rho * cuts - z) / root**3
    by_correlation = np.diff(density * moved, axis=0)[0]
    moved_twice = cuts / root**3 + 3 * rho * moved / root**2
    bend = np.diff(density * (moved_twice - limits * moved**2), axis=0)[0]
    return PolyserialSlopes(
        by_correlation=by_correlation,
        by_upper_cut=density[1] / root,
        by_lower_cut=-density[0] / root,
        by_value=-rho / root * (density[1] - density[0]),
        curvature=by_correlation**2 - bend,
    )


def blocks(n_rows: int, n_columns: int) -> Iterator[slice]:
    """Yield runs of rows of which an array with ``n_columns`` is small enough to hold."""
    step = max(1, _BLOCK // max(1, n_columns))
    for start in range(0, n_rows, step):
        yield slice(start, start + step)


def _density_ratios(limits: FloatArray) -> FloatArray:
    """Return the normal density at both limits over the probability between them.

    By logarithms: far from 0 both vanish, and their ratio does not.

    Parameters
    ----------
    limits : (2, n_respondents, n_pairs)
        Lower and upper.
    """
    # The mirror image of an interval above 0 keeps the digits of its small probability.
    low, high = np.where(limits.sum(axis=0) > 0, -limits[::-1], limits)
    log_high = log_ndtr(high)
    log_probability = log_high + np.log1p(-np.exp(log_ndtr(low) - log_high))
    ratios: FloatArray = np.exp(-(limits**2) / 2 - np.log(2 * np.pi) / 2 - log_probability)
    return ratios


def _starting_values(standardized: FloatArray, codes: IntArray) -> FloatArray:
    """Return Pearson correlations with the category numbers, kept off the ends."""
    answered = codes >= 0
    n = np.maximum(answered.sum(axis=0), 1)
    centered = np.where(answered, codes - np.where(answered, codes, 0).sum(axis=0) / n, 0.0)
    spread = np.sqrt((centered**2).sum(axis=0) / n)
    z = np.nan_to_num(standardized)
    together = answered.T.astype(np.float64) @ ~np.isnan(standardized)
    start: FloatArray = (centered / spread).T @ z / np.maximum(together, 1)
    return np.clip(start, -0.95, 0.95)
