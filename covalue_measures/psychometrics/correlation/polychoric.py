"""Polychoric correlations of ordered answers."""

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.covariance import pairwise_counts
from covalue_measures.numerics.polychoric import PolychoricEstimates, polychoric
from covalue_measures.numerics.polychoric_covariance import polychoric_covariance
from covalue_measures.psychometrics.correlation.results import Missing, PolychoricResult
from covalue_measures.psychometrics.correlation.weak_pairs import (
    boundary_pairs,
    warn_of_weak_pairs,
)
from covalue_measures.psychometrics.door import (
    ItemMatrix,
    Responses,
    as_item_matrix,
    refuse_constant_items,
    refuse_undefined_pairs,
    require_items,
)
from covalue_measures.psychometrics.options import require_choice
from covalue_measures.typing import FloatArray, IntArray

#: More distinct values than this are measurements, not categories.
MOST_CATEGORIES = 25


def estimate_polychoric(
    data: Responses,
    *,
    missing: Missing = "pairwise",
    empty_cell_correction: float = 0.0,
) -> PolychoricResult:
    """Return polychoric correlations between all items, with their thresholds.

    Each pair's correlation is that of the bivariate normal responses which, cut at the items'
    thresholds, make the observed table most likely. Thresholds are each item's own, from
    everyone who answered it; the categories are those in use.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_items) of at most 25 distinct values an item, NaN for missing.
    missing : ``pairwise`` or ``listwise``
        Each table over the respondents who answered both items, or all tables over those who
        answered every item.
    empty_cell_correction : float
        Count to put into an empty cell of a two-by-two table, margins kept, whose correlation
        would otherwise be 1 or -1. Others add 0.5 unasked.

    Raises
    ------
    InsufficientDataError
        If an item does not vary, or there are fewer than two items.
    ResponseDataError
        If an item has too many values to be ordinal.

    Notes
    -----
    Two-step maximum likelihood as in lavaan's ``lavCor``: agrees with it to 1e-7 on real data,
    and so does the asymptotic covariance, with missing answers too. A correlation of 1 or -1 has
    none (NaN). A count put into an empty cell moves the estimate, not its covariance. A warning
    names pairs at the boundary and those more than half of whose cells are empty; others are
    listed by ``sparse_pairs``.

    References
    ----------
    Olsson (1979), doi:10.1007/BF02296207, section on two-step estimation; for the asymptotic
    covariance Muthen (1984), doi:10.1007/BF02294210.

    Examples
    --------
    >>> import numpy as np, covalue_measures as cm
    >>> answers = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 10, 10, 40], axis=0)
    >>> result = cm.estimate_polychoric(answers)
    >>> float(result.correlations.iloc[0, 1].round(4))  # sine of 0.3 pi
    0.809
    """
    require_choice("missing", missing, Missing)
    if not 0 <= empty_cell_correction < np.inf:
        raise ValueError(
            f"empty_cell_correction must be a count of 0 or more, got {empty_cell_correction}."
        )
    matrix = as_item_matrix(data)
    require_items(matrix, 2, "A polychoric correlation")
    used = matrix.listwise() if missing == "listwise" else matrix
    if not used.n_respondents:
        raise InsufficientDataError("No respondent answered every item.")
    refuse_constant_items(used)
    together = pairwise_counts(used.values)
    refuse_undefined_pairs(used, np.where(together > 0, 0.0, np.nan))
    codes, categories = encode_categories(used)
    largest = max(len(values) for values in categories)
    estimates = polychoric(codes, largest, empty_cell_correction=empty_cell_correction)
    result = _labeled(used, categories, estimates, missing, empty_cell_correction)
    source = partial(polychoric_covariance, codes, estimates.thresholds, estimates.correlations)
    result = replace(result, covariance_source=source)
    warn_of_weak_pairs(result, estimates.converged)
    return result


def encode_categories(matrix: ItemMatrix) -> tuple[IntArray, list[FloatArray]]:
    """Return category codes from 0 without gaps (-1 missing), and each item's values.

    Raises
    ------
    ResponseDataError
        If an item has more than 25 distinct values.
    """
    # One sorted list of values for all items; what an item does not use closes up below.
    all_values = np.unique(matrix.values[~np.isnan(matrix.values)])
    places = np.searchsorted(all_values, matrix.values)
    codes = np.full(matrix.values.shape, -1, dtype=np.int64)
    categories = []
    for column, item_id in enumerate(matrix.item_ids):
        counts = np.bincount(places[:, column], minlength=len(all_values) + 1)[:-1]
        values = all_values[counts > 0]
        if len(values) > MOST_CATEGORIES:
            raise ResponseDataError(
                f"Item '{item_id}' has {len(values)} distinct values; a polychoric correlation is"
                f" for ordered categories, at most {MOST_CATEGORIES}."
            )
        # NaN is sorted behind every value, and so finds the last place.
        codes[:, column] = np.append(np.cumsum(counts > 0) - 1, -1)[places[:, column]]
        categories.append(values)
    return codes, categories


def _labeled(
    matrix: ItemMatrix,
    categories: list[FloatArray],
    estimates: PolychoricEstimates,
    missing: Missing,
    correction: float,
) -> PolychoricResult:
    names = list(matrix.item_ids)
    return PolychoricResult(
        method="polychoric",
        correlations=pd.DataFrame(estimates.correlations, index=names, columns=names),
        n_respondents=matrix.n_respondents,
        n_pairwise=pd.DataFrame(estimates.n_pairwise, index=names, columns=names).astype(int),
        missing=missing,
        reversed_items=matrix.reversed_items,
        thresholds={
            name: cuts[cuts < BEYOND]
            for name, cuts in zip(names, estimates.thresholds, strict=True)
        },
        categories=dict(zip(names, categories, strict=True)),
        empty_cells=pd.DataFrame(estimates.n_empty_cells, index=names, columns=names),
        boundary_pairs=boundary_pairs(names, estimates.correlations),
        empty_cell_correction=correction,
        converged=bool(estimates.converged.all()),
        iterations=estimates.iterations,
        largest_gradient=estimates.largest_gradient,
        n_answered=int((~np.isnan(matrix.values)).any(axis=1).sum()),
    )
