"""Stata files, with their extended missing values kept apart."""

from pathlib import Path

from covalue_measures.intake.readstat_table import (
    columns_with_extended_missing,
    read_with_pyreadstat,
    readstat_table,
)
from covalue_measures.intake.text_table import TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


class StataReader:
    """Reads ``.dta`` files: ``.a`` to ``.z`` are texts, ``.`` is an empty cell."""

    layout = "stata"
    suffixes: tuple[str, ...] = (".dta",)
    signatures: tuple[bytes, ...] = (b"<stata_dta>",)

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``.

        Raises
        ------
        MissingExtraError
            If pyreadstat is not installed.
        """
        # user_missing=True: the default turns .a, .b and . into one NaN.
        frame, metadata = read_with_pyreadstat(path, "read_dta", "a Stata", user_missing=True)
        columns = columns_with_extended_missing(frame, metadata.missing_user_values)
        return readstat_table(path, self.layout, frame, columns, metadata.variable_value_labels)
