"""SPSS system files, with their user-missing values kept apart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from covalue_measures.intake.frame_table import frame_columns
from covalue_measures.intake.readstat_table import read_with_pyreadstat, readstat_table
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


class SpssReader:
    """Reads ``.sav`` files; value labels are never read, but must fit the response scale."""

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
        # user_missing=True: the default turns declined, not asked and lost into one NaN.
        frame, metadata = read_with_pyreadstat(path, "read_sav", "an SPSS", user_missing=True)
        columns = [
            _mark_missing(column, metadata.missing_ranges.get(column.name, ()))
            for column in frame_columns(frame)
        ]
        return readstat_table(path, self.layout, frame, columns, metadata.variable_value_labels)


def _mark_missing(column: TextColumn, ranges: Any) -> TextColumn:
    marked = {text for text in column.texts for limits in ranges if _is_within(text, limits)}
    return replace(column, marked_missing=frozenset(marked))


def _is_within(text: str, limits: dict[str, Any]) -> bool:
    lowest, highest = limits["lo"], limits["hi"]
    if isinstance(lowest, str):
        return text != "" and text == lowest.strip()
    try:
        return bool(lowest <= float(text) <= highest)
    except ValueError:
        return False
