"""What a model description says, before any rule adds to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.expression import Expression

_Entry = TypeVar("_Entry", float | None, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedParameter:
    """One parameter of a formula: one term on the right with one variable on the left.

    ``values``, ``starts`` and ``labels`` hold nothing where the formula says nothing, one entry
    for all groups, or one a group.
    """

    lhs: str
    #: ``=~`` loading, ``~`` regression, ``~~`` (co)variance, ``~1`` intercept, ``|`` threshold,
    #: ``~*~`` scale of the latent response.
    op: str
    #: Empty for an intercept.
    rhs: str
    #: Fixed values; None where the parameter is freed by ``NA``.
    values: tuple[float | None, ...] = ()
    starts: tuple[float | None, ...] = ()
    #: Empty text where a group has no label.
    labels: tuple[str, ...] = ()
    #: Name of the exploratory block that the factor on the left belongs to, or empty.
    block: str = ""
    line: int = 1

    @property
    def name(self) -> str:
        """The parameter as a formula without modifiers, ``f=~x1``."""
        return f"{self.lhs}{self.op}{self.rhs}"

    @property
    def _blocks(self) -> tuple[str, ...]:
        return (self.block,) if self.block else ()

    def merged(self, other: "ParsedParameter") -> "ParsedParameter":
        """Return this parameter with the modifiers of another mention of it.

        Raises
        ------
        ModelError
            If the two mentions contradict each other.
        """
        return replace(
            self,
            values=_agreed(self.name, "value", self.values, other.values),
            starts=_agreed(self.name, "start", self.starts, other.starts),
            labels=_agreed(self.name, "label", self.labels, other.labels),
            block=next(iter(_agreed(self.name, "efa block", self._blocks, other._blocks)), ""),
        )


@dataclass(frozen=True, slots=True)
class ParsedDefinition:
    """``name := expression``."""

    name: str
    expression: Expression
    line: int


@dataclass(frozen=True, slots=True)
class ParsedConstraint:
    """``left == right``, as the difference that is zero."""

    text: str
    expression: Expression
    line: int


@dataclass(frozen=True, slots=True)
class ParsedModel:
    """Parameters, definitions and constraints in the order of writing."""

    parameters: tuple[ParsedParameter, ...]
    definitions: tuple[ParsedDefinition, ...] = ()
    constraints: tuple[ParsedConstraint, ...] = ()


def merge_mentions(mentions: Iterable[ParsedParameter]) -> tuple[ParsedParameter, ...]:
    """Return each parameter once, at its first mention, with the modifiers of all.

    Raises
    ------
    ModelError
        If two mentions contradict each other.
    """
    merged: dict[tuple[str, str, str], ParsedParameter] = {}
    for mention in mentions:
        key = (mention.lhs, mention.op, mention.rhs)
        mirrored = (mention.rhs, mention.op, mention.lhs)
        if mention.op == "~~" and mirrored in merged:
            key = mirrored
        merged[key] = merged[key].merged(mention) if key in merged else mention
    return tuple(merged.values())


def _agreed(
    name: str, what: str, first: tuple[_Entry, ...], second: tuple[_Entry, ...]
) -> tuple[_Entry, ...]:
    if not first or not second:
        return first or second
    n_groups = max(len(first), len(second))
    one, other = (
        entries * n_groups if len(entries) == 1 else entries for entries in (first, second)
    )
    if one != other:
        raise ModelError(
            f"The parameter '{name}' has two {what}s: {_shown(first)} and {_shown(second)}."
        )
    return one


def _shown(entries: tuple[float | str | None, ...]) -> str:
    shown = ["NA (free)" if entry is None else f"{entry}" for entry in entries]
    return shown[0] if len(shown) == 1 else f"c({', '.join(shown)})"
