"""Changes that say the same about several places, together."""

from collections.abc import Iterable
from dataclasses import dataclass

from covalue_measures.registry.changes.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """Changes of one kind under one row, for one reason."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The change that stands for all."""
        return self.changes[0]

    @property
    def title(self) -> str:
        """The first place, and how many more there are."""
        rest = len(self.changes) - 1
        return self.first.path + (f" and {rest} more" if rest else "")


def group_changes(changes: Iterable[Change]) -> tuple[ChangeGroup, ...]:
    """Return ``changes`` in groups, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        # In a path, names of lists and fields alternate with those of entries.
        fields = change.segments[::2]
        key = (change.rule, change.kind, change.bump, change.line, change.reason, fields)
        groups.setdefault(key, []).append(change)
    return tuple(ChangeGroup(changes=tuple(group)) for group in groups.values())
