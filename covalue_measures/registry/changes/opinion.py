"""One reason why two sources can, or cannot, be analyzed together."""

from dataclasses import dataclass

from covalue_measures.registry.changes.rule import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A reason, and the codes that it leaves to answers and to scores."""

    raw: Code = "A"
    scores: Code = "A"
    reason: str
