"""Correlations made positive definite, with a record of what that changed."""

import warnings
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import ConvergenceWarning
from covalue_measures.numerics.nearest_correlation import (
    eigenvalue_correlation,
    nearest_correlation,
)
from covalue_measures.psychometrics.correlation.results import CorrelationResult
from covalue_measures.psychometrics.options import require_choice, require_share

#: Eigenvalues raised and the diagonal brought back to 1, or the least sum of squared changes.
SmoothingMethod: TypeAlias = Literal["eigenvalue", "nearest"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SmoothedCorrelationResult(CorrelationResult):
    """Correlations of which some are not what the data say, so that all fit together."""

    smoothing: SmoothingMethod
    #: Whether any correlation changed: a matrix that needs no smoothing is returned as it was.
    is_changed: bool
    smallest_eigenvalue_before: float
    smallest_eigenvalue_after: float
    #: Largest absolute change of a correlation.
    largest_change: float
    #: The pair with that change; None if there is none.
    largest_change_pair: tuple[str, str] | None


def smooth_correlations(
    result: CorrelationResult,
    *,
    method: SmoothingMethod = "eigenvalue",
    smallest_eigenvalue: float = 1e-10,
) -> SmoothedCorrelationResult:
    """Return positive definite correlations near those of ``result``.

    Polychoric and pairwise correlations are estimated pair by pair, and together may be no
    correlation matrix: some weighted sum of the items would have a negative variance. Estimators
    refuse such a matrix or say so; none smooths by itself.

    Parameters
    ----------
    result : CorrelationResult
    method : ``eigenvalue`` or ``nearest``
        ``eigenvalue`` raises small eigenvalues and divides by the standard deviations that come of
        it, as ``psych::cor.smooth`` does; ``nearest`` finds the correlation matrix with the least
        sum of squared changes.
    smallest_eigenvalue : float
        Between 0 and 1. What smaller eigenvalues are raised to; if there is none, nothing changes.

    Warns
    -----
    ConvergenceWarning
        If the nearest matrix was not reached; the one returned is positive definite all the same.

    Notes
    -----
    Standard errors and fit statistics take the smoothed correlations for observed ones. Look at
    ``largest_change`` before believing them: a large one points to a pair with a sparse table or
    few respondents.

    References
    ----------
    Higham (2002), doi:10.1093/imanum/22.3.329.

    Examples
    --------
    >>> import pandas as pd, covalue_measures as cm
    >>> from covalue_measures.psychometrics.correlation import smooth_correlations
    >>> matrix = pd.DataFrame([[1, 0.9, 0.7], [0.9, 1, 0.3], [0.7, 0.3, 1]], columns=list("abc"))
    >>> smoothed = smooth_correlations(cm.CorrelationResult.from_matrix(matrix, 100))
    >>> smoothed.largest_change_pair, round(smoothed.largest_change, 3)
    (('a', 'b'), 0.006)
    """
    require_choice("method", method, SmoothingMethod)
    require_share("smallest_eigenvalue", smallest_eigenvalue)
    before, names = result.matrix, list(result.item_ids)
    after = before
    if result.smallest_eigenvalue < smallest_eigenvalue:
        if method == "eigenvalue":
            after = eigenvalue_correlation(before, smallest_eigenvalue)
        else:
            nearest = nearest_correlation(before, smallest_eigenvalue)
            after = nearest.correlation
            if not nearest.converged:
                warnings.warn(
                    "The nearest correlation matrix was not reached in"
                    f" {nearest.iterations} iterations; use method='eigenvalue', or a larger"
                    " smallest_eigenvalue.",
                    ConvergenceWarning,
                    stacklevel=callers_level(),
                )
    change = np.triu(np.abs(after - before), 1)
    row, column = np.unravel_index(np.argmax(change), change.shape)
    is_changed = bool(change.any())
    return SmoothedCorrelationResult(
        method=result.method,
        correlations=pd.DataFrame(after, index=names, columns=names),
        n_respondents=result.n_respondents,
        n_pairwise=result.n_pairwise,
        missing=result.missing,
        reversed_items=result.reversed_items,
        smoothing=method,
        is_changed=is_changed,
        smallest_eigenvalue_before=result.smallest_eigenvalue,
        smallest_eigenvalue_after=float(np.linalg.eigvalsh(after)[0]),
        largest_change=float(change[row, column]),
        largest_change_pair=(names[row], names[column]) if is_changed else None,
    )
