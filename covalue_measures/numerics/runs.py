"""Runs of a series about a line, and how many and how long chance makes them."""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, gammaln

from covalue_measures.typing import BoolArray, FloatArray, IntArray

_ROUNDING = 1e-9


class RunLimits(NamedTuple):
    """The fewest and the most runs that chance makes."""

    lower: int
    upper: int


def number_runs(sides: IntArray) -> IntArray:
    """Return the number of the run that each point belongs to, from 1 on.

    Parameters
    ----------
    sides : (n,)
        1 above the line, -1 below it, 0 on it or missing.

    Returns
    -------
    (n,)
        0 where the point is on the line: it neither makes nor breaks a run.
    """
    is_useful = sides != 0
    useful = sides[is_useful]
    numbers = np.zeros(len(sides), dtype=np.int64)
    numbers[is_useful] = np.cumsum(np.concatenate([[1], useful[1:] != useful[:-1]]))[: len(useful)]
    return numbers


def run_lengths(numbers: IntArray) -> IntArray:
    """Return how many points each run has, in order; from what ``number_runs`` returns."""
    lengths: IntArray = np.bincount(numbers)[1:].astype(np.int64)
    return lengths


def longest_monotone(values: FloatArray) -> BoolArray:
    """Return which points make up the longest unbroken rise or fall.

    Points that repeat the one before, and missing ones, neither make nor break it.

    Parameters
    ----------
    values : (n,)
        NaN for missing.

    Returns
    -------
    (n,)
        The first of the longest ones; nowhere where no value differs from the one before.
    """
    present = np.flatnonzero(~np.isnan(values))
    changes = np.concatenate([[True], np.diff(values[present]) != 0])[: len(present)]
    kept = present[changes]
    is_part = np.zeros(len(values), dtype=np.bool_)
    if len(kept) < 2:
        return is_part
    numbers = number_runs(np.sign(np.diff(values[kept])).astype(np.int64))
    longest = int(np.argmax(run_lengths(numbers))) + 1
    steps = np.flatnonzero(numbers == longest)
    is_part[kept[steps[0] : steps[-1] + 2]] = True
    return is_part


def runs_probabilities(n_above: int, n_below: int) -> FloatArray:
    r"""Return the probability of each number of runs when the order is random.

    With a points above and b below, and :math:`\binom{a - 1}{k - 1}` ways to cut a points into
    k runs,

    .. math::
        P(2k) &= 2 \binom{a-1}{k-1} \binom{b-1}{k-1} \Big/ \binom{a+b}{a} \\
        P(2k+1) &= \left[\binom{a-1}{k} \binom{b-1}{k-1} + \binom{a-1}{k-1} \binom{b-1}{k}\right]
                   \Big/ \binom{a+b}{a}

    Parameters
    ----------
    n_above, n_below : int
        At least one of them is not 0.

    Returns
    -------
    (n_above + n_below + 1,)
        Entry r is the probability of r runs.

    References
    ----------
    Swed & Eisenhart (1943), doi:10.1214/aoms/1177731494.
    """
    n = n_above + n_below
    probabilities = np.zeros(n + 1)
    if 0 in (n_above, n_below):
        probabilities[1] = 1.0
        return probabilities
    runs = np.arange(2, n + 1)
    # Runs of either kind: the same number of both, or one more of the kind that begins and ends.
    more, fewer = (runs + 1) // 2, runs // 2
    whole = _log_binomial(n, np.array(n_above))
    first = _log_cuts(n_above, more) + _log_cuts(n_below, fewer)
    second = _log_cuts(n_above, fewer) + _log_cuts(n_below, more)
    probabilities[2:] = np.exp(first - whole) + np.exp(second - whole)
    return probabilities


def runs_limits(n_above: int, n_below: int, level: float = 0.05) -> RunLimits:
    """Return the limits that the number of runs leaves with a probability of at most ``level``.

    At most half of it lies beyond either limit.

    Parameters
    ----------
    n_above, n_below : int
        At least one of them is not 0.
    level : float
    """
    probabilities = runs_probabilities(n_above, n_below)
    at_most = np.cumsum(probabilities)
    at_least = np.cumsum(probabilities[::-1])[::-1]
    # One point against 79 makes two runs with a probability of exactly .025.
    tail = level / 2 * (1 + _ROUNDING)
    possible = np.flatnonzero((at_most > tail) & (at_least > tail))
    return RunLimits(int(possible[0]), int(possible[-1]))


def longest_run_limit(n_useful: int) -> int:
    r"""Return the longest run that is not unusual, :math:`\log_2 n + 3` to the nearest integer.

    Parameters
    ----------
    n_useful : int
        Points off the line, at least 1.

    References
    ----------
    Anhøj & Olesen (2014), doi:10.1371/journal.pone.0113825, after Schilling.
    """
    return round(math.log2(n_useful) + 3)


def crossings_limit(n_useful: int, level: float = 0.05) -> int:
    """Return the fewest crossings of the line that are not unusual.

    It is the quantile at ``level`` of the binomial distribution of n - 1 chances of one half.

    Parameters
    ----------
    n_useful : int
        Points off the line, at least 1.
    level : float

    References
    ----------
    Anhøj & Olesen (2014), doi:10.1371/journal.pone.0113825.
    """
    at_most = bdtr(np.arange(n_useful), n_useful - 1, 0.5)
    return int(np.argmax(at_most >= level))


def _log_cuts(n_points: int, n_runs: IntArray) -> FloatArray:
    """Return the logarithm of the ways to cut points into runs; minus infinity for none."""
    is_possible = n_runs <= n_points
    ways = _log_binomial(n_points - 1, np.where(is_possible, n_runs - 1, 0))
    cuts: FloatArray = np.where(is_possible, ways, -np.inf)
    return cuts


def _log_binomial(n: int, chosen: IntArray) -> FloatArray:
    logarithm: FloatArray = gammaln(n + 1) - gammaln(chosen + 1) - gammaln(n - chosen + 1)
    return logarithm
