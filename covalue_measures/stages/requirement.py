"""One thing that a gate asks for, and what of it is there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A demand of a gate, met or with what is missing."""

    id: str
    #: What is asked for, in one sentence.
    demand: str
    #: What was found.
    found: str
    #: What is missing, one entry each; empty where the demand is met.
    missing: tuple[str, ...]
    #: Where the demand comes from.
    source: str

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing
