"""Root mean square error of approximation, from the noncentral chi-square distribution."""

import math
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.special import chdtr, chndtr


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproximationError:
    """RMSEA with its interval and two tests."""

    estimate: float
    lower: float
    upper: float
    #: Of the hypothesis that the population's RMSEA is at most ``close``.
    close_pvalue: float
    #: Of the hypothesis that it is at least ``not_close``.
    not_close_pvalue: float


def approximation_error(
    statistic: float,
    df: float,
    *,
    n: float,
    n_groups: int = 1,
    scaling: float = 1.0,
    confidence_level: float = 0.9,
    close: float = 0.05,
    not_close: float = 0.08,
) -> ApproximationError:
    r"""Return the root mean square error of approximation.

    .. math:: \sqrt{\frac{c\, G\, \max(T - df, 0)}{n\, df}}

    with G groups. The limits replace T - df by the noncentralities under which T would be the
    upper and the lower tail's quantile. With c = 1 this is the usual index. With
    :math:`T = T_{ML} / c` it is the robust one, whose population value does not depend on the
    distribution of the responses.

    Parameters
    ----------
    statistic, df : float
        Chi-square, or a corrected one that is referred to a chi-square with ``df``.
    n : float
        Respondents in all groups; less one a group if the discrepancy uses unbiased covariances.
    scaling : float
        c of a statistic that has been divided by it.

    Returns
    -------
    ApproximationError
        Without degrees of freedom 0 with an interval of 0 and NaN for both tests.

    References
    ----------
    Steiger (1990), doi:10.1207/s15327906mbr2502_4; Browne and Cudeck (1993), Alternative ways of
    assessing model fit, in Bollen and Long (eds); groups: Steiger (1998),
    doi:10.1080/10705519809540115; robust: Li and Bentler (2006), and Brosseau-Liard, Savalei and
    Li (2012), doi:10.1080/00273171.2012.715252.
    """
    if df == 0:
        nan = float("nan")
        return ApproximationError(
            estimate=0.0, lower=0.0, upper=0.0, close_pvalue=nan, not_close_pvalue=nan
        )
    # Scaled statistics can fall below 0, where the distribution has nothing. A missing one stays
    # missing: max keeps its first argument if that is NaN.
    statistic = max(statistic, 0.0)
    # Noncentrality of one unit of squared error.
    unit = n * df / (n_groups * scaling)
    tail = (1 - confidence_level) / 2
    lower, upper = (noncentrality(statistic, df, tail_below) for tail_below in (1 - tail, tail))
    return ApproximationError(
        estimate=math.sqrt(max(statistic - df, 0.0) / unit),
        lower=math.sqrt(lower / unit),
        upper=math.sqrt(upper / unit),
        close_pvalue=1 - float(chndtr(statistic, df, unit * close**2)),
        not_close_pvalue=float(chndtr(statistic, df, unit * not_close**2)),
    )


def noncentrality(statistic: float, df: float, probability: float) -> float:
    """Return the noncentrality under which no more than ``statistic`` has this probability.

    0 where even the central chi-square gives it less, and for a statistic below 0.
    """
    if math.isnan(statistic):
        return float("nan")
    if statistic <= 0 or chdtr(df, statistic) <= probability:
        return 0.0
    # Normal tails reach no farther than this from a chi-square.
    highest = statistic + 10 * math.sqrt(2 * statistic + df) + 50
    return float(
        brentq(lambda it: chndtr(statistic, df, it) - probability, 0.0, highest, xtol=1e-10)
    )
