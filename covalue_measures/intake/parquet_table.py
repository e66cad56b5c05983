"""Parquet files."""

from pathlib import Path

import numpy as np
import pandas as pd

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.frame_table import frame_columns
from covalue_measures.intake.text_table import TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


class ParquetReader:
    """Reads Parquet; integers stay integers where some are null."""

    layout = "parquet"
    suffixes: tuple[str, ...] = (".parquet", ".pq")
    signatures: tuple[bytes, ...] = (b"PAR1",)

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``."""
        try:
            # An open file, since pandas would read columns out of a path such as site=1/a.parquet.
            with path.open("rb") as file:
                frame = pd.read_parquet(file, engine="pyarrow", dtype_backend="numpy_nullable")
            if not isinstance(frame.index, pd.RangeIndex):
                frame = frame.reset_index()
        except (ValueError, TypeError, LookupError, OSError, NotImplementedError) as error:
            raise IntakeError(f"{path.name} is not a Parquet file that can be read.") from error
        return TextTable(
            source=path.name,
            layout=self.layout,
            columns=frame_columns(frame),
            row_numbers=np.arange(1, len(frame) + 1),
            row_noun="row",
        )
