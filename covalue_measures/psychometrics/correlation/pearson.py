"""Pearson correlations of item answers."""

import pandas as pd

from covalue_measures.numerics.covariance import pairwise_correlation, pairwise_counts
from covalue_measures.psychometrics.correlation.results import CorrelationResult, Missing
from covalue_measures.psychometrics.door import (
    Responses,
    as_item_matrix,
    refuse_constant_items,
    refuse_undefined_pairs,
    require_items,
)
from covalue_measures.psychometrics.options import require_choice


def estimate_pearson(data: Responses, *, missing: Missing = "pairwise") -> CorrelationResult:
    """Return Pearson correlations between all items.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_items), NaN for missing.
    missing : ``pairwise`` or ``listwise``
        Each correlation over the respondents who answered both items, or all over those who
        answered every item.

    Raises
    ------
    InsufficientDataError
        If an item does not vary, or there are fewer than two items.

    Examples
    --------
    >>> import numpy as np, covalue_measures as cm
    >>> answers = np.array([[1, 2], [2, 1], [3, 4], [4, 3]])
    >>> float(cm.estimate_pearson(answers).correlations.iloc[0, 1].round(3))
    0.6
    """
    require_choice("missing", missing, Missing)
    matrix = as_item_matrix(data)
    require_items(matrix, 2, "A correlation")
    used = matrix.listwise() if missing == "listwise" else matrix
    refuse_constant_items(used)
    correlation = pairwise_correlation(used.values)
    refuse_undefined_pairs(used, correlation)
    names = list(matrix.item_ids)
    return CorrelationResult(
        method="pearson",
        correlations=pd.DataFrame(correlation, index=names, columns=names),
        n_respondents=used.n_respondents,
        n_pairwise=pd.DataFrame(pairwise_counts(used.values), index=names, columns=names).astype(
            int
        ),
        missing=missing,
        reversed_items=matrix.reversed_items,
    )
