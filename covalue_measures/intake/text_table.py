"""A source as every reader hands it over: named columns of text, and where each record stands."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from covalue_measures.intake.wording import counted, shown_text
from covalue_measures.typing import BoolArray, IntArray

_PLURALS = {"entry": "entries"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumn:
    """One column: its distinct texts, and for each record the position of its text."""

    name: str
    #: Distinct texts that records have, without white space around them.
    texts: tuple[str, ...] = field(repr=False)
    #: (n_rows,) positions in ``texts``.
    codes: IntArray = field(repr=False)
    #: Cells from which white space was taken.
    n_trimmed: int = 0
    #: Whole numbers that were held in a decimal type.
    n_from_decimals: int = 0
    #: Texts that the file itself marks as missing in this column.
    marked_missing: frozenset[str] = field(default=frozenset(), repr=False)
    #: What the file calls values of this column, by their text.
    value_labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: What the file calls the column, where it is not ``name``.
    written_as: str | None = None
    #: (n_rows,) where each cell stands, if a record is spread over several lines.
    row_numbers: IntArray | None = field(default=None, repr=False)

    @classmethod
    def from_cells(cls, name: str, cells: Sequence[str]) -> "TextColumn":
        """Return the column with one text per record."""
        codes, texts = pd.factorize(np.array(cells, dtype=object))
        return cls.from_codes(name, texts.tolist(), codes)

    @classmethod
    def from_codes(
        cls, name: str, texts: Sequence[str], codes: IntArray, *, n_from_decimals: int = 0
    ) -> "TextColumn":
        """Return the column whose record ``i`` holds ``texts[codes[i]]``, trimmed."""
        trimmed = [text.strip(string.whitespace) for text in texts]
        is_changed = np.array([a != b for a, b in zip(texts, trimmed, strict=True)], dtype=bool)
        merged, distinct = pd.factorize(np.array(trimmed, dtype=object))
        # Once more by record, which drops the texts that no record has.
        positions, used = pd.factorize(merged[codes])
        return cls(
            name=name,
            texts=tuple(distinct[used].tolist()),
            codes=positions,
            n_trimmed=int(is_changed[codes].sum()),
            n_from_decimals=n_from_decimals,
        )

    @property
    def counts(self) -> IntArray:
        """(n_texts,) number of records with each text."""
        return np.bincount(self.codes, minlength=len(self.texts))

    def cells(self) -> tuple[str, ...]:
        """Return the text of each record."""
        return tuple(np.array(self.texts, dtype=object)[self.codes].tolist())

    def rows_with(self, text_position: int) -> IntArray:
        """Return the records, counted from 0, that hold the text at ``text_position``."""
        return np.flatnonzero(self.codes == text_position)

    def of_rows(self, rows: IntArray) -> "TextColumn":
        """Return the column with the records ``rows`` only."""
        positions, used = pd.factorize(self.codes[rows])
        return replace(
            self,
            texts=tuple(self.texts[position] for position in used.tolist()),
            codes=positions,
            row_numbers=None if self.row_numbers is None else self.row_numbers[rows],
        )


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """Columns of equal length, with distinct or repeated names."""

    #: Name of the file without its folder, or ``DataFrame``.
    source: str
    layout: str
    columns: tuple[TextColumn, ...]
    #: (n_rows,) line of the file on which each record starts, or its position from 1.
    row_numbers: IntArray = field(repr=False)
    #: What a row number counts.
    row_noun: Literal["line", "row", "entry", "file"]
    #: What the source calls the place of an answer.
    column_noun: Literal["column", "linkId", "field"] = "column"
    #: What the reader did to the source, in sentences with counts.
    rules: tuple[str, ...] = ()
    #: What weakens the source without making a cell wrong.
    warnings: tuple[str, ...] = ()
    #: Whether the source marks each cell itself as code or as value.
    marks_codes: bool = False
    #: Names that the import map may ignore, though no column is left with them.
    put_aside: frozenset[str] = frozenset()
    #: Scores that the source holds beside the answers; never taken for them.
    embedded_scores: tuple[TextColumn, ...] = field(default=(), repr=False)

    @property
    def title(self) -> str:
        """The source as it is named inside a sentence."""
        return "the DataFrame" if self.layout == "dataframe" else self.source

    @property
    def n_rows(self) -> int:
        """Number of records."""
        return len(self.row_numbers)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> TextColumn:
        """Return the first column with this name."""
        return self.columns[self.column_names.index(name)]

    @property
    def n_repeated_rows(self) -> int:
        """Number of records that equal an earlier one in every column."""
        codes = pd.DataFrame({position: c.codes for position, c in enumerate(self.columns)})
        return int(codes.duplicated().sum())

    def where(self, rows: IntArray, name: str) -> str:
        """Return the place of cells of one column, such as ``line 118, column 'Q1' of a.csv``."""
        column = next((column for column in self.columns if column.name == name), None)
        numbers = self.row_numbers
        if column is not None:
            numbers = numbers if column.row_numbers is None else column.row_numbers
            name = column.written_as or name
        place = f"{self.row_noun} {numbers[rows[0]]}"
        if len(rows) > 1:
            place = f"{counted(len(rows), 'cell')}, the first in {place}"
        return f"{place}, {self.column_noun} {shown_text(name)} of {self.title}"

    def with_rules(self, *rules: str) -> "TextTable":
        """Return the table with more sentences about what was done to it."""
        return replace(self, rules=(*self.rules, *rules))

    def of_rows(self, is_kept: BoolArray) -> "TextTable":
        """Return the table with the records where ``is_kept``."""
        rows = np.flatnonzero(is_kept)
        return replace(
            self,
            columns=tuple(column.of_rows(rows) for column in self.columns),
            row_numbers=self.row_numbers[rows],
            embedded_scores=tuple(column.of_rows(rows) for column in self.embedded_scores),
        )

    def rows_named(self, rows: IntArray, most: int = 10) -> str:
        """Return ``line 3``, or ``lines 3, 9, 12 and 4 more``."""
        shown = ", ".join(str(number) for number in self.row_numbers[rows[:most]])
        more = f" and {len(rows) - most} more" if len(rows) > most else ""
        noun = self.row_noun if len(rows) == 1 else _PLURALS.get(self.row_noun, f"{self.row_noun}s")
        return f"{noun} {shown}{more}"
