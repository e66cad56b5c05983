"""Which entries of a collection stand in it more than once."""

from collections import Counter
from collections.abc import Iterable


def repeated(values: Iterable[str]) -> tuple[str, ...]:
    """Return the entries that occur more than once, in order of appearance."""
    return tuple(value for value, count in Counter(values).items() if count > 1)
