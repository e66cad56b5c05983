"""How far raters agree that an item belongs, and how far they would by chance."""

import numpy as np
from scipy.special import bdtrc, betaln, ndtri

from covalue_measures.typing import FloatArray, IntArray

#: Least content validity ratio by number of raters, as Lawshe (1975, table 1) printed it. How it
#: was computed is not known. It falls from 7 raters to 40, but for a rise from 8 to 9, and it
#: agrees with neither the exact nor the normal approximation throughout.
LAWSHE_1975 = {
    5: 0.99,
    6: 0.99,
    7: 0.99,
    8: 0.75,
    9: 0.78,
    10: 0.62,
    11: 0.59,
    12: 0.56,
    13: 0.54,
    14: 0.51,
    15: 0.49,
    20: 0.42,
    25: 0.37,
    30: 0.33,
    35: 0.31,
    40: 0.29,
}


def chance_agreement(n_relevant: IntArray, n_raters: IntArray) -> FloatArray:
    r"""Return the probability that just so many raters agree by tossing a coin.

    .. math:: p_c = \binom{N}{A} \left(\tfrac{1}{2}\right)^N

    Parameters
    ----------
    n_relevant : (n_items,)
        A, raters who found the item relevant.
    n_raters : (n_items,)
        N, raters of the item.

    Returns
    -------
    (n_items,)
        1 where nobody rated.

    References
    ----------
    Polit, Beck and Owen (2007), doi:10.1002/nur.20199.
    """
    n_other = n_raters - n_relevant
    # By logarithms: the binomial coefficient of a large panel has no floating-point number.
    log_binomial = -betaln(n_other + 1, n_relevant + 1) - np.log(n_raters + 1)
    probability: FloatArray = np.exp(log_binomial - n_raters * np.log(2))
    return probability


def modified_kappa(n_relevant: IntArray, n_raters: IntArray) -> FloatArray:
    r"""Return the share of raters who found an item relevant, corrected for chance.

    .. math:: \kappa^* = \frac{A / N - p_c}{1 - p_c}

    Parameters
    ----------
    n_relevant : (n_items,)
    n_raters : (n_items,)

    Returns
    -------
    (n_items,)
        NaN where nobody rated.

    References
    ----------
    Polit, Beck and Owen (2007), doi:10.1002/nur.20199.
    """
    chance = chance_agreement(n_relevant, n_raters)
    with np.errstate(invalid="ignore"):
        kappa: FloatArray = (n_relevant / n_raters - chance) / (1 - chance)
    return kappa


def content_validity_ratio(n_essential: IntArray, n_raters: IntArray) -> FloatArray:
    r"""Return Lawshe's ratio: -1 if nobody, 0 if half, 1 if everyone calls the item essential.

    .. math:: \mathrm{CVR} = \frac{n_e - N / 2}{N / 2}

    Parameters
    ----------
    n_essential : (n_items,)
    n_raters : (n_items,)

    Returns
    -------
    (n_items,)
        NaN where nobody rated.

    References
    ----------
    Lawshe (1975), doi:10.1111/j.1744-6570.1975.tb01393.x.
    """
    with np.errstate(invalid="ignore"):
        ratio: FloatArray = 2 * n_essential / n_raters - 1
    return ratio


def critical_n_essential(n_raters: IntArray, significance_level: float) -> FloatArray:
    """Return from how many raters on "essential" is more than coin tosses would give.

    The least k for which a binomial variable with probability one half reaches k with a
    probability of at most ``significance_level``.

    Parameters
    ----------
    n_raters : (n_items,)
    significance_level : float
        One-sided.

    Returns
    -------
    (n_items,)
        NaN where even all of so few raters are not enough.

    References
    ----------
    Ayre and Scally (2014), doi:10.1177/0748175613513808.
    """
    counts = np.arange(1, max(int(n_raters.max(initial=0)), 1) + 1)[:, None]
    tails = np.where(counts <= n_raters, bdtrc(counts - 1.0, n_raters, 0.5), 1.0)
    is_rare = tails <= significance_level
    least: FloatArray = np.where(is_rare.any(axis=0), counts[is_rare.argmax(axis=0), 0], np.nan)
    return least


def approximate_critical_ratio(n_raters: IntArray, significance_level: float) -> FloatArray:
    r"""Return the critical content validity ratio by the normal approximation.

    .. math:: \frac{z_{1 - \alpha}}{\sqrt{N}}

    Above 1, a ratio that no panel reaches, for very few raters.

    Parameters
    ----------
    n_raters : (n_items,)
    significance_level : float
        One-sided.

    References
    ----------
    Wilson, Pan and Schumsky (2012), doi:10.1177/0748175612440286.
    """
    with np.errstate(divide="ignore"):
        ratio: FloatArray = -ndtri(significance_level) / np.sqrt(n_raters)
    return ratio


def aiken_v(rating_sums: FloatArray, n_raters: IntArray, n_steps: int) -> FloatArray:
    r"""Return Aiken's V: the mean rating on a scale from 0 to 1.

    .. math:: V = \frac{\sum_i (r_i - l)}{N (c - 1)}

    Parameters
    ----------
    rating_sums : (n_items,)
        Sums of ratings counted from 0.
    n_raters : (n_items,)
    n_steps : int
        Categories less one.

    Returns
    -------
    (n_items,)
        NaN where nobody rated.

    References
    ----------
    Aiken (1985), doi:10.1177/0013164485451012.
    """
    with np.errstate(invalid="ignore"):
        index: FloatArray = rating_sums / (n_raters * n_steps)
    return index


def critical_rating_sum(n_raters: int, n_steps: int, significance_level: float) -> float:
    """Return from which sum of ratings on is more than ratings at random would give.

    The least sum that raters who choose every category with the same probability, each for
    themselves, reach with a probability of at most ``significance_level``.

    Parameters
    ----------
    n_raters : int
        At least 1.
    n_steps : int
        Categories less one; ratings count from 0.
    significance_level : float

    Returns
    -------
    float
        NaN where even the highest ratings of so few raters are not enough.

    References
    ----------
    Aiken (1985), doi:10.1177/0013164485451012.
    """
    highest = n_raters * n_steps
    one_rater = np.full(n_steps + 1, 1 / (n_steps + 1))
    # The transform of a sum is the product of transforms: no loop over raters.
    transform = np.fft.rfft(one_rater, highest + 1)
    probabilities = np.fft.irfft(transform**n_raters, highest + 1)
    tails = np.cumsum(probabilities[::-1])[::-1]
    # Rounding must not refuse a sum whose probability is the level itself.
    is_rare = tails <= significance_level * (1 + 1e-9)
    return float(is_rare.argmax()) if is_rare.any() else np.nan
