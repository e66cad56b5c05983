"""Files of statistics programs, all read by pyreadstat."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from covalue_measures.exceptions import IntakeError, MissingExtraError
from covalue_measures.intake.frame_table import frame_columns
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.value_labels import value_texts


def read_with_pyreadstat(
    path: Path, function: str, program: str, **options: bool
) -> tuple[pd.DataFrame, Any]:
    """Return the frame and the metadata of a file.

    Parameters
    ----------
    path : Path
    function : str
        Name of pyreadstat's reader.
    program : str
        What the format is called in a refusal, with its article.
    **options : bool
        Passed on to the reader.

    Raises
    ------
    IntakeError
        If it is no such file, or a damaged one.
    MissingExtraError
        If pyreadstat is not installed.
    """
    try:
        pyreadstat = importlib.import_module("pyreadstat")
    except ImportError as error:
        raise MissingExtraError(
            f"Reading {path.name} needs pyreadstat: pip install 'covalue-measures[spss]'."
        ) from error
    read: Callable[..., tuple[pd.DataFrame, Any]] = getattr(pyreadstat, function)
    try:
        return read(str(path), disable_datetime_conversion=True, **options)
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        raise IntakeError(f"{path.name} is not {program} file that can be read.") from error


def readstat_table(
    path: Path,
    layout: str,
    frame: pd.DataFrame,
    columns: Sequence[TextColumn],
    labels: Mapping[str, Mapping[object, str]] | None = None,
) -> TextTable:
    """Return the table of ``columns``, made of ``frame``, with the value labels of each column."""
    labels = labels or {}
    return TextTable(
        source=path.name,
        layout=layout,
        # Numbers of these programs are decimals, so that a whole one tells nothing.
        columns=tuple(
            replace(
                column, n_from_decimals=0, value_labels=value_texts(labels.get(column.name, {}))
            )
            for column in columns
        ),
        row_numbers=np.arange(1, len(frame) + 1),
        row_noun="row",
    )


def columns_with_extended_missing(
    frame: pd.DataFrame, letters: Mapping[str, Sequence[str]]
) -> tuple[TextColumn, ...]:
    """Return columns in which an extended missing value is written ``.a``, as people write it.

    Parameters
    ----------
    frame : DataFrame
        Where pyreadstat writes such a value as a bare letter.
    letters : mapping of str to sequence of str
        By column, the letters that are extended missing values and no texts.
    """
    columns = frame_columns(frame)
    return tuple(
        replace(
            column,
            texts=tuple(
                f".{text.lower()}" if text in letters.get(column.name, ()) else text
                for text in column.texts
            ),
        )
        for column in columns
    )
