"""The door through which ratings of items come."""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.door import ItemMatrix, as_item_matrix

#: A row a rater, a column an item, NaN where a rater gave no rating.
RatingTable: TypeAlias = pd.DataFrame | NDArray[Any]


def as_ratings(table: RatingTable, lowest: int, highest: int) -> ItemMatrix:
    """Return ``table`` as numbers with the names of the items.

    Raises
    ------
    ResponseDataError
        If a rating is not one of the whole numbers from ``lowest`` to ``highest``.
    InsufficientDataError
        If nobody rated an item.
    """
    if isinstance(table, pd.DataFrame):
        for name, kind in table.dtypes.items():
            if isinstance(kind, pd.CategoricalDtype):
                raise ResponseDataError(
                    f"Item '{name}' is a categorical; give its ratings as numbers from {lowest}"
                    f" to {highest}."
                )
    matrix = as_item_matrix(table)
    values = matrix.values
    is_rating = (values == np.round(values)) & (values >= lowest) & (values <= highest)
    wrong = np.argwhere(~is_rating & ~np.isnan(values))
    if len(wrong):
        row, column = wrong[0]
        raise ResponseDataError(
            f"Item '{matrix.item_ids[column]}' has the rating {values[row, column]:g} in row"
            f" {row + 1}; ratings are whole numbers from {lowest} to {highest}."
        )
    return matrix
