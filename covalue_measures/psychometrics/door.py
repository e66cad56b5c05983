"""The one door through which data reach the estimators."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.responses import ResponseData
from covalue_measures.typing import FloatArray

#: What every estimator takes: answers tied to an instrument, or a plain table of numbers with
#: NaN for missing, respondents in rows and items in columns.
Responses: TypeAlias = ResponseData | pd.DataFrame | NDArray[Any]


@dataclass(frozen=True, slots=True)
class ItemMatrix:
    """Numbers with the names of their columns."""

    #: (n_respondents, n_items) NaN where missing.
    values: FloatArray
    item_ids: tuple[str, ...]
    #: Items mirrored because the instrument declares them negatively keyed.
    reversed_items: tuple[str, ...]

    @property
    def n_respondents(self) -> int:
        """Number of rows."""
        return int(self.values.shape[0])

    @property
    def n_items(self) -> int:
        """Number of columns."""
        return int(self.values.shape[1])

    @property
    def n_complete(self) -> int:
        """Number of rows without a missing cell."""
        return int((~np.isnan(self.values)).all(axis=1).sum())

    def listwise(self) -> "ItemMatrix":
        """Return the rows without a missing cell."""
        complete = ~np.isnan(self.values).any(axis=1)
        return ItemMatrix(self.values[complete], self.item_ids, self.reversed_items)


def as_item_matrix(
    data: Responses, *, keyed: bool = True, allow_unanswered: bool = False
) -> ItemMatrix:
    """Return ``data`` as numbers with names.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        In a DataFrame an ordered categorical column counts as 0 to m - 1; text is refused, since
        it has no order.
    keyed : bool
        Mirror the items that a ``ResponseData``'s instrument declares negatively keyed. A plain
        table declares nothing and is never mirrored.
    allow_unanswered : bool
        Keep items that no one answered; for describing data, not for estimating from them.

    Raises
    ------
    ResponseDataError
        If the table is not two-dimensional, repeats a name, or holds text or infinities.
    InsufficientDataError
        If it has no row, no column, or a column without any answer.
    """
    if isinstance(data, np.ma.MaskedArray):
        data = np.ma.filled(data.astype(np.float64), np.nan)
    if isinstance(data, ResponseData):
        reversed_items = data.reversed_items if keyed else ()
        matrix = ItemMatrix(data.to_array(keyed=keyed), data.item_ids, reversed_items)
    elif isinstance(data, pd.DataFrame):
        names = tuple(str(column) for column in data.columns)
        matrix = ItemMatrix(_as_numbers(data, names), names, ())
    else:
        if not isinstance(data, np.ndarray | list | tuple):
            raise ResponseDataError(
                "Data must be a ResponseData, a DataFrame or a two-dimensional array of answers,"
                f" not a {type(data).__name__}."
            )
        array = np.asarray(data)
        if array.ndim != 2:
            raise ResponseDataError(f"Data must be two-dimensional, got shape {array.shape}.")
        frame = pd.DataFrame(array, columns=[f"item{k + 1}" for k in range(array.shape[1])])
        return as_item_matrix(frame, keyed=keyed, allow_unanswered=allow_unanswered)
    _check(matrix, allow_unanswered=allow_unanswered)
    return matrix


def _as_numbers(frame: pd.DataFrame, names: tuple[str, ...]) -> FloatArray:
    if all(isinstance(dtype, np.dtype) and dtype.kind in "iufb" for dtype in frame.dtypes):
        return frame.to_numpy(dtype=np.float64)
    columns = [_column_as_numbers(frame.iloc[:, k], name) for k, name in enumerate(names)]
    return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def _column_as_numbers(column: "pd.Series[Any]", name: str) -> FloatArray:
    if isinstance(column.dtype, pd.CategoricalDtype):
        if not column.cat.ordered:
            raise ResponseDataError(
                f"Column '{name}' is an unordered categorical, which has no order to analyze."
            )
        codes = column.cat.codes.to_numpy().astype(np.float64)
        return np.where(codes < 0, np.nan, codes)
    if getattr(column.dtype, "kind", "O") in "mMc":
        raise ResponseDataError(f"Column '{name}' is of type {column.dtype}, not of numbers.")
    if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        texts = [entry for entry in column if isinstance(entry, str | bytes)]
        if texts:
            raise ResponseDataError(
                f"Column '{name}' holds the text {texts[0][:40]!r}. Text has no order of its own,"
                " and is not parsed here: read the file with its instrument, or use an ordered"
                " categorical."
            )
    try:
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ResponseDataError(f"Column '{name}' does not hold numbers: {error}.") from error


def _check(matrix: ItemMatrix, *, allow_unanswered: bool) -> None:
    if len(set(matrix.item_ids)) != matrix.n_items:
        twice = next(name for name in matrix.item_ids if matrix.item_ids.count(name) > 1)
        raise ResponseDataError(f"Two columns are named '{twice}'.")
    if not matrix.n_items or not matrix.n_respondents:
        raise InsufficientDataError(
            f"There is nothing to analyze: {matrix.n_respondents} rows, {matrix.n_items} columns."
        )
    if np.isinf(matrix.values).any():
        row, column = np.argwhere(np.isinf(matrix.values))[0]
        raise ResponseDataError(
            f"Item '{matrix.item_ids[column]}' is infinite in row {row + 1}; use NaN for missing."
        )
    is_unanswered = np.asarray(np.isnan(matrix.values).all(axis=0))
    if is_unanswered.any() and not allow_unanswered:
        raise InsufficientDataError(
            f"No one answered {name_items(matrix.item_ids, is_unanswered)}."
        )


def refuse_constant_items(matrix: ItemMatrix) -> None:
    """Raise if an item has only one value.

    Raises
    ------
    InsufficientDataError
        Naming every such item.
    """
    with np.errstate(invalid="ignore"):
        is_constant = np.nanmax(matrix.values, axis=0) == np.nanmin(matrix.values, axis=0)
    if is_constant.any():
        raise InsufficientDataError(
            f"Everyone who answered {name_items(matrix.item_ids, is_constant)} gave the same"
            " answer: an item that does not vary correlates with nothing. Leave it out, or collect"
            " more answers."
        )


def refuse_undefined_pairs(matrix: ItemMatrix, pairwise: FloatArray) -> None:
    """Raise if a number of two items could not be computed.

    Parameters
    ----------
    matrix : ItemMatrix
    pairwise : (n_items, n_items)
        NaN where the respondents who answered both items are too few, or do not vary.

    Raises
    ------
    InsufficientDataError
        Naming the first such pair and how many there are.
    """
    undefined = np.argwhere(np.triu(np.isnan(pairwise)))
    if len(undefined):
        row, column = undefined[0]
        both = ~np.isnan(matrix.values[:, row]) & ~np.isnan(matrix.values[:, column])
        raise InsufficientDataError(
            f"Items '{matrix.item_ids[row]}' and '{matrix.item_ids[column]}' have"
            f" {int(both.sum())} respondents in common, among whom one of them does not vary; so"
            f" {len(undefined)} of the pairs have no correlation."
        )


def require_items(matrix: ItemMatrix, least: int, what: str) -> None:
    """Raise if there are fewer than ``least`` items.

    Raises
    ------
    InsufficientDataError
        Naming the estimate that needs them.
    """
    if matrix.n_items < least:
        raise InsufficientDataError(
            f"{what} needs at least {least} items, got {matrix.n_items}"
            f" ({', '.join(matrix.item_ids)})."
        )


def name_items(item_ids: tuple[str, ...], is_meant: NDArray[np.bool_]) -> str:
    """Return ``item 'a'`` or ``items 'a', 'b'`` for the items that are meant."""
    names = [f"'{name}'" for name, meant in zip(item_ids, is_meant, strict=True) if meant]
    return ("items " if len(names) > 1 else "item ") + ", ".join(names)
