"""Which of several records was made last."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

_PARTIAL = re.compile(r"(?P<year>\d{4})(-(?P<month>\d\d))?(?P<day>-\d\d)?", re.ASCII)
_MONTHS = 12
_INSTANT = timedelta(microseconds=1)


def newest_of(
    rows: Sequence[int], numbers: Sequence[str], dates: Sequence[Sequence[str]]
) -> list[int]:
    """Return the records of ``rows`` that may be the newest; one where it can be told.

    Parameters
    ----------
    rows : sequence of int
    numbers : sequence of str
        Version number of each record of the source; compared where all of ``rows`` have one.
    dates : sequence of sequence of str
        Dates of each record, the most telling kind first; one of a kind counts where all of
        ``rows`` have one. A date without time is a whole day, and may be neither before nor after
        a moment of it.
    """
    left = list(rows)
    if all(numbers[row].isdecimal() for row in left):
        latest = max(int(numbers[row]) for row in left)
        left = [row for row in left if int(numbers[row]) == latest]
    for kind in dates:
        try:
            spans = {row: _span(kind[row]) for row in left}
        except ValueError:
            continue
        latest_start = max(start for start, _ in spans.values())
        left = [row for row in left if spans[row][1] > latest_start]
    return left


def _span(text: str) -> tuple[datetime, datetime]:
    """Return from when on, and until before when, a date may be."""
    partial = _PARTIAL.fullmatch(text)
    if partial is None:
        start = _in_utc(datetime.fromisoformat(text))
        return start, start + _INSTANT
    if partial["day"]:
        start = _in_utc(datetime.fromisoformat(text))
        return start, start + timedelta(days=1)
    year, month = int(partial["year"]), int(partial["month"] or 1)
    start = datetime(year, month, 1, tzinfo=UTC)
    if partial["month"] is None or month == _MONTHS:
        return start, datetime(year + 1, 1, 1, tzinfo=UTC)
    return start, datetime(year, month + 1, 1, tzinfo=UTC)


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
