"""The rule table: what each kind of change asks of a version, and means for comparing."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from covalue_measures.registry.changes.bump import Bump
from covalue_measures.schema.identifiers import CleanText
from covalue_measures.schema.model import Definition

#: How raw answers, or scores, of two versions compare: A identical, B comparable if versions are
#: reported, C linkable only, D not comparable.
Code: TypeAlias = Literal["A", "B", "C", "D"]
#: What carries a version of its own, or the record of an administration.
Artefact: TypeAlias = Literal[
    "instrument", "scoring", "calibration", "translation", "norms", "library", "record"
]
#: What is identical only after a map or formula was applied.
Mapped: TypeAlias = Literal["raw", "scores"]


class Consequence(Definition):
    """What a change asks of the version, and what it does to answers and scores."""

    #: The change, or the condition under which this holds.
    change: CleanText
    bump: Bump
    raw: Code
    scores: Code
    after_map: tuple[Mapped, ...] = ()
    #: A sentence for whoever reads a comparison.
    reason: CleanText


class Rule(Consequence):
    """A row of the table; where it leaves two outcomes open, the worse one is its own."""

    number: int
    artefact: Artefact
    #: The better outcome, and when it holds.
    milder: Consequence | None = None
    #: False where a definition cannot show the change.
    in_definition: bool = True


@cache
def load_rules() -> dict[int, Rule]:
    """Return the rows by number, in order.

    Examples
    --------
    >>> load_rules()[23].change, load_rules()[23].bump, load_rules()[23].scores
    ('keying of an item', 'major', 'D')
    """
    text = files("covalue_measures.registry.changes").joinpath("rules.toml").read_text("utf-8")
    rows = (Rule.model_validate(_tupled(row)) for row in tomllib.loads(text)["rules"])
    return {rule.number: rule for rule in rows}


def _tupled(value: object) -> object:
    """Return ``value`` with tuples for lists: the definitions are strict, and TOML has arrays."""
    if isinstance(value, dict):
        return {key: _tupled(entry) for key, entry in value.items()}
    return tuple(value) if isinstance(value, list) else value
