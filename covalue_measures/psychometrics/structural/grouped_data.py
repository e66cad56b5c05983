"""The answers that a structural model is fitted to, by group."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.exceptions import (
    InsufficientDataError,
    ResponseDataError,
)
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.psychometrics.structural.estimator import StructuralMissing
from covalue_measures.responses import ResponseData
from covalue_measures.typing import FloatArray

GroupLike: TypeAlias = str | Sequence[object] | pd.Series | np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedData:
    """Values of the model's items, one matrix a group."""

    items: tuple[str, ...]
    #: None for each without a grouping.
    group_name: str
    #: In order of first appearance; one empty text without a grouping.
    group_labels: tuple[str, ...]
    #: Per group (n_respondents, n_items), NaN where missing; rows that are not used are left out.
    values: tuple[FloatArray, ...]
    reversed_items: tuple[str, ...]
    #: Rows of the data.
    n_respondents: int
    #: Rows without a group, and rows left out for their missing answers.
    n_without_group: int
    n_left_out: int

    @property
    def n_used(self) -> tuple[int, ...]:
        """Rows used, by group."""
        return tuple(len(values) for values in self.values)


def column_names(data: Responses) -> tuple[str, ...]:
    """Return the names by which a model may call the columns of the data."""
    if isinstance(data, ResponseData):
        return data.item_ids
    if isinstance(data, pd.DataFrame):
        return tuple(str(column) for column in data.columns)
    return as_item_matrix(data, allow_unanswered=True).item_ids


def group_data(
    data: Responses,
    items: Sequence[str],
    *,
    group: GroupLike | None,
    missing: StructuralMissing,
    complete: Collection[str] = (),
) -> GroupedData:
    """Return the items' values by group.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
    items : sequence of str
        Columns of the model.
    group : str or sequence, optional
        Column of the data (a grouping, of a ``ResponseData``), or one label a row.
    missing : ``listwise``, ``pairwise`` or ``fiml``
    complete : collection of str
        Items that must be answered whatever happens to other missing ones: covariates.

    Raises
    ------
    ResponseDataError
        If the grouping is not there or does not fit.
    InsufficientDataError
        If a group has too few rows.
    """
    matrix = _selected(data, items)
    name, labels = group_labels_of(data, group, matrix.n_respondents)
    has_group = np.array([label != "" for label in labels]) if group is not None else None
    values = matrix.values
    n_without = 0
    if has_group is not None:
        n_without = int((~has_group).sum())
        values, labels = values[has_group], [label for label in labels if label != ""]
        if not labels:
            raise ResponseDataError(f"No respondent has a label in the grouping '{name}'.")
    needed = np.isin(matrix.item_ids, list(complete))
    kept = ~np.isnan(values[:, needed]).any(axis=1)
    if missing == "listwise":
        kept &= ~np.isnan(values).any(axis=1)
    else:
        kept &= ~np.isnan(values).all(axis=1)
    order = list(dict.fromkeys(labels))
    own = np.array([order.index(label) for label in labels], dtype=np.int64)
    parts = tuple(values[kept & (own == number)] for number in range(len(order)))
    for label, part in zip(order, parts, strict=True):
        if len(part) < 3:
            where = f" in group '{label}'" if group is not None else ""
            raise InsufficientDataError(
                f"Of {int((own == order.index(label)).sum())} respondents{where} {len(part)} can be"
                " used: too few for a model."
            )
    return GroupedData(
        items=tuple(matrix.item_ids),
        group_name=name,
        group_labels=tuple(order),
        values=parts,
        reversed_items=matrix.reversed_items,
        n_respondents=matrix.n_respondents,
        n_without_group=n_without,
        n_left_out=int((~kept).sum()),
    )


def _selected(data: Responses, items: Sequence[str]) -> ItemMatrix:
    names = list(items)
    if isinstance(data, ResponseData):
        return as_item_matrix(data.select_items(names))
    if isinstance(data, pd.DataFrame):
        columns = [str(column) for column in data.columns]
        for name in names:
            if columns.count(name) > 1:
                raise ResponseDataError(f"Two columns are named '{name}'.")
        return as_item_matrix(data.iloc[:, [columns.index(name) for name in names]])
    matrix = as_item_matrix(data, allow_unanswered=True)
    frame = pd.DataFrame(matrix.values, columns=list(matrix.item_ids))
    return as_item_matrix(frame[names])


def group_labels_of(
    data: Responses, group: GroupLike | None, n_respondents: int
) -> tuple[str, list[str]]:
    """Return the grouping's name and each row's label, empty where there is none.

    Raises
    ------
    ResponseDataError
        If the grouping is not there, or has another number of labels than there are rows.
    """
    if group is None:
        return "", [""] * n_respondents
    name = "group"
    if isinstance(group, str):
        name = group
        if isinstance(data, ResponseData):
            known = {grouping.name: list(grouping.labels) for grouping in data.groups}
            if group not in known:
                raise ResponseDataError(
                    f"The answers have no grouping '{group}'; they have {list(known) or 'none'}."
                )
            return name, known[group]
        if not isinstance(data, pd.DataFrame) or group not in [str(c) for c in data.columns]:
            raise ResponseDataError(
                f"There is no column '{group}' to group by; give a column's name, or one label a"
                " row."
            )
        column: list[object] = data[group].tolist()
    else:
        if isinstance(group, pd.Series):
            name = name if group.name is None else str(group.name)
            _refuse_other_rows(data, group)
        column = list(group)
        if len(column) != n_respondents:
            raise ResponseDataError(
                f"{len(column)} group labels were given for {n_respondents} respondents."
            )
    return name, [_label(entry) for entry in column]


def _refuse_other_rows(data: Responses, group: pd.Series) -> None:
    if isinstance(data, pd.DataFrame) and not group.index.equals(data.index):
        raise ResponseDataError(
            "The group labels are a Series with another index than the data: bring them into the"
            " order of the rows, such as by group.reindex(data.index)."
        )


def _label(entry: object) -> str:
    if entry is None or entry is pd.NA or (isinstance(entry, float) and np.isnan(entry)):
        return ""
    if isinstance(entry, float) and entry.is_integer():
        return str(int(entry))
    return str(entry)
