"""CSV and its relatives, one record a line and one column an item."""

from pathlib import Path

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.csv_records import CsvRecords, read_records
from covalue_measures.intake.qualtrics_table import has_import_ids
from covalue_measures.intake.text_table import TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


class CsvReader:
    """Reads a plain text file; every cell stays the text that it is."""

    layout = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".txt")
    signatures: tuple[bytes, ...] = ()

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``."""
        return csv_table(read_records(path, import_map, instrument))


def csv_table(records: CsvRecords) -> TextTable:
    """Return the columns of a plain text file.

    Raises
    ------
    IntakeError
        If two of its records are further headers.
    """
    if has_import_ids(records):
        raise IntakeError(
            f"{records.source} is an export of Qualtrics: lines {records.lines[0]} and"
            f" {records.lines[1]} hold question texts and ImportIds, no answers; say"
            " layout='qualtrics'."
        )
    return records.table("csv")
