"""A place in a definition, and what a difference there means."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.differences import Difference, Path
from covalue_measures.registry.changes.sides import Sides

Classifier: TypeAlias = Callable[[Difference, Sides], Iterable[Change]]
#: Places by pattern, and what a difference there means; the first that fits is taken. ``*`` is
#: any one name, ``**`` at the end any rest, none included.
Family: TypeAlias = tuple[tuple[str, Classifier], ...]


def by_rule(number: int) -> Classifier:
    """Return the classifier of a place where every difference falls under one row."""
    return lambda difference, sides: (sides.change(number, difference),)


def implied(difference: Difference, sides: Sides) -> tuple[Change, ...]:
    """Return no change: the difference never comes without one that says the same."""
    return ()


def fits(pattern: str, path: Path) -> bool:
    """Return whether ``path`` is a place that ``pattern`` describes."""
    parts = pattern.split(".")
    if parts[-1] == "**":
        parts = parts[:-1]
        path = path[: len(parts)]
    return len(parts) == len(path) and all(
        part in ("*", name) for part, name in zip(parts, path, strict=True)
    )
