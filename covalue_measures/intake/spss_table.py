"""SPSS system files, with their user-missing values kept apart."""

import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from covalue_measures.exceptions import IntakeError, MissingExtraError
from covalue_measures.intake.frame_table import frame_columns
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


class SpssReader:
    """Reads ``.sav`` files; a value label is never read, only the value itself."""

    layout = "spss"
    suffixes: tuple[str, ...] = (".sav", ".zsav")
    signatures: tuple[bytes, ...] = (b"$FL2", b"$FL3")

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``.

        Raises
        ------
        MissingExtraError
            If pyreadstat is not installed.
        """
        try:
            pyreadstat = importlib.import_module("pyreadstat")
        except ImportError as error:
            raise MissingExtraError(
                f"Reading {path.name} needs pyreadstat: pip install 'covalue-measures[spss]'."
            ) from error
        try:
            # user_missing=True: the default turns declined, not asked and lost into one NaN.
            frame, metadata = pyreadstat.read_sav(
                str(path), user_missing=True, disable_datetime_conversion=True
            )
        except pyreadstat.ReadstatError as error:
            raise IntakeError(f"{path.name} is not an SPSS file that can be read.") from error
        columns = tuple(
            _mark_missing(column, metadata.missing_ranges.get(column.name, ()))
            for column in frame_columns(frame)
        )
        return TextTable(
            source=path.name,
            layout=self.layout,
            columns=columns,
            row_numbers=np.arange(1, len(frame) + 1),
            row_noun="row",
        )


def _mark_missing(column: TextColumn, ranges: Any) -> TextColumn:
    marked = {text for text in column.texts for limits in ranges if _is_within(text, limits)}
    # Every number of an SPSS file is a decimal, so that a whole one tells nothing.
    return replace(column, marked_missing=frozenset(marked), n_from_decimals=0)


def _is_within(text: str, limits: dict[str, Any]) -> bool:
    lowest, highest = limits["lo"], limits["hi"]
    if isinstance(lowest, str):
        return text != "" and text == lowest.strip()
    try:
        return bool(lowest <= float(text) <= highest)
    except ValueError:
        return False
