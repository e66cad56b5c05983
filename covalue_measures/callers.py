"""Whose line a warning is about."""

import inspect

_PACKAGE = __name__.partition(".")[0]


def callers_level() -> int:
    """Return the ``stacklevel`` at which a warning points at the line that called the package."""
    frame, level = inspect.currentframe(), 0
    while frame is not None and frame.f_globals.get("__name__", "").split(".")[0] == _PACKAGE:
        frame, level = frame.f_back, level + 1
    return level
