"""What each item was answered, before any model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.numerics.covariance import pairwise_covariance
from covalue_measures.numerics.internal_consistency import item_rest_correlation
from covalue_measures.numerics.moments import skew_and_kurtosis
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.psychometrics.options import require_choice
from covalue_measures.responses import ResponseData
from covalue_measures.schema import QuantityScale
from covalue_measures.typing import FloatArray

#: Definition of skew and kurtosis by its number in Joanes and Gill (1998).
SkewDefinition: TypeAlias = Literal[1, 2, 3]


@dataclass(frozen=True, kw_only=True, eq=False)
class ItemDescriptives:
    """One row an item, with the number of answers behind it."""

    #: ``n``, ``missing``, ``mean``, ``standard_deviation``, ``median``, ``lower_quartile``,
    #: ``upper_quartile``, ``minimum``, ``maximum``, ``skew``, ``kurtosis`` (excess), ``floor``,
    #: ``ceiling``, ``item_rest_correlation``. All but the last describe answers as given; the last
    #: mirrors negatively keyed items. NaN from the mean on where the options have no order.
    items: pd.DataFrame
    #: Item id to the count of each value: every category the instrument declares; the amounts
    #: found and the two ends of their scale; every value found in a plain table.
    category_counts: Mapping[str, "pd.Series[int]"]
    #: ``declared``: floor and ceiling are the ends of the response scale; ``observed``: the
    #: smallest and largest value found, since a plain table declares none.
    range_source: Literal["declared", "observed"]
    #: Definition of skew and kurtosis: 1, 2 or 3.
    skew_definition: Literal[1, 2, 3]
    n_respondents: int


def describe_items(data: Responses, *, skew_definition: SkewDefinition = 3) -> ItemDescriptives:
    """Return counts, moments, floor and ceiling, and item-rest correlations.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_items), NaN for missing.
    skew_definition : 1, 2 or 3
        1: moments; 2: as SAS and SPSS; 3: as psych and MINITAB.

    Notes
    -----
    Floor and ceiling are shares of the answers, not of the respondents. The rest of an item is
    its subscale in a ``ResponseData`` (none in a formative one), all other columns in a table.

    References
    ----------
    Joanes and Gill (1998), doi:10.1111/1467-9884.00122.

    Examples
    --------
    >>> import numpy as np, covalue_measures as cm
    >>> described = cm.describe_items(np.array([[1, 2], [2, 2], [3, np.nan], [3, 1]]))
    >>> described.items[["n", "missing", "ceiling"]].to_dict("list")
    {'n': [4, 3], 'missing': [0, 1], 'ceiling': [0.5, 0.6666666666666666]}
    """
    require_choice("skew_definition", skew_definition, SkewDefinition)
    matrix = as_item_matrix(data, keyed=False, allow_unanswered=True)
    counts = _category_counts(data, matrix)
    skew, kurtosis = skew_and_kurtosis(matrix.values, skew_definition)
    n = (~np.isnan(matrix.values)).sum(axis=0)
    # pandas gives no number, and no warning, for an item that no one answered.
    answers = pd.DataFrame(matrix.values)
    frame = pd.DataFrame(
        {
            "n": n,
            "missing": matrix.n_respondents - n,
            "mean": answers.mean().to_numpy(),
            "standard_deviation": answers.std(ddof=1).to_numpy(),
            "median": answers.median().to_numpy(),
            "lower_quartile": answers.quantile(0.25).to_numpy(),
            "upper_quartile": answers.quantile(0.75).to_numpy(),
            "minimum": answers.min().to_numpy(),
            "maximum": answers.max().to_numpy(),
            "skew": skew,
            "kurtosis": kurtosis,
            "floor": [_share_at(series, 0) for series in counts.values()],
            "ceiling": [_share_at(series, -1) for series in counts.values()],
            "item_rest_correlation": _item_rest(data),
        },
        index=pd.Index(matrix.item_ids, name="item"),
    )
    if isinstance(data, ResponseData):
        frame.loc[list(data.unordered_items), "mean":] = np.nan
    return ItemDescriptives(
        items=frame,
        category_counts=counts,
        range_source="declared" if isinstance(data, ResponseData) else "observed",
        skew_definition=skew_definition,
        n_respondents=matrix.n_respondents,
    )


def _category_counts(data: Responses, matrix: ItemMatrix) -> dict[str, "pd.Series[int]"]:
    counts = {}
    for column, item_id in enumerate(matrix.item_ids):
        answers: pd.Series[Any] = pd.Series(matrix.values[:, column]).dropna()
        found = answers.value_counts().sort_index()
        if isinstance(data, ResponseData):
            scale = data.response_scales[column]
            if isinstance(scale, QuantityScale):
                declared = sorted({float(scale.lowest), float(scale.highest), *found.index})
            else:
                declared = list(scale.values)
            found = found.reindex(declared, fill_value=0)
        counts[item_id] = found.rename("count").rename_axis("value").astype(int)
    return counts


def _share_at(counts: "pd.Series[int]", end: int) -> float:
    return float(counts.iloc[end] / counts.sum()) if counts.sum() else float("nan")


def _item_rest(data: Responses) -> FloatArray:
    keyed = as_item_matrix(data, allow_unanswered=True)
    position = {item_id: column for column, item_id in enumerate(keyed.item_ids)}
    result = np.full(keyed.n_items, np.nan)
    for item_ids in _sets_of_items(data, keyed):
        columns = [position[item_id] for item_id in item_ids if item_id in position]
        if len(columns) > 1:
            covariance = pairwise_covariance(keyed.values[:, columns])
            with np.errstate(invalid="ignore", divide="ignore"):
                result[columns] = item_rest_correlation(covariance)
    return result


def _sets_of_items(data: Responses, matrix: ItemMatrix) -> list[tuple[str, ...]]:
    if not isinstance(data, ResponseData):
        return [matrix.item_ids]
    return [
        subscale.item_ids
        for subscale in data.instrument.subscales
        if subscale.measurement_model == "reflective"
    ]
