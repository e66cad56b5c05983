"""Kappa of two raters from a table of how often they chose what."""

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.category_weights import WeightScheme
from covalue_measures.numerics.pairwise_agreement import AgreementMethod, rated_units
from covalue_measures.psychometrics.agreement.kappa_assembly import KappaQuestion, assemble_kappa
from covalue_measures.psychometrics.agreement.kappa_result import KappaResult
from covalue_measures.psychometrics.agreement.ratings import Ratings
from covalue_measures.psychometrics.agreement.weights import weights_of
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.typing import FloatArray


def estimate_kappa_from_table(
    table: pd.DataFrame | ArrayLike,
    *,
    weights: WeightScheme | FloatArray = "unweighted",
    method: AgreementMethod = "cohen",
    confidence_level: float = 0.95,
) -> KappaResult:
    """Return how far two raters agree beyond chance, from how often they chose what together.

    Parameters
    ----------
    table : DataFrame or 2-D array
        (n_categories, n_categories) counts of units: rows are the categories of one rater, columns
        those of the other, in the same order. Categories of an array are numbered from 1.
    weights, method, confidence_level
        As :func:`estimate_kappa` takes them.

    Raises
    ------
    ResponseDataError
        If the table is not square, its rows are not its columns, or it does not hold counts.

    Notes
    -----
    The same as :func:`estimate_kappa` of the units one by one. irrCAC's functions for tables
    divide by the units where those for raw ratings divide by one less; so their standard errors
    are smaller than these, except for ``cohen``.

    Examples
    --------
    >>> from covalue_measures.psychometrics.agreement import estimate_kappa_from_table
    >>> round(estimate_kappa_from_table([[20, 5], [10, 15]]).estimate, 3)
    0.4
    """
    require_share("confidence_level", confidence_level)
    require_choice("method", method, AgreementMethod)
    counts, ratings = _as_counts(table)
    return assemble_kappa(
        KappaQuestion(
            ratings=ratings,
            units=rated_units(ratings.codes, len(ratings.categories)),
            frequencies=counts[counts > 0],
            weights=weights_of(ratings, weights),
            weights_name=weights if isinstance(weights, str) else "custom",
            method=method,
            confidence_level=confidence_level,
            n_left_out=0,
        )
    )


def _as_counts(table: pd.DataFrame | ArrayLike) -> tuple[FloatArray, Ratings]:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ResponseDataError(
            f"A table of two raters is square, got shape {counts.shape}: give every category a row"
            " and a column, used or not."
        )
    if isinstance(table, pd.DataFrame):
        rows, columns = list(table.index), list(table.columns)
        if rows != columns:
            raise ResponseDataError(
                f"Rows of the table are {rows}, columns are {columns}: both raters need the same"
                " categories in the same order. For a table without names give an array."
            )
        labels: tuple[Hashable, ...] = tuple(columns)
    else:
        labels = tuple(range(1, len(counts) + 1))
    wrong = np.argwhere(~(counts >= 0) | (counts != np.floor(counts)))
    if len(wrong):
        raise ResponseDataError(
            f"The table holds {counts[tuple(wrong[0])]:g} in row {wrong[0][0] + 1}, column"
            f" {wrong[0][1] + 1}; it holds counts of units."
        )
    if counts.sum() < 2:
        raise InsufficientDataError(
            f"Agreement needs at least 2 units, the table has {counts.sum():g}."
        )
    return counts, Ratings(
        np.argwhere(counts > 0), labels, ("rows", "columns"), is_ordered=True, n_unrated=0
    )
