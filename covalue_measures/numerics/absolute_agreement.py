"""How far several values of the same cases are the same, not only go together."""

import numpy as np
from scipy.special import fdtri

from covalue_measures.typing import FloatArray


def absolute_agreement(
    values: FloatArray, confidence_level: float
) -> tuple[float, tuple[float, float]]:
    r"""Return the intraclass correlation ICC(A,1) and its interval.

    With mean squares of n cases (R), k measurements (C) and what is left (E),

    .. math:: ICC(A, 1) = \frac{MS_R - MS_E}{MS_R + (k - 1) MS_E + \frac{k}{n} (MS_C - MS_E)}

    It is of single values and of a two-way model; a constant difference between measurements lowers
    it.

    Parameters
    ----------
    values : (n_cases, n_measurements)
        At least two of each, without missing values.
    confidence_level : float

    Returns
    -------
    estimate, (lower, upper)
        NaN where nothing varies; an interval of no width where nothing differs between
        measurements.

    References
    ----------
    McGraw and Wong (1996), doi:10.1037/1082-989X.1.1.30.
    """
    n, k = values.shape
    mean = values.mean()
    cases = values.mean(axis=1, keepdims=True)
    measurements = values.mean(axis=0, keepdims=True)
    rest = values - cases - measurements + mean
    ms_cases = float(k * np.sum((cases - mean) ** 2) / (n - 1))
    ms_between = float(n * np.sum((measurements - mean) ** 2) / (k - 1))
    ms_rest = float(np.sum(rest**2) / ((n - 1) * (k - 1)))
    total = ms_cases + (k - 1) * ms_rest + k / n * (ms_between - ms_rest)
    if not ms_cases + ms_between + ms_rest > 0:
        return float("nan"), (float("nan"), float("nan"))
    estimate = (ms_cases - ms_rest) / total
    if not ms_between + ms_rest > 0:
        return estimate, (estimate, estimate)
    # Satterthwaite's degrees of freedom of the denominator.
    a = k * estimate / (n * (1 - estimate))
    b = 1 + k * estimate * (n - 1) / (n * (1 - estimate))
    degrees = (a * ms_between + b * ms_rest) ** 2 / (
        (a * ms_between) ** 2 / (k - 1) + (b * ms_rest) ** 2 / ((n - 1) * (k - 1))
    )
    share = (1 + confidence_level) / 2
    low, high = float(fdtri(n - 1, degrees, share)), float(fdtri(degrees, n - 1, share))
    spread = k * ms_between + (k * n - k - n) * ms_rest
    lower = n * (ms_cases - low * ms_rest) / (low * spread + n * ms_cases)
    upper = n * (high * ms_cases - ms_rest) / (spread + n * high * ms_cases)
    return estimate, (lower, upper)
