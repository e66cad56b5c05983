"""Text files of separated cells, as a header and records."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.decoded_text import read_text
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

#: In order of preference where a header splits equally well.
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvRecords:
    """The cells of a text file; every cell stays the text that it is."""

    #: Name of the file without its folder.
    source: str
    #: Names in the first line that is not blank, trimmed.
    names: tuple[str, ...]
    #: Cells of each record, as many as there are names.
    records: Sequence[Sequence[str]] = field(repr=False)
    #: Line of the file on which each record starts.
    lines: Sequence[int] = field(repr=False)
    rules: tuple[str, ...]

    def table(self, layout: str, *, n_headers: int = 0) -> TextTable:
        """Return the columns, without the first ``n_headers`` records."""
        records = self.records[n_headers:]
        cells = list(zip(*records, strict=True)) or [()] * len(self.names)
        columns = [
            TextColumn.from_cells(name, column)
            for name, column in zip(self.names, cells, strict=True)
        ]
        # Spreadsheets end every line with separators where a cell beyond the table was touched.
        kept = tuple(column for column in columns if column.name or any(column.texts))
        rules = list(self.rules)
        if n_empty := len(columns) - len(kept):
            rules.append(f"Skipped {counted(n_empty, 'column')} without name and content.")
        return TextTable(
            source=self.source,
            layout=layout,
            columns=kept,
            row_numbers=np.array(self.lines[n_headers:], dtype=np.int64),
            row_noun="line",
            rules=tuple(rules),
        )


def read_records(path: Path, import_map: ImportMap, instrument: Instrument) -> CsvRecords:
    """Return the header and the records of a text file; see ``Reader``."""
    text = read_text(path, import_map.encoding)
    separator = _separator(text, path.name, instrument, import_map)
    header, records, lines, n_blank = _split(text, separator, path.name)
    names = [name.strip() for name in header]
    rules = []
    if separator != "," and import_map.separator is None:
        rules.append(
            f"Found the separator {separator!r} from the header, which gives"
            f" {counted(len(names), 'column')}."
        )
    if n_blank:
        rules.append(f"Skipped {counted(n_blank, 'blank line')}.")
    if n_trimmed := sum(a != b for a, b in zip(header, names, strict=True)):
        rules.append(f"Trimmed {counted(n_trimmed, 'column name')}.")
    return CsvRecords(
        source=path.name, names=tuple(names), records=records, lines=lines, rules=tuple(rules)
    )


def _separator(text: str, source: str, instrument: Instrument, import_map: ImportMap) -> str:
    """Return the stated separator, or else the one that gives the header the most known columns.

    Raises
    ------
    IntakeError
        If the stated one gives no known column and another one does.
    """
    declared = import_map.declared_columns
    item_ids = set(instrument.item_ids)

    def found(separator: str) -> tuple[int, int]:
        try:
            names = _header(text, separator)
        except csv.Error:
            return (0, 0)
        known = sum(name in declared or name.lower() in item_ids for name in names if name)
        return (known, len(names))

    best = max(_SEPARATORS, key=found)
    stated = import_map.separator
    if stated is not None and found(stated)[0] == 0 < found(best)[0]:
        raise IntakeError(
            f"The import map says that the cells of {source} are separated by {stated!r}, but its"
            f" header is separated by {best!r}. If the file is the right one, say so under"
            " separator in the import map, or leave separator out."
        )
    return stated or best


def _header(text: str, separator: str) -> list[str]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return next(([name.strip() for name in record] for record in reader if record), [])


def _split(
    text: str, separator: str, source: str
) -> tuple[list[str], list[list[str]], list[int], int]:
    """Return the header, the records, the line each record starts on, and the blank lines."""
    # newline="" keeps line ends inside quotes, and counts the lines as an editor does.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    records, lines, n_blank, last_line = [], [], 0, 0
    try:
        for record in reader:
            line, last_line = last_line + 1, reader.line_num
            if not record or (len(record) == 1 and not record[0].strip() and len(header) != 1):
                n_blank += 1
            elif not header:
                header = record
            else:
                if len(record) != len(header):
                    raise IntakeError(
                        f"Line {line} of {source} has {counted(len(record), 'cell')}, but the"
                        f" header has {counted(len(header), 'column')}, separated by"
                        f" {separator!r}. A text that holds the separator must stand in quotes."
                    )
                records.append(record)
                lines.append(line)
    except csv.Error as error:
        raise IntakeError(
            f"The record that starts on line {last_line + 1} of {source} is not well formed:"
            f" {error}. Is a quotation mark left open, or not doubled?"
        ) from error
    if not header:
        raise IntakeError(f"{source} holds blank lines only.")
    return header, records, lines, n_blank
