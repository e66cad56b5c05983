"""Cronbach's alpha and its interval by pingouin."""

import warnings
from importlib import import_module

import pandas as pd

from covalue_measures.crosscheck.opinion import Opinion
from covalue_measures.crosscheck.packages import require
from covalue_measures.psychometrics.reliability import AlphaResult
from covalue_measures.typing import FloatArray


def check_alpha(values: FloatArray, ours: AlphaResult) -> tuple[Opinion, ...]:
    """Return pingouin's alpha and interval beside ours, from the same answers.

    Parameters
    ----------
    values : (n_respondents, n_items)
        The keyed answers that ``ours`` was estimated from, NaN for missing.
    ours : AlphaResult

    Raises
    ------
    MissingExtraError
        If pingouin is not installed.
    """
    package_version = require("pingouin")
    with warnings.catch_warnings():
        # Deprecations inside the other program say nothing about the number.
        warnings.simplefilter("ignore")
        pingouin = import_module("pingouin")
        alpha, interval = pingouin.cronbach_alpha(
            data=pd.DataFrame(values, columns=list(ours.item_ids)),
            nan_policy=ours.missing,
            ci=ours.confidence_level,
        )
    basis = f"{ours.n_respondents} respondents, {ours.missing} covariances"
    rounded = f"{basis}; the other program rounds to 3 decimals"
    numbers = (
        ("alpha", ours.alpha, float(alpha), 1e-9, basis),
        ("alpha, lower limit", ours.interval[0], float(interval[0]), 5.001e-4, rounded),
        ("alpha, upper limit", ours.interval[1], float(interval[1]), 5.001e-4, rounded),
    )
    return tuple(
        Opinion(
            coefficient=name,
            ours=mine,
            theirs=theirs,
            package="pingouin",
            package_version=package_version,
            tolerance=tolerance,
            basis=what,
        )
        for name, mine, theirs, tolerance, what in numbers
    )
