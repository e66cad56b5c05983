"""Sampling adequacy and Bartlett's test by factor_analyzer."""

import warnings
from importlib import import_module

import numpy as np
import pandas as pd

from covalue_measures.crosscheck.opinion import Opinion
from covalue_measures.crosscheck.packages import require
from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.psychometrics.correlation import estimate_pearson
from covalue_measures.psychometrics.door import Responses, as_item_matrix
from covalue_measures.psychometrics.factor import assess_suitability


def check_suitability(data: Responses) -> tuple[Opinion, ...]:
    """Return factor_analyzer's KMO and Bartlett's chi-square beside ours.

    The other program takes complete data and Pearson correlations only, so both are computed
    again on the respondents who answered every item.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array

    Raises
    ------
    MissingExtraError
        If factor_analyzer is not installed.
    InsufficientDataError
        If the complete answers have no positive definite correlations.
    """
    package_version = require("factor_analyzer")
    complete = as_item_matrix(data).listwise()
    if complete.n_respondents < 3:
        raise InsufficientDataError(
            f"The other program takes complete rows only, and there are {complete.n_respondents}."
        )
    frame = pd.DataFrame(complete.values, columns=list(complete.item_ids))
    ours = assess_suitability(estimate_pearson(frame))
    with warnings.catch_warnings():
        # Deprecations inside the other program say nothing about the number.
        warnings.simplefilter("ignore")
        factor_analyzer = import_module("factor_analyzer")
        chi_square, _ = factor_analyzer.calculate_bartlett_sphericity(frame)
        _, kmo = factor_analyzer.calculate_kmo(frame)
    chi = ours.chi_square
    basis = f"{complete.n_respondents} respondents who answered every item, Pearson correlations"
    return tuple(
        Opinion(
            coefficient=name,
            ours=mine,
            theirs=float(np.asarray(theirs)),
            package="factor_analyzer",
            package_version=package_version,
            tolerance=tolerance,
            basis=basis,
        )
        for name, mine, theirs, tolerance in (
            ("KMO of complete rows", ours.kmo, kmo, 1e-8),
            ("Bartlett's chi-square of complete rows", chi, chi_square, 1e-6 * chi),
        )
    )
