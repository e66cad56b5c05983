"""Tables of text as an Excel file."""

import importlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from covalue_measures.exceptions import MissingExtraError
from covalue_measures.export.odk.sheet_row import Row

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: The first day that a ZIP archive knows. Files with equal content are equal.
_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)
_PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def workbook_bytes(sheets: Mapping[str, Sequence[Row]], *, properties: Mapping[str, str]) -> bytes:
    """Return an Excel file with one sheet a table; every cell is text.

    Text is never a formula, whatever it starts with, and a version never a number.

    Parameters
    ----------
    sheets : mapping of str to sequence of Row
        Columns stand in the order in which rows first name them.
    properties : mapping of str to str
        Of the document, by openpyxl's names, such as ``title``.

    Raises
    ------
    MissingExtraError
        If openpyxl is not installed.
    """
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError as error:
        raise MissingExtraError(
            "An XLSForm needs openpyxl: pip install 'covalue-measures[interchange]'."
        ) from error
    book: Workbook = openpyxl.Workbook()
    for sheet in tuple(book.worksheets):
        book.remove(sheet)
    for title, rows in sheets.items():
        _fill(book.create_sheet(title), rows)
    for name, text in properties.items():
        setattr(book.properties, name, text)
    book.properties.created = _NO_DAY.replace(tzinfo=None)
    content = io.BytesIO()
    book.save(content)
    return _without_time(content)


def _fill(sheet: "Worksheet", rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = [dict(zip(columns, columns, strict=True)), *rows]
    for number, row in enumerate(table, start=1):
        for position, column in enumerate(columns, start=1):
            if text := row.get(column):
                cell = sheet.cell(number, position)
                cell.value = text
                # Where it starts with "=", openpyxl has made a formula of it.
                cell.data_type = "s"
                # So that it stays text when a person edits it.
                cell.number_format = "@"
    sheet.freeze_panes = "A2"


def _without_time(content: io.BytesIO) -> bytes:
    """Return the archive without the time at which it was made."""
    timeless = io.BytesIO()
    day = _NO_DAY.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(content) as made, zipfile.ZipFile(timeless, "w") as written:
        for name in made.namelist():
            part = made.read(name)
            if name == _PROPERTIES:
                part = _MODIFIED.sub(rb"\g<1>" + day + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _NO_DAY.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, part)
    return timeless.getvalue()
