"""A table of estimates with uncertainty from draws."""

import warnings

import numpy as np
import pandas as pd

from covalue_measures.numerics.intervals import corrected_interval, percentile_interval
from covalue_measures.psychometrics.structural.bootstrap_result import BootstrapInterval
from covalue_measures.psychometrics.structural.estimates_table import uncertainty
from covalue_measures.typing import FloatArray

#: Spread of the draws, in units of the estimate, that is rounding error.
_ROUNDING = 1e-10


def bootstrap_table(
    table: pd.DataFrame,
    name: str,
    draws: FloatArray,
    level: float,
    interval: BootstrapInterval,
    acceleration: FloatArray | float,
) -> pd.DataFrame:
    """Return a table of the fit with standard errors, intervals and bias from draws.

    Parameters
    ----------
    table : DataFrame
        With a standard error of 0 for what is fixed.
    name : str
        Column of the estimates.
    draws : (n_draws, n_rows)
        NaN where there is none.
    level : float
        Confidence level.
    interval : ``percentile``, ``bias_corrected`` or ``bca``
    acceleration : (n_rows,) or 0
    """
    estimates = table[name].to_numpy(dtype=np.float64)
    with warnings.catch_warnings():
        # A standardized value may exist in no draw.
        warnings.simplefilter("ignore", RuntimeWarning)
        errors = np.nanstd(draws, axis=0, ddof=1)
        bias = np.nanmean(draws, axis=0) - estimates
    if interval == "percentile":
        ends = percentile_interval(draws, level)
    else:
        ends = corrected_interval(draws, estimates, level, acceleration=acceleration)
    is_fixed = (table["se"] == 0).to_numpy() | (errors <= _ROUNDING * np.abs(estimates))
    found = uncertainty(estimates, np.where(is_fixed, 0.0, errors), level, name)
    found["ci_lower"], found["ci_upper"] = np.where(is_fixed, estimates, ends)
    changed = table.copy()
    changed[found.columns] = found
    place = list(changed.columns).index("ci_upper") + 1
    changed.insert(place, "bias", np.where(is_fixed, 0.0, bias))
    return changed
