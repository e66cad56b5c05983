"""DataFrames, by the text that each of their cells would have in a file."""

import math
from typing import Any

import numpy as np
import pandas as pd

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.text_table import TextColumn, TextTable


def read_frame(frame: pd.DataFrame) -> TextTable:
    """Return the columns of a DataFrame as text; its index is not read.

    Raises
    ------
    IntakeError
        If its columns have names of several levels.
    """
    if isinstance(frame.columns, pd.MultiIndex):
        raise IntakeError(
            f"The columns of the DataFrame have names of {frame.columns.nlevels} levels; give each"
            " column one name."
        )
    return TextTable(
        source="DataFrame",
        layout="dataframe",
        columns=frame_columns(frame),
        row_numbers=np.arange(1, len(frame) + 1),
        row_noun="row",
    )


def frame_columns(frame: pd.DataFrame) -> tuple[TextColumn, ...]:
    """Return each column of ``frame`` as text: whole numbers without a point, no value empty."""
    return tuple(
        _text_column(str(name), frame.iloc[:, position])
        for position, name in enumerate(frame.columns)
    )


def _text_column(name: str, column: "pd.Series[Any]") -> TextColumn:
    if column.dtype == object:
        # Every cell by itself: pandas takes True, 1 and 1.0 for the same.
        cells: list[object] = column.tolist()
        codes = np.arange(len(cells))
    else:
        codes, distinct = pd.factorize(column)
        # A cell without a value has code -1, the last place.
        cells = [*distinct.tolist(), None]
    is_whole = np.array([_is_whole_decimal(cell) for cell in cells], dtype=bool)
    return TextColumn.from_codes(
        name,
        [_cell_text(cell) for cell in cells],
        codes,
        n_from_decimals=int(is_whole[codes].sum()),
    )


def _is_whole_decimal(cell: object) -> bool:
    return isinstance(cell, float | np.floating) and float(cell).is_integer()


def _cell_text(cell: object) -> str:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return ""
    if isinstance(cell, float | np.floating):
        number = float(cell)
        if math.isnan(number):
            return ""
        return str(int(number)) if number.is_integer() else repr(number)
    return str(cell)
