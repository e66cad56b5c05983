"""Choices and numbers that estimators are given, checked before anything is computed."""

from typing import get_args

import numpy as np

from covalue_measures.exceptions import ModelError


def require_choice(name: str, value: object, choices: object) -> None:
    """Raise unless ``value`` is one of the choices of a ``Literal``.

    Raises
    ------
    ValueError
        Naming the choices: a misspelt one must not compute something else.
    """
    allowed = get_args(choices)
    if value not in allowed:
        shown = ", ".join(repr(choice) for choice in allowed)
        raise ValueError(f"{name} must be one of {shown}; got {value!r}.")


def require_count(name: str, value: float, least: int = 1) -> None:
    """Raise unless ``value`` is a whole number of at least ``least``.

    Raises
    ------
    ValueError
        With the value found.
    """
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_whole or value < least:
        raise ValueError(f"{name} must be a whole number from {least} on; got {value!r}.")


def require_share(name: str, value: float) -> None:
    """Raise unless ``value`` lies between 0 and 1, the ends left out.

    Raises
    ------
    ValueError
        With the value found.
    """
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1, got {value}.")


def require_kind(name: str, value: object, kind: type, hint: str) -> None:
    """Raise unless ``value`` is of the kind that is meant.

    Parameters
    ----------
    name : str
    value : object
    kind : type
    hint : str
        How one comes by such a thing, in a few words.

    Raises
    ------
    TypeError
        Naming both kinds: what is read of another would fail somewhere else.
    """
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be a {kind.__name__} ({hint}), not a {type(value).__name__}.")


def require_list(name: str, value: object, what: str) -> None:
    """Raise if ``value`` is a bare text where a list is meant: its letters are no entries.

    Parameters
    ----------
    name : str
    value : object
    what : str
        What the list holds, such as ``items``.

    Raises
    ------
    ModelError
        With the list that was probably meant.
    """
    if isinstance(value, str):
        raise ModelError(f"{name} is a list of {what}, not {value!r}; did you mean [{value!r}]?")
