"""Criteria of good measurement, read from data files."""

import json
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import Field, ValidationError

from covalue_measures.exceptions import InstrumentError
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error


class StructuralValidityRule(Definition):
    """Fit that a confirmatory model must reach; one index is enough."""

    cfi_or_tli_above: float
    rmsea_below: float
    srmr_below: float
    source: str


class InternalConsistencyRule(Definition):
    """Alpha that a subscale must reach, once its structure is supported."""

    alpha_at_least: float
    source: str


class CrossCulturalValidityRule(Definition):
    """Level of invariance up to which an instrument must measure the same in all groups."""

    level: Literal["metric", "scalar", "strict"]
    source: str
    #: What is missing where the answers come without groups.
    needs: str


class SampleSizeLevel(Definition):
    """Conditions that must both hold."""

    adequacy: Literal["very good", "adequate", "doubtful"]
    respondents_per_item: int = Field(ge=0)
    at_least: int = Field(ge=0)


class SampleSizeRule(Definition):
    """Levels from the best down."""

    levels: tuple[SampleSizeLevel, ...]
    source: str


class NotAssessed(Definition):
    """A property that needs other data, and which."""

    measurement_property: str
    needs: str
    source: str


class RuleSet(Definition):
    """One published set of criteria."""

    id: str
    title: str
    structural_validity: StructuralValidityRule
    internal_consistency: InternalConsistencyRule
    cross_cultural_validity: CrossCulturalValidityRule
    factor_analysis_sample: SampleSizeRule
    not_assessed: tuple[NotAssessed, ...]


@cache
def load_rule_set(name: str) -> RuleSet:
    """Return the rule set with this name.

    Raises
    ------
    InstrumentError
        If there is none, or its file contradicts the schema.
    """
    folder = resources.files("covalue_measures.evaluation") / "rule_sets"
    known = sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )
    if name not in known:
        raise InstrumentError(f"There is no rule set '{name}'; there are {known}.")
    content = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    try:
        return RuleSet.model_validate_json(json.dumps(content))
    except ValidationError as error:
        raise InstrumentError(f"Rule set '{name}':\n{describe_validation_error(error)}") from error
