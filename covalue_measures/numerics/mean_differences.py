"""Tests of means that do not take the groups' variances for equal."""

from typing import NamedTuple

import numpy as np
from scipy.special import fdtrc, stdtr, stdtrit

from covalue_measures.typing import FloatArray


class MeanDifference(NamedTuple):
    """Welch's t test of two means."""

    difference: float
    lower: float
    upper: float
    t: float
    df: float
    pvalue: float


class MeansTest(NamedTuple):
    """Welch's F test of several means."""

    f: float
    df_between: float
    df_within: float
    pvalue: float


def welch_difference(
    first: FloatArray, second: FloatArray, confidence_level: float
) -> MeanDifference:
    r"""Return the difference of two means, its interval and its t test.

    .. math::
        t = \frac{\bar{x}_1 - \bar{x}_2}{\sqrt{v_1 + v_2}}, \quad
        \nu = \frac{(v_1 + v_2)^2}{v_1^2 / (n_1 - 1) + v_2^2 / (n_2 - 1)}, \quad v_j = s_j^2 / n_j

    Parameters
    ----------
    first, second : (n_1,), (n_2,)
        At least two values each, without missing ones; one of the groups varies.
    confidence_level : float

    References
    ----------
    Welch (1947), doi:10.1093/biomet/34.1-2.28.
    """
    n = np.array([len(first), len(second)])
    errors = np.array([first.var(ddof=1), second.var(ddof=1)]) / n
    difference = float(first.mean() - second.mean())
    error = float(np.sqrt(errors.sum()))
    df = float(errors.sum() ** 2 / np.sum(errors**2 / (n - 1)))
    t = difference / error
    reach = float(stdtrit(df, (1 + confidence_level) / 2)) * error
    return MeanDifference(
        difference=difference,
        lower=difference - reach,
        upper=difference + reach,
        t=t,
        df=df,
        pvalue=float(2 * stdtr(df, -abs(t))),
    )


def welch_anova(groups: list[FloatArray]) -> MeansTest:
    r"""Return Welch's test that several means are equal.

    With weights :math:`w_j = n_j / s_j^2`, their sum W, the weighted mean :math:`\tilde{x}` and
    :math:`\Lambda = \frac{1}{g^2 - 1} \sum_j \frac{(1 - w_j / W)^2}{n_j - 1}`,

    .. math::
        F = \frac{\sum_j w_j (\bar{x}_j - \tilde{x})^2 / (g - 1)}{1 + 2 (g - 2) \Lambda}, \quad
        \nu_1 = g - 1, \quad \nu_2 = \frac{1}{3 \Lambda}

    Parameters
    ----------
    groups : list of (n_j,)
        At least two groups of at least two values that vary, without missing ones.

    References
    ----------
    Welch (1951), doi:10.1093/biomet/38.3-4.330.
    """
    k = len(groups)
    n = np.array([len(group) for group in groups])
    means = np.array([group.mean() for group in groups])
    weights = n / np.array([group.var(ddof=1) for group in groups])
    shares = weights / weights.sum()
    spread = float(np.sum(weights * (means - np.sum(shares * means)) ** 2) / (k - 1))
    correction = float(np.sum((1 - shares) ** 2 / (n - 1)) / (k**2 - 1))
    f = spread / (1 + 2 * (k - 2) * correction)
    df_within = 1 / (3 * correction)
    return MeansTest(
        f=f,
        df_between=float(k - 1),
        df_within=df_within,
        pvalue=float(fdtrc(k - 1, df_within, f)),
    )
