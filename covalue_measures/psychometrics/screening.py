"""What is missing, why, and which items together."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import ConvergenceWarning
from covalue_measures.numerics.saturated_normal import (
    fit_saturated_normal,
    little_test,
    patterns_of,
)
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.responses import REASONS, ResponseData
from covalue_measures.typing import BoolArray


@dataclass(frozen=True, slots=True, kw_only=True)
class McarTest:
    """Little's test that answers are missing completely at random."""

    statistic: float
    df: int
    #: Small where the means of the answers differ between patterns of missing answers.
    pvalue: float
    #: Patterns with at least one answer, the complete one included.
    n_patterns: int
    #: Respondents with at least one answer.
    n_respondents: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MissingResult(Readable):
    """Missing answers by item, by reason and by pattern."""

    #: One row an item: ``n`` answered, ``missing``, ``share_missing``, and for a
    #: ``ResponseData`` one column a reason.
    items: pd.DataFrame
    #: One row a pattern, most frequent first: ``missing_items`` (a tuple), ``n_respondents``.
    patterns: pd.DataFrame
    n_respondents: int
    #: Respondents without a missing answer.
    n_complete: int
    #: None where nothing is missing, or the answers do not allow it; see ``mcar_note``.
    little_mcar: McarTest | None
    #: Why there is no test; empty where there is one.
    mcar_note: str


def screen_missing(data: Responses) -> MissingResult:
    """Return how many answers are missing, for which reason, and in which patterns.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_items), NaN for missing; only a ``ResponseData`` knows reasons.

    Notes
    -----
    Little's test takes the answers as normal numbers, and leaves out items whose options have no
    order. It estimates by expectation-maximization, and uses the covariance with denominator n.

    References
    ----------
    Little (1988), doi:10.1080/01621459.1988.10478722, equation 4.

    Examples
    --------
    >>> import numpy as np, covalue_measures as cm
    >>> screened = cm.screen_missing(np.array([[1, 2], [np.nan, 1], [2, 2]]))
    >>> screened.n_complete, screened.patterns.values.tolist()
    (2, [[(), 2], [('item1',), 1]])
    """
    matrix = as_item_matrix(data, keyed=False, allow_unanswered=True)
    is_missing = np.isnan(matrix.values)
    missing = is_missing.sum(axis=0)
    columns = {
        "n": matrix.n_respondents - missing,
        "missing": missing,
        "share_missing": missing / matrix.n_respondents,
    }
    if isinstance(data, ResponseData):
        for code, reason in enumerate(REASONS, start=1):
            columns[reason.value] = (data.reasons == code).sum(axis=0)
    patterns, counts = np.unique(is_missing, axis=0, return_counts=True)
    # Ties keep the order of the patterns, so that the table does not depend on the rows' order.
    order = np.argsort(-counts, kind="stable")
    names = np.array(matrix.item_ids, dtype=object)
    mcar, note = _test_mcar(matrix, _columns_of_numbers(data, matrix))
    return MissingResult(
        items=pd.DataFrame(columns, index=pd.Index(matrix.item_ids, name="item")),
        patterns=pd.DataFrame(
            {
                "missing_items": [tuple(names[pattern]) for pattern in patterns[order]],
                "n_respondents": counts[order],
            }
        ),
        n_respondents=matrix.n_respondents,
        n_complete=matrix.n_complete,
        little_mcar=mcar,
        mcar_note=note,
    )


def _columns_of_numbers(data: Responses, matrix: ItemMatrix) -> BoolArray:
    """Return (n_items,) whether answers are numbers that someone gave, so that they have a mean."""
    is_number = np.asarray(~np.isnan(matrix.values).all(axis=0))
    if isinstance(data, ResponseData):
        is_number &= ~np.isin(matrix.item_ids, data.unordered_items)
    return is_number


def _test_mcar(matrix: ItemMatrix, is_number: BoolArray) -> tuple[McarTest | None, str]:
    answered = matrix.values[:, is_number]
    if not np.isnan(answered).any():
        return None, "Nothing is missing from items that someone answered."
    patterns = patterns_of(answered)
    try:
        fit = fit_saturated_normal(patterns)
    except np.linalg.LinAlgError:
        return None, (
            "The answers do not determine a covariance matrix: an item does not vary or repeats"
            " others, or there are too few respondents."
        )
    if not fit.convergence.converged:
        warnings.warn(
            f"The estimates behind Little's test {fit.convergence.message}.",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )
    test = little_test(patterns, fit)
    result = McarTest(
        statistic=test.statistic,
        df=test.df,
        pvalue=test.p,
        n_patterns=len(patterns),
        n_respondents=sum(pattern.n for pattern in patterns),
    )
    return result, ""
