"""One change between two versions of an instrument, and what it means."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from covalue_measures.registry.changes.bump import Bump
from covalue_measures.registry.changes.rule import Code
from covalue_measures.schema.version_lines import LineKind

ChangeKind: TypeAlias = Literal["added", "removed", "changed", "reordered", "renamed", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference between two definitions, classified by a row of the rule table."""

    #: Number of the row.
    rule: int
    kind: ChangeKind
    #: Dotted path, such as ``items.comsu03.keying``; a text's path is the one in ``texts()``.
    path: str
    #: What stood there and what stands there, as text; None where there is nothing.
    old: str | None
    new: str | None
    line: LineKind
    #: Names of the version lines of that kind that it touches.
    line_names: tuple[str, ...]
    bump: Bump
    #: How answers to the two versions compare, and how scores do.
    raw: Code
    scores: Code
    #: Whether the code holds only once the recode map, or the inverse formula, was applied.
    raw_after_map: bool = False
    scores_after_map: bool = False
    reason: str

    @property
    def is_about_new_language(self) -> bool:
        """Whether it adds texts in a language that older answers were not given in."""
        return self.line == "translation" and self.rule == 30

    def reaches(self, language: str) -> bool:
        """Return whether respondents who read ``language`` are touched."""
        return self.line != "translation" or language in self.line_names

    @property
    def segments(self) -> tuple[str, ...]:
        """The path in its parts."""
        return tuple(self.path.split("."))
