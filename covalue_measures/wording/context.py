"""What a rule has to know about a sentence besides its words."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from covalue_measures.schema.domain import Role

#: What an answer says; ``quantity`` is a number in natural units.
ScaleKind: TypeAlias = Literal[
    "frequency", "agreement", "confidence", "difficulty", "yes_no", "quantity"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceContext:
    """How a sentence is answered, and by whom; None where that is not known."""

    scale_kind: ScaleKind | None = None
    role: Role | None = None
    #: Period that is shown above the sentence.
    recall: str | None = None
    #: Whether "does not apply" is among the answers.
    has_not_applicable: bool = False
