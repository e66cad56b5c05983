"""How far groups lie apart: standardized differences, areas under the curve, explained variance."""

import numpy as np
from scipy.special import nctdtr, ndtri
from scipy.stats import rankdata

from covalue_measures.typing import FloatArray

# Halvings of a bracket of any width down to the spacing of numbers.
_HALVINGS = 120


def standardized_difference(first: FloatArray, second: FloatArray) -> float:
    r"""Return Cohen's d, the difference of two means in pooled standard deviations.

    .. math::
        d = \frac{\bar{x}_1 - \bar{x}_2}{s}, \quad
        s^2 = \frac{(n_1 - 1) s_1^2 + (n_2 - 1) s_2^2}{n_1 + n_2 - 2}

    Not corrected for small samples.

    Parameters
    ----------
    first, second : (n_1,), (n_2,)
        At least three values together, without missing ones.

    Returns
    -------
    float
        NaN where neither group varies.

    References
    ----------
    Cohen (1988), Statistical power analysis for the behavioral sciences, chapter 2.
    """
    degrees = len(first) + len(second) - 2
    squares = np.sum((first - first.mean()) ** 2) + np.sum((second - second.mean()) ** 2)
    if squares <= 0:
        return float("nan")
    return float((first.mean() - second.mean()) / np.sqrt(squares / degrees))


def standardized_difference_interval(
    difference: float, n_first: int, n_second: int, confidence_level: float
) -> tuple[float, float]:
    r"""Return the interval of Cohen's d by the noncentral t distribution.

    Its ends are the differences :math:`\delta` under which the observed t, or one further out, has
    half of what the level leaves out: t is noncentral with :math:`n_1 + n_2 - 2` degrees of
    freedom and noncentrality :math:`\delta \sqrt{n_1 n_2 / (n_1 + n_2)}`. It holds for normal
    groups of one variance.

    Parameters
    ----------
    difference : float
        Cohen's d.
    n_first, n_second : int
    confidence_level : float

    References
    ----------
    Steiger and Fouladi (1997), Noncentrality interval estimation and the evaluation of statistical
    models, in Harlow, Mulaik and Steiger (eds), What if there were no significance tests?
    """
    root = np.sqrt(n_first * n_second / (n_first + n_second))
    degrees = n_first + n_second - 2
    if np.isnan(difference):
        return float("nan"), float("nan")
    # By symmetry, one sign is enough.
    observed = abs(difference) * root
    tail = (1 - confidence_level) / 2
    shares = np.array([1 - tail, tail])
    lower, upper = (_noncentrality(observed, degrees, shares) / root).tolist()
    return (lower, upper) if difference >= 0 else (-upper, -lower)


def area_under_curve(first: FloatArray, second: FloatArray) -> float:
    r"""Return the probability that a member of the first group has the higher value.

    .. math:: A = P(X_1 > X_2) + \tfrac{1}{2} P(X_1 = X_2) = \frac{U}{n_1 n_2}

    with U the statistic of Mann and Whitney.

    Parameters
    ----------
    first, second : (n_1,), (n_2,)
        Without missing values.
    """
    return float(_placements(first, second)[0].mean())


def area_under_curve_interval(
    first: FloatArray, second: FloatArray, confidence_level: float
) -> tuple[float, float]:
    r"""Return the interval of the area under the curve, with the variance of DeLong.

    The placement of a member of one group is the share of the other group below it, ties counted
    half. With V the placements,

    .. math:: \operatorname{Var}(A) = \frac{s^2(V_1)}{n_1} + \frac{s^2(V_2)}{n_2}

    and the interval is that of a normal variable, cut at 0 and 1.

    Parameters
    ----------
    first, second : (n_1,), (n_2,)
        At least two values each, without missing ones.
    confidence_level : float

    Returns
    -------
    (lower, upper)
        NaN where the groups do not overlap: the variance is 0 then, and says nothing.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), doi:10.2307/2531595.
    """
    above, below = _placements(first, second)
    variance = above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below)
    if variance <= 0:
        return float("nan"), float("nan")
    reach = float(ndtri((1 + confidence_level) / 2) * np.sqrt(variance))
    area = float(above.mean())
    return max(area - reach, 0.0), min(area + reach, 1.0)


def omega_squared(groups: list[FloatArray]) -> float:
    r"""Return the share of variance that lies between groups, corrected for chance.

    .. math:: \omega^2 = \frac{SS_b - (g - 1) MS_w}{SS_t + MS_w}

    It takes one variance within groups, unlike Welch's test.

    Parameters
    ----------
    groups : list of (n_j,)
        At least two groups, without missing values.

    Returns
    -------
    float
        Negative where groups differ less than chance makes them; NaN where no one varies.

    References
    ----------
    Hays (1963), Statistics for psychologists.
    """
    values = np.concatenate(groups)
    within = sum(float(np.sum((group - group.mean()) ** 2)) for group in groups)
    total = float(np.sum((values - values.mean()) ** 2))
    if total <= 0:
        return float("nan")
    mean_square = within / (len(values) - len(groups))
    return (total - within - (len(groups) - 1) * mean_square) / (total + mean_square)


def _placements(first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the share of the second group below each of the first, and of the first above."""
    ranks = rankdata(np.concatenate([first, second]))
    above = (ranks[: len(first)] - rankdata(first)) / len(second)
    below = 1 - (ranks[len(first) :] - rankdata(second)) / len(first)
    return above, below


def _noncentrality(observed: float, degrees: int, shares: FloatArray) -> FloatArray:
    """Return the noncentralities under which t lies below ``observed`` with given chances.

    Parameters
    ----------
    observed : float
        Not negative.
    degrees : int
    shares : (n,)
    """
    low = np.full(len(shares), -20.0)
    high = np.full(len(shares), 10 * observed + 40.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        share = nctdtr(degrees, middle, observed)
        # Where chances are too small to compute, they are 0 or 1.
        share = np.where(np.isnan(share), np.where(middle < observed, 1.0, 0.0), share)
        low, high = np.where(share > shares, middle, low), np.where(share > shares, high, middle)
    center: FloatArray = (low + high) / 2
    return center
