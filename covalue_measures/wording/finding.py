"""What a rule has found."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

#: ``error`` keeps a bank from becoming a candidate, ``warning`` asks for a waiver,
#: ``information`` asks for nothing.
Level: TypeAlias = Literal["error", "warning", "information"]

#: Levels from the gravest down.
LEVELS: tuple[Level, ...] = ("error", "warning", "information")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found in one text, or in the bank as a whole."""

    #: Code of the rule, such as ``L01``.
    rule: str
    level: Level
    #: Dotted path of the text as in ``ItemBank.texts``, or ``bank``.
    path: str
    #: The item, or None where the finding is about the bank.
    item_id: str | None
    #: The language, or None where the finding is about none.
    language: str | None
    #: What was found, in one sentence.
    message: str
    #: The words found.
    found: tuple[str, ...] = ()
    #: The reason why it stands, or None where nobody gave one.
    waiver: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something: no information, and not waived."""
        return self.waiver is None and self.level != "information"
