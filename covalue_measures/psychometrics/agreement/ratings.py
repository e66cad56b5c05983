"""What raters said of units: labels or numbers, brought into one form."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.options import require_list
from covalue_measures.responses import ResponseData
from covalue_measures.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Ratings:
    """Categories that raters chose for units; units that nobody rated are not among them."""

    #: (n_units, n_raters) places of the categories, -1 where not rated.
    codes: IntArray
    #: In their order; those of numbers and of declared categories have one.
    categories: tuple[Hashable, ...]
    rater_ids: tuple[str, ...]
    #: Whether the order of the categories means something.
    is_ordered: bool
    n_unrated: int

    @property
    def is_numeric(self) -> bool:
        """Whether every category is a number."""
        return all(_is_number(category) for category in self.categories)

    @property
    def values(self) -> FloatArray:
        """(n_categories,) numbers that the categories are, or their places from 1 on."""
        if self.is_numeric:
            return np.array(self.categories, dtype=np.float64)
        return np.arange(1.0, len(self.categories) + 1)

    def rated_by(self, least: int) -> "Ratings":
        """Return the units that at least as many raters rated.

        Raises
        ------
        InsufficientDataError
            If these are fewer than two.
        """
        enough = (self.codes >= 0).sum(axis=1) >= least
        if enough.sum() < 2:
            raise InsufficientDataError(
                f"Agreement needs at least 2 units that {least} raters rated, got"
                f" {int(enough.sum())} of {len(enough) + self.n_unrated}."
            )
        return Ratings(
            self.codes[enough], self.categories, self.rater_ids, self.is_ordered, self.n_unrated
        )


def as_ratings(data: Responses, categories: Sequence[Hashable] | None = None) -> Ratings:
    """Return ``data`` as places of categories.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_units, n_raters) numbers or labels; NaN or None where not rated.
    categories : sequence, optional
        All there are, in order. By default those of ordered categorical columns, else those
        that occur: numbers in ascending order, labels without any.

    Raises
    ------
    ResponseDataError
        If a rating is none of the categories, or numbers and labels are mixed.
    InsufficientDataError
        If there are fewer than two raters or two units that two of them rated.
    """
    frame = _as_frame(data)
    names = tuple(str(column) for column in frame.columns)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ResponseDataError(f"Two raters are named '{twice}'.")
    entries = frame.to_numpy(dtype=object)
    is_missing = np.asarray(pd.isna(entries))
    if categories is None:
        found, is_ordered = _categories_of(frame, entries[~is_missing])
    else:
        found, is_ordered = _declared(categories), True
    codes = _places(entries, is_missing, found, names)
    is_rated = (codes >= 0).any(axis=1)
    active = np.asarray((codes >= 0).any(axis=0))
    if active.sum() < 2:
        raise InsufficientDataError(
            f"Agreement needs at least 2 raters, got {int(active.sum())} with any rating"
            f" ({', '.join(names)})."
        )
    ratings = Ratings(
        codes[np.ix_(is_rated, active)],
        found,
        tuple(name for name, is_active in zip(names, active, strict=True) if is_active),
        is_ordered,
        int((~is_rated).sum()),
    )
    # Raises if no two units can be compared.
    ratings.rated_by(2)
    return ratings


def require_order(ratings: Ratings, what: str) -> None:
    """Raise if the categories are labels without an order.

    Raises
    ------
    ResponseDataError
        Naming them, and how to give them one.
    """
    if not ratings.is_ordered:
        raise ResponseDataError(
            f"{what} needs categories in order, and the labels {list(ratings.categories)} have"
            " none: give them in order as categories=[...]."
        )


def require_numbers(ratings: Ratings, what: str, *, least: float | None = None) -> None:
    """Raise if a category is not a number, or is below ``least``.

    Raises
    ------
    ResponseDataError
        Naming the first such category.
    """
    for category in ratings.categories:
        if not _is_number(category):
            raise ResponseDataError(f"{what} needs numbers, and a category is {category!r}.")
    if least is not None and (ratings.values < least).any():
        raise ResponseDataError(
            f"{what} needs numbers from {least:g} on, and a category is {ratings.values.min():g}."
        )


def _as_frame(data: Responses) -> pd.DataFrame:
    if isinstance(data, ResponseData):
        frame = data.to_frame(keyed=False)
    elif isinstance(data, pd.DataFrame):
        frame = data
    elif isinstance(data, np.ndarray | list | tuple):
        frame = _array_as_frame(data)
    else:
        raise ResponseDataError(
            "Ratings must be a DataFrame or a two-dimensional array, one row a unit and one column"
            f" a rater, not a {type(data).__name__}."
        )
    if not frame.shape[0] or not frame.shape[1]:
        raise InsufficientDataError(
            f"There is nothing to compare: {frame.shape[0]} units, {frame.shape[1]} raters."
        )
    return frame


def _array_as_frame(data: Responses) -> pd.DataFrame:
    if isinstance(data, np.ma.MaskedArray):
        data = np.ma.filled(data.astype(np.float64), np.nan)
    # An array of a list would make text of a missing rating.
    array = data if isinstance(data, np.ndarray) else np.array(data, dtype=object)
    if array.ndim != 2:
        raise ResponseDataError(f"Ratings must be two-dimensional, got shape {array.shape}.")
    if array.dtype.kind == "U" and (array == "nan").any():
        raise ResponseDataError(
            "The array holds the text 'nan': numpy made it of a missing rating. Use a DataFrame, or"
            " an array of dtype object."
        )
    return pd.DataFrame(array, columns=[f"rater{k + 1}" for k in range(array.shape[1])])


def _categories_of(
    frame: pd.DataFrame, entries: "np.ndarray[Any, Any]"
) -> tuple[tuple[Hashable, ...], bool]:
    dtypes = {column.dtype for _, column in frame.items()}
    if len(dtypes) == 1:
        dtype = next(iter(dtypes))
        if isinstance(dtype, pd.CategoricalDtype) and dtype.ordered:
            return tuple(dtype.categories), True
    distinct = set(entries.tolist())
    if all(_is_number(entry) for entry in distinct):
        if not all(np.isfinite(entry) for entry in distinct):
            raise ResponseDataError("A rating is infinite; use NaN where a unit is not rated.")
        return tuple(sorted(distinct)), True
    if any(_is_number(entry) for entry in distinct):
        number = next(entry for entry in distinct if _is_number(entry))
        label = next(entry for entry in distinct if not _is_number(entry))
        raise ResponseDataError(f"Ratings are numbers ({number!r}) and labels ({label!r}) mixed.")
    # The order of two labels changes no weight.
    return tuple(sorted(distinct, key=str)), len(distinct) <= 2


def _declared(categories: Sequence[Hashable]) -> tuple[Hashable, ...]:
    require_list("categories", categories, "categories")
    declared = tuple(categories)
    if len(set(declared)) < len(declared):
        twice = next(entry for entry in declared if declared.count(entry) > 1)
        raise ResponseDataError(f"Category {twice!r} is given twice.")
    if all(_is_number(entry) for entry in declared):
        numbers = np.array(declared, dtype=np.float64)
        if not (np.diff(numbers) > 0).all() or not np.isfinite(numbers).all():
            raise ResponseDataError(f"Categories that are numbers ascend; got {list(declared)}.")
    return declared


def _places(
    entries: "np.ndarray[Any, Any]",
    is_missing: "np.ndarray[Any, Any]",
    categories: tuple[Hashable, ...],
    names: tuple[str, ...],
) -> IntArray:
    codes = np.full(entries.shape, -1, dtype=np.int64)
    codes[~is_missing] = pd.Index(categories, dtype=object).get_indexer(entries[~is_missing])
    unknown = np.argwhere((codes < 0) & ~is_missing)
    if len(unknown):
        row, column = unknown[0]
        raise ResponseDataError(
            f"Rater '{names[column]}' put row {row + 1} into {entries[row, column]!r}, which is"
            f" none of the categories {list(categories)}."
        )
    return codes


def _is_number(value: object) -> bool:
    return isinstance(value, Real | np.number | np.bool_)
