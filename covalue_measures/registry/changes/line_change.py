"""By how much each version line must rise, and what it declares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from covalue_measures.registry.changes.bump import Bump, bumped, is_high_enough, largest_bump
from covalue_measures.registry.changes.change import Change
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.version import Version
from covalue_measures.schema.version_lines import LineKind, VersionLine, version_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """One version line on both sides."""

    kind: LineKind
    name: str
    #: Declared versions; None where the side has no such line.
    old: Version | None
    new: Version | None
    #: Whether what the line covers differs.
    is_changed: bool
    #: What the changes on this line ask for; ``none`` where it came or went.
    bump: Bump

    @property
    def required(self) -> Version | None:
        """The lowest version that the changes allow; None where the line came or went."""
        if self.old is None or self.new is None:
            return None
        return bumped(self.old, self.bump)

    @property
    def is_declared(self) -> bool:
        """Whether the new version is high enough; a pre-release of a high enough one is."""
        if self.new is None or self.required is None:
            return True
        return is_high_enough(self.new, self.required)


def line_changes(old: ItemBank, new: ItemBank, changes: Sequence[Change]) -> Iterator[LineChange]:
    """Yield every version line that either bank has, with what ``changes`` ask of it."""
    before, after = (
        {(line.kind, line.name): line for line in version_lines(bank)} for bank in (old, new)
    )
    for kind, name in {**before, **after}:
        yield _line_change(kind, name, before.get((kind, name)), after.get((kind, name)), changes)


def _line_change(
    kind: LineKind,
    name: str,
    old: VersionLine | None,
    new: VersionLine | None,
    changes: Sequence[Change],
) -> LineChange:
    in_both = old is not None and new is not None
    return LineChange(
        kind=kind,
        name=name,
        old=old.version if old else None,
        new=new.version if new else None,
        is_changed=old is None or new is None or old.digest != new.digest,
        bump=largest_bump(
            change.bump
            for change in changes
            if in_both and change.line == kind and name in change.line_names
        ),
    )
