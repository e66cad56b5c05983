"""Weights of categories, by name or given."""

from typing import get_args

import numpy as np

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.numerics.category_weights import WeightScheme, category_weights
from covalue_measures.psychometrics.agreement.ratings import (
    Ratings,
    require_numbers,
    require_order,
)
from covalue_measures.psychometrics.options import require_choice
from covalue_measures.typing import FloatArray


def weights_of(ratings: Ratings, weights: WeightScheme | FloatArray) -> FloatArray:
    """Return what counts as how much agreement: (n_categories, n_categories).

    Raises
    ------
    ResponseDataError
        If the categories lack the order or the numbers that the weights need, or weights of one's
        own do not fit them.
    """
    if isinstance(weights, str):
        require_choice("weights", weights, WeightScheme)
        if weights != "unweighted":
            require_order(ratings, f"weights='{weights}'")
        if weights == "ratio":
            require_numbers(ratings, "weights='ratio'", least=0)
        return category_weights(weights, ratings.values)
    matrix = np.asarray(weights, dtype=np.float64)
    n_categories = len(ratings.categories)
    if matrix.shape != (n_categories, n_categories):
        raise ResponseDataError(
            f"Weights are {' x '.join(str(length) for length in matrix.shape)}, and there are"
            f" {n_categories} categories: {list(ratings.categories)}. Name the weights by one of"
            f" {', '.join(get_args(WeightScheme))}, or give all categories."
        )
    if not ((matrix >= 0) & (matrix <= 1)).all() or (matrix.diagonal() != 1).any():
        raise ResponseDataError(
            "Weights say how much two categories agree: from 0 to 1, with 1 on the diagonal."
        )
    return matrix
