"""Which reader a file is for, judged by its name and its first bytes."""

from pathlib import Path

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.archive import SIGNATURE, check_workbook
from covalue_measures.intake.csv_flavour import AnyCsvReader
from covalue_measures.intake.csv_table import CsvReader
from covalue_measures.intake.excel_table import ExcelReader
from covalue_measures.intake.fhir_table import FhirReader
from covalue_measures.intake.limesurvey_table import LimesurveyReader
from covalue_measures.intake.odk_table import OdkReader
from covalue_measures.intake.parquet_table import ParquetReader
from covalue_measures.intake.qualtrics_table import QualtricsReader
from covalue_measures.intake.reader import Reader
from covalue_measures.intake.redcap_table import RedcapReader
from covalue_measures.intake.sas_table import SasReader
from covalue_measures.intake.spss_table import SpssReader
from covalue_measures.intake.stata_table import StataReader

READERS: tuple[Reader, ...] = (
    CsvReader(),
    ExcelReader(),
    FhirReader(),
    LimesurveyReader(),
    OdkReader(),
    ParquetReader(),
    QualtricsReader(),
    RedcapReader(),
    SasReader(),
    SpssReader(),
    StataReader(),
)
#: By suffix alone a text file may be that of any program.
_BY_SUFFIX: tuple[Reader, ...] = (AnyCsvReader(), *READERS[1:])
#: Files of any format that have one line for each answer.
LONG_LAYOUT = "long"

#: First bytes of files that people send by mistake, and what to do about them.
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        "looks like an old or locked Excel workbook; save it as .xlsx without a password",
    ),
    (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
)
_LONGEST_SIGNATURE = max(len(signature) for each in READERS for signature in each.signatures)


def reader_for(path: Path, layout: str) -> Reader:
    """Return the reader of a file.

    Parameters
    ----------
    path : Path
        The file, or a folder of ODK submissions with ``layout="odk"``.
    layout : str
        ``auto`` to go by the file's suffix, or the layout of a reader.

    Raises
    ------
    IntakeError
        If there is no such file, it is empty, its suffix says nothing, or its first bytes are
        those of another layout.
    """
    first_bytes = b"" if layout == OdkReader.layout and path.is_dir() else _first_bytes(path)
    for signature, advice in _FOREIGN:
        if first_bytes.startswith(signature):
            raise IntakeError(f"'{path.name}' {advice}.")
    reader = _reader_by_name(path, layout)
    if first_bytes.startswith(SIGNATURE) and reader.layout != ExcelReader.layout:
        check_workbook(path)
        raise IntakeError(
            f"'{path.name}' is read as {reader.layout}, but is an Excel workbook; say"
            " layout='excel'."
        )
    for other in READERS:
        if other.layout != reader.layout and first_bytes.startswith(other.signatures):
            raise IntakeError(
                f"'{path.name}' is read as {reader.layout}, but starts like a {other.layout} file;"
                f" say layout='{other.layout}'."
            )
    return reader


def _first_bytes(path: Path) -> bytes:
    if "\n" in str(path):
        raise IntakeError("The source must be the path of a file, not what the file holds.")
    if path.is_dir():
        raise IntakeError(
            f"'{path}' is a folder; name the file in it, or say layout='odk' if it holds"
            " submissions of ODK."
        )
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
    if layout in ("auto", LONG_LAYOUT):
        for reader in _BY_SUFFIX:
            if path.suffix.lower() in reader.suffixes:
                return reader
        suffixes = ", ".join(suffix for reader in READERS for suffix in reader.suffixes)
        raise IntakeError(
            f"The suffix '{path.suffix}' of '{path.name}' does not say how to read it; known are"
            f" {suffixes}. Rename the file, or say its layout, such as layout='csv'."
        )
    for reader in READERS:
        if layout == reader.layout:
            return reader
    known = sorted(["auto", LONG_LAYOUT, *(reader.layout for reader in READERS)])
    raise IntakeError(f"There is no layout {layout!r}; there are {known}.")
