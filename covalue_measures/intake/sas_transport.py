"""Special missing values in SAS transport files, which readers of the format make one NaN.

Source: SAS Institute, technical support notes TS-140, "Record layout of a SAS version 5 or 6 data
set in SAS transport (XPORT) format", for versions 8 and 9 in the same layout.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.frame_table import frame_columns
from covalue_measures.intake.text_table import TextColumn

_RECORD = 80
_VARIABLES = b"HEADER RECORD*******NAM"
_OBSERVATIONS = b"HEADER RECORD*******OBS"
_MEMBER = b"HEADER RECORD*******MEM"
_NUMERIC = 1
#: A missing number is one of these characters before zero bytes; the point is the ordinary one.
_SPECIAL = np.frombuffer(b"_ABCDEFGHIJKLMNOPQRSTUVWXYZ", dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Variable:
    """Where a variable stands in an observation."""

    is_numeric: bool
    start: int
    end: int


def mark_special_missing(path: Path, frame: pd.DataFrame) -> tuple[TextColumn, ...]:
    """Return the columns of ``frame``, special missing values written ``.a`` to ``.z`` or ``._``.

    Parameters
    ----------
    path : Path
        The transport file.
    frame : DataFrame
        Its first data set, as another reader returned it.

    Raises
    ------
    IntakeError
        If the file is not laid out as the standard says.
    """
    columns = frame_columns(frame)
    try:
        variables, observations = _layout(path.read_bytes(), len(frame))
    except (ValueError, IndexError, struct.error) as error:
        raise IntakeError(f"{path.name} is not a SAS file that can be read.") from error
    if len(variables) != len(columns):
        raise IntakeError(f"{path.name} is not a SAS file that can be read.")
    return tuple(
        _marked(column, observations[:, variable.start : variable.end])
        if variable.is_numeric
        else column
        for column, variable in zip(columns, variables, strict=True)
    )


def _layout(content: bytes, n_rows: int) -> tuple[list[_Variable], NDArray[np.uint8]]:
    member = content.index(_MEMBER)
    size = int(content[member + 74 : member + 78])
    start = content.index(_VARIABLES, member)
    n_variables = int(content[start + 48 : start + 58])
    variables = [
        _variable(content, start + _RECORD + position * size) for position in range(n_variables)
    ]
    length = max(variable.end for variable in variables)
    first = content.index(_OBSERVATIONS, start + _RECORD + n_variables * size) + _RECORD
    flat = np.frombuffer(content, dtype=np.uint8, count=n_rows * length, offset=first)
    return variables, flat.reshape(n_rows, length)


def _variable(content: bytes, offset: int) -> _Variable:
    kind, _, length = struct.unpack_from(">hhh", content, offset)
    (start,) = struct.unpack_from(">l", content, offset + 84)
    return _Variable(kind == _NUMERIC, start, start + length)


def _marked(column: TextColumn, numbers: NDArray[np.uint8]) -> TextColumn:
    first = numbers[:, 0]
    is_special = np.isin(first, _SPECIAL) & (numbers[:, 1:] == 0).all(axis=1)
    if not is_special.any():
        return column
    cells = list(column.cells())
    for row in np.flatnonzero(is_special).tolist():
        cells[row] = f".{chr(first[row]).lower()}"
    return TextColumn.from_cells(column.name, cells)
