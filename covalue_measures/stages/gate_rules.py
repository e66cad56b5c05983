"""The numbers of the gates, read from their file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition

TranslationState: TypeAlias = Literal[
    "draft", "reviewed", "linguistically_validated", "equivalence_tested"
]


class PoolRule(Definition):
    """How many items there are to choose from."""

    items_per_facet: int
    times_the_shortest_form: int
    source: CleanText


class ElicitationRule(Definition):
    """How many people of the role, in the language, told what matters to them."""

    participants: int
    source: CleanText


class RatingsRule(Definition):
    """What raters' indices must reach."""

    item_index: float
    mean_index: float
    raters: int
    source: CleanText


class InterviewsRule(Definition):
    """How many interviews, and which problems must be resolved."""

    per_language: int
    per_item: int
    severity: int
    source: CleanText


class TranslationRule(Definition):
    """The least state of a translation at each gate."""

    candidate: TranslationState
    released: TranslationState
    source: CleanText


class ReleaseRule(Definition):
    """Which measurement properties must be sufficient, and by how many answers."""

    properties: tuple[str, ...]
    formative_properties: tuple[str, ...]
    adequacies: tuple[str, ...]
    source: CleanText


class GateRules(Definition):
    """Every number that a gate asks for."""

    id: Identifier
    pool: PoolRule
    elicitation: ElicitationRule
    ratings: RatingsRule
    interviews: InterviewsRule
    translation: TranslationRule
    release: ReleaseRule


@cache
def load_gate_rules() -> GateRules:
    """Return the numbers that come with the package."""
    text = files("covalue_measures.stages").joinpath("gate_rules.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    # TOML has arrays only; the strict models take tuples.
    return GateRules.model_validate(_tupled(content))


def _tupled(value: object) -> object:
    if isinstance(value, dict):
        return {key: _tupled(entry) for key, entry in value.items()}
    return tuple(value) if isinstance(value, list) else value
