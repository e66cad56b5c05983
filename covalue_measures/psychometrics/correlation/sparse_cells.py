"""How well the tables of pairs of ordinal items are filled."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.expected_counts import smallest_expected_counts
from covalue_measures.typing import FloatArray


def pair_cells(
    thresholds: Mapping[str, FloatArray],
    correlations: pd.DataFrame,
    n_pairwise: pd.DataFrame,
    empty_cells: pd.DataFrame,
) -> pd.DataFrame:
    """Return the number of cells, of empty ones and the smallest expected count of each pair.

    Parameters
    ----------
    thresholds : mapping
        Item id to its cut points, for every item of the frames and in their order.
    correlations, n_pairwise, empty_cells : DataFrame
        (n_items, n_items) with item ids on both sides.

    Returns
    -------
    DataFrame
        One row a pair: ``item_1``, ``item_2``, ``n_cells``, ``n_empty_cells``,
        ``smallest_expected``, ``n``.
    """
    names = np.array(list(thresholds), dtype=object)
    n_cuts = np.array([len(cuts) for cuts in thresholds.values()], dtype=np.int64)
    padded = np.full((len(names), int(n_cuts.max(initial=1))), BEYOND)
    for row, cuts in enumerate(thresholds.values()):
        padded[row, : len(cuts)] = cuts
    first, second = np.triu_indices(len(names), 1)
    n = n_pairwise.to_numpy()[first, second]
    expected = smallest_expected_counts(
        np.stack([padded[first], padded[second]]), correlations.to_numpy()[first, second], n
    )
    return pd.DataFrame(
        {
            "item_1": names[first],
            "item_2": names[second],
            "n_cells": (n_cuts[first] + 1) * (n_cuts[second] + 1),
            "n_empty_cells": empty_cells.to_numpy()[first, second],
            "smallest_expected": expected,
            "n": n,
        }
    )
