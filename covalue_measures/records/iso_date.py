"""A day, written so that the order of the texts is the order of the days."""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import AfterValidator


def require_iso_date(text: str) -> str:
    """Return ``text`` if it is a day of the calendar, year first.

    Raises
    ------
    ValueError
        With the text found.
    """
    try:
        written = date.fromisoformat(text).isoformat()
    except (TypeError, ValueError):
        written = None
    if written != text:
        raise ValueError(f"{text!r} is not a date of the form 2026-01-31")
    return text


#: A day as text, year first: ``2026-01-31``.
IsoDate: TypeAlias = Annotated[str, AfterValidator(require_iso_date)]
