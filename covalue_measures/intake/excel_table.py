"""Excel workbooks: one sheet, its cells as text."""

import importlib
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np

from covalue_measures.exceptions import IntakeError, MissingExtraError
from covalue_measures.intake.archive import check_workbook
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, named, shown_text
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_FORMULA = "f"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rows of a sheet that hold something, each with its number."""

    rows: list[tuple[int, list[str]]] = field(repr=False)
    #: Where a formula stands in place of a value: row number and position in the row.
    formulas: set[tuple[int, int]] = field(repr=False)


class ExcelReader:
    """Reads ``.xlsx`` and ``.xlsm``; a date stays a date, and no item takes it."""

    layout = "excel"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")
    signatures: tuple[bytes, ...] = ()

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the sheet's columns; see ``Reader``.

        Raises
        ------
        MissingExtraError
            If openpyxl is not installed.
        """
        check_workbook(path)
        name, sheet = _read_sheet(path, import_map.sheet)
        if not sheet.rows:
            raise IntakeError(f"The sheet {shown_text(name)} of {path.name} is empty.")
        (header_row, header), *records = sheet.rows
        columns = [
            TextColumn.from_cells(
                title.strip(), [row[i] if i < len(row) else "" for _, row in records]
            )
            for i, title in enumerate(_padded(header, max(len(row) for _, row in sheet.rows)))
        ]
        kept = tuple(column for column in columns if column.name or any(column.texts))
        rules = [f"Read the sheet {shown_text(name)}."]
        if n_blank := (records or sheet.rows)[-1][0] - header_row - len(records):
            rules.append(f"Skipped {counted(n_blank, 'blank row')}.")
        if sheet.formulas:
            rules.append(f"Read {counted(len(sheet.formulas), 'formula')} as the value shown.")
        return TextTable(
            source=path.name,
            layout=self.layout,
            columns=kept,
            row_numbers=np.array([number for number, _ in records], dtype=np.int64),
            row_noun="row",
            rules=tuple(rules),
        )


def _read_sheet(path: Path, wanted: str | None) -> tuple[str, _Sheet]:
    try:
        openpyxl = importlib.import_module("openpyxl")
        # With it, openpyxl parses no document types and no entities.
        importlib.import_module("defusedxml")
    except ImportError as error:
        raise MissingExtraError(
            f"Reading {path.name} needs openpyxl and defusedxml:"
            " pip install 'covalue-measures[interchange]'."
        ) from error
    try:
        name, sheet = _sheet_of(openpyxl, path, wanted, shows_values=False)
        if sheet.formulas:
            _, shown = _sheet_of(openpyxl, path, name, shows_values=True)
            sheet = _with_values(sheet, shown)
    except IntakeError:
        raise
    except (ValueError, KeyError, TypeError, SyntaxError, OSError, zipfile.BadZipFile) as error:
        raise IntakeError(
            f"{path.name} is not an Excel workbook that can be read. If it holds entities or is"
            " damaged, save it anew from Excel."
        ) from error
    return name, sheet


def _sheet_of(
    openpyxl: Any, path: Path, wanted: str | None, *, shows_values: bool
) -> tuple[str, _Sheet]:
    # Opened here, since openpyxl judges a path by its suffix.
    with path.open("rb") as file, warnings.catch_warnings():
        # What openpyxl warns of are styles and extensions, in which no answer stands.
        warnings.simplefilter("ignore", UserWarning)
        workbook = openpyxl.load_workbook(
            file, read_only=True, data_only=shows_values, keep_links=False
        )
        sheets = {sheet.title: _rows(sheet) for sheet in workbook.worksheets}
    if wanted is not None:
        if wanted not in sheets:
            raise IntakeError(
                f"The import map names the sheet {shown_text(wanted)}, which {path.name} does not"
                f" have; it has {named(list(sheets))}."
            )
        return wanted, sheets[wanted]
    filled = [name for name, sheet in sheets.items() if sheet.rows] or list(sheets)
    if len(filled) > 1:
        raise IntakeError(
            f"{path.name} has {len(filled)} sheets with content: {named(filled)}. Say in the import"
            f" map which to read, such as sheet: {filled[0]}."
        )
    return filled[0], sheets[filled[0]]


def _rows(sheet: Any) -> _Sheet:
    # Some programs write a wrong extent, which would cut the sheet.
    sheet.reset_dimensions()
    rows, formulas = [], set()
    for number, cells in _numbered(sheet):
        texts = [_shown(cell.value) for cell in cells]
        if any(texts):
            rows.append((number, texts))
            formulas |= {
                (number, position)
                for position, cell in enumerate(cells)
                if cell.data_type == _FORMULA
            }
    return _Sheet(rows, formulas)


def _numbered(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    return enumerate(sheet.iter_rows(), start=1)


def _with_values(written: _Sheet, shown: _Sheet) -> _Sheet:
    """Return the rows with values for formulas; a formula without one stays, and is refused."""
    values = dict(shown.rows)
    rows = []
    for number, texts in written.rows:
        found = values.get(number, [])
        rows.append(
            (
                number,
                [
                    found[position] or text
                    if (number, position) in written.formulas and position < len(found)
                    else text
                    for position, text in enumerate(texts)
                ],
            )
        )
    return _Sheet(rows, written.formulas)


def _padded(header: list[str], length: int) -> list[str]:
    return header + [""] * (length - len(header))


def _shown(value: object) -> str:
    """Return the text of a cell: whole numbers without a point, dates as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
