"""SAS data sets and transport files, with their special missing values kept apart."""

from pathlib import Path

from covalue_measures.intake.readstat_table import (
    columns_with_extended_missing,
    read_with_pyreadstat,
    readstat_table,
)
from covalue_measures.intake.sas_transport import mark_special_missing
from covalue_measures.intake.text_table import TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_TRANSPORT = b"HEADER RECORD*******LIB"
_DATA_SET = b"\x00" * 12 + b"\xc2\xea\x81\x60"


class SasReader:
    """Reads ``.sas7bdat`` and ``.xpt``: ``.a`` to ``.z`` are texts, ``.`` is an empty cell."""

    layout = "sas"
    suffixes: tuple[str, ...] = (".sas7bdat", ".xpt")
    signatures: tuple[bytes, ...] = (_DATA_SET, _TRANSPORT)

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``.

        Raises
        ------
        MissingExtraError
            If pyreadstat is not installed.
        """
        with path.open("rb") as file:
            is_transport = file.read(len(_TRANSPORT)) == _TRANSPORT
        if is_transport:
            frame, _ = read_with_pyreadstat(path, "read_xport", "a SAS")
            columns = mark_special_missing(path, frame)
        else:
            frame, metadata = read_with_pyreadstat(
                path, "read_sas7bdat", "a SAS", user_missing=True
            )
            columns = columns_with_extended_missing(frame, metadata.missing_user_values)
        return readstat_table(path, self.layout, frame, columns)
