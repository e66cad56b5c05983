"""Results that say in a notebook what they hold."""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

#: Entries of a tuple that are shown; the field has them all.
_MOST_SHOWN = 8


class Readable:
    """A dataclass that prints its numbers, and the sizes of its tables."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __repr__(self) -> str:
        return "\n".join([type(self).__name__, *(f"  {line}" for line in self._lines())])

    def _lines(self) -> list[str]:
        """Return what is shown: a field a line, unless a result knows better."""
        values = [(entry.name, getattr(self, entry.name)) for entry in fields(self) if entry.repr]
        return [f"{name}: {shown(value)}" for name, value in values]


def shown(value: object) -> str:
    """Return a value on one line; a table by its size."""
    if isinstance(value, pd.DataFrame | pd.Series | np.ndarray):
        return f"table of {' x '.join(str(length) for length in value.shape)}"
    if isinstance(value, Readable):
        return type(value).__name__
    if is_dataclass(value):
        parts = [(part.name, shown(getattr(value, part.name))) for part in fields(value)]
        return ", ".join(f"{name} {text}" for name, text in parts)
    if isinstance(value, Mapping | tuple):
        return _entries(tuple(str(key) for key in value) if isinstance(value, Mapping) else value)
    if isinstance(value, float | np.floating):
        return f"{value:.4g}"
    return "none" if value is None else str(value)


def _entries(values: tuple[object, ...]) -> str:
    more = f" and {len(values) - _MOST_SHOWN} more" if len(values) > _MOST_SHOWN else ""
    return (", ".join(shown(value) for value in values[:_MOST_SHOWN]) or "none") + more
