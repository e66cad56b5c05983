"""Observed answers beside data that have a known number of factors."""

import numpy as np
import pandas as pd

from covalue_measures.numerics.comparison_data import ComparisonData, compare_with_factor_data
from covalue_measures.psychometrics.correlation import CorrelationResult
from covalue_measures.psychometrics.door import Responses, as_item_matrix
from covalue_measures.typing import FloatArray


def compare(data: Responses | CorrelationResult, seed: int) -> ComparisonData | str:
    """Return the comparison for those who answered every item, or the reason why there is none."""
    if isinstance(data, CorrelationResult):
        return "Comparison data need the answers, not their correlations alone."
    complete = as_item_matrix(data).listwise()
    if complete.n_respondents <= complete.n_items:
        return (
            f"Comparison data need more respondents who answered every item than items; here are"
            f" {complete.n_respondents} and {complete.n_items}."
        )
    if (complete.values == complete.values[0]).all(axis=0).any():
        return "An item does not vary among the respondents who answered every item."
    # Half as many factors as items have nothing left to show.
    largest = max(1, (complete.n_items - 1) // 2)
    return compare_with_factor_data(complete.values, largest, np.random.default_rng(seed))


def comparison_table(compared: ComparisonData | str | None) -> pd.DataFrame:
    """Return one row a number of factors, from 1: ``distance`` and ``pvalue``."""
    columns: dict[str, FloatArray] = {"distance": np.empty(0), "pvalue": np.empty(0)}
    if isinstance(compared, ComparisonData):
        columns = {"distance": compared.distances.mean(axis=1), "pvalue": compared.pvalues}
    table = pd.DataFrame(columns)
    return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="n_factors"), axis=0)
