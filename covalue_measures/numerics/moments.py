"""Skew and kurtosis by the three definitions in use."""

from typing import Literal

import numpy as np

from covalue_measures.typing import FloatArray


def skew_and_kurtosis(
    values: FloatArray, definition: Literal[1, 2, 3]
) -> tuple[FloatArray, FloatArray]:
    """Return skew and excess kurtosis of each column, over its values that are not NaN.

    Parameters
    ----------
    values : (n_respondents, n_items)
    definition : 1, 2 or 3
        1: moments with denominator n; 2: unbiased under normality, as SAS and SPSS print;
        3: standard deviation with denominator n - 1, as MINITAB and psych print.

    Returns
    -------
    skew, kurtosis : (n_items,)
        NaN where a column does not vary or has too few values.

    References
    ----------
    Joanes and Gill (1998), doi:10.1111/1467-9884.00122, equations for g, G and b.
    """
    n = np.sum(~np.isnan(values), axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        deviations = values - np.nansum(values, axis=0) / n
        second, third, fourth = (np.nansum(deviations**power, axis=0) / n for power in (2, 3, 4))
        second = np.where(second > 0, second, np.nan)
        skew = third / second**1.5
        kurtosis = fourth / second**2 - 3
        if definition == 2:
            kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * kurtosis + 6)
            skew = skew * np.sqrt(n * (n - 1)) / (n - 2)
        elif definition == 3:
            shrink = (n - 1) / n
            skew = skew * shrink**1.5
            kurtosis = (kurtosis + 3) * shrink**2 - 3
    return skew, kurtosis
