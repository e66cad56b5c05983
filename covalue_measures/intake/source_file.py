"""Which reader a file is for, judged by its name and its first bytes."""

from pathlib import Path

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.csv_table import CsvReader
from covalue_measures.intake.parquet_table import ParquetReader
from covalue_measures.intake.reader import Reader
from covalue_measures.intake.spss_table import SpssReader

READERS: tuple[Reader, ...] = (CsvReader(), ParquetReader(), SpssReader())

#: First bytes of files that people send by mistake, and what to do about them.
_FOREIGN = (
    (b"PK\x03\x04", "looks like an Excel workbook or a zip archive; save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "looks like an old Excel workbook; save the sheet as CSV"),
    (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
)
_LONGEST_SIGNATURE = 4


def reader_for(path: Path, layout: str) -> Reader:
    """Return the reader of a file.

    Parameters
    ----------
    path : Path
        The file.
    layout : str
        ``auto`` to go by the file's suffix, or the layout of a reader.

    Raises
    ------
    IntakeError
        If there is no such file, it is empty, its suffix says nothing, or its first bytes are
        those of another layout.
    """
    first_bytes = _first_bytes(path)
    for signature, advice in _FOREIGN:
        if first_bytes.startswith(signature):
            raise IntakeError(f"'{path.name}' {advice}.")
    reader = _reader_by_name(path, layout)
    for other in READERS:
        if other is not reader and first_bytes.startswith(other.signatures):
            raise IntakeError(
                f"'{path.name}' is read as {reader.layout}, but starts like a {other.layout} file;"
                f" say layout='{other.layout}'."
            )
    return reader


def _first_bytes(path: Path) -> bytes:
    if "\n" in str(path):
        raise IntakeError("The source must be the path of a file, not what the file holds.")
    if path.is_dir():
        raise IntakeError(f"'{path}' is a folder; name the file in it.")
    try:
        with path.open("rb") as file:
            first_bytes = file.read(_LONGEST_SIGNATURE)
    except FileNotFoundError as error:
        raise IntakeError(f"There is no file '{path}'.") from error
    except OSError as error:
        raise IntakeError(f"'{path}' cannot be read: {error.strerror}.") from error
    if not first_bytes:
        raise IntakeError(f"'{path.name}' is empty: it has 0 bytes.")
    return first_bytes


def _reader_by_name(path: Path, layout: str) -> Reader:
    for reader in READERS:
        if layout == reader.layout or (layout == "auto" and path.suffix.lower() in reader.suffixes):
            return reader
    if layout != "auto":
        known = ["auto", *(reader.layout for reader in READERS)]
        raise IntakeError(f"There is no layout {layout!r}; there are {known}.")
    suffixes = ", ".join(suffix for reader in READERS for suffix in reader.suffixes)
    raise IntakeError(
        f"The suffix '{path.suffix}' of '{path.name}' does not say how to read it; known are"
        f" {suffixes}. Rename the file, or say layout='csv', 'parquet' or 'spss'."
    )
