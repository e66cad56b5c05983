"""Labels of groups as text, whatever they were read as."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from covalue_measures.exceptions import ResponseDataError

#: What a column of labels may be given as.
Labels = pd.Series | NDArray[np.object_] | Sequence[object]


def as_labels(values: Labels, name: str, n_respondents: int) -> list[str | None]:
    """Return one label a respondent; None where there is none.

    Whole numbers are written without a point, so that 1 and 1.0 are one group.

    Raises
    ------
    ResponseDataError
        If there is not one label for each respondent.
    """
    if len(values) != n_respondents:
        raise ResponseDataError(
            f"Group '{name}' has {len(values)} labels for {n_respondents} respondents."
        )
    return [_as_text(value) for value in values]


def in_order(labels: Sequence[str | None]) -> tuple[str, ...]:
    """Return the labels that occur, numbers by size and before texts."""

    def place(label: str) -> tuple[bool, float, str]:
        try:
            return False, float(label), label
        except ValueError:
            return True, 0.0, label

    return tuple(sorted({label for label in labels if label is not None}, key=place))


def _as_text(value: object) -> str | None:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return None
        return str(int(value)) if float(value).is_integer() else str(float(value))
    return str(value) or None
