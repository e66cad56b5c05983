"""Columns that grow record by record, so that a large source is never held as it is."""

from array import array
from collections.abc import Mapping

import numpy as np

from covalue_measures.intake.text_table import TextColumn
from covalue_measures.typing import IntArray

_EMPTY = 0


class GrowingTable:
    """Distinct texts of each column, and for each record the position of its text."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, int]] = {}
        self._codes: dict[str, array[int]] = {}
        self._places = array("q")

    def __len__(self) -> int:
        return len(self._places)

    @property
    def names(self) -> tuple[str, ...]:
        """Columns in the order in which they came up."""
        return tuple(self._texts)

    @property
    def places(self) -> IntArray:
        """(n_rows,) where each record stands."""
        return np.array(self._places, dtype=np.int64)

    def add(self, place: int, cells: Mapping[str, str]) -> None:
        """Add a record; its other columns stay empty."""
        for name, text in cells.items():
            texts = self._texts.setdefault(name, {"": _EMPTY})
            codes = self._codes.setdefault(name, array("i"))
            codes.extend([_EMPTY] * (len(self) - len(codes)))
            codes.append(texts.setdefault(text, len(texts)))
        self._places.append(place)

    def column(self, name: str) -> TextColumn:
        """Return a column; an empty one if no record had it."""
        codes = self._codes.get(name, array("i"))
        padded = np.zeros(len(self), dtype=np.int64)
        padded[: len(codes)] = codes
        return TextColumn.from_codes(name, list(self._texts.get(name, {"": _EMPTY})), padded)
