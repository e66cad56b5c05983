"""Criteria of good content validity, read from data files."""

import json
import tomllib
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from pydantic import Field, ValidationError

from covalue_measures.exceptions import InstrumentError
from covalue_measures.records.cognitive_interview import ProblemCode
from covalue_measures.records.content_validity_round import ContentCriterion
from covalue_measures.records.item_review import RaterGroup
from covalue_measures.schema.domain import Role
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error

#: ``population``: the people a measure is for; ``experts``: all others.
Judges: TypeAlias = Literal["population", "experts"]
Method: TypeAlias = Literal["survey", "interviews"]
#: From the worst to the best.
Adequacy: TypeAlias = Literal["inadequate", "doubtful", "adequate", "very good"]


class SurveyRule(Definition):
    """When an item meets a question by raters' judgement."""

    i_cvi_at_least: float
    fewest_raters: int = Field(ge=1)
    source: str


class InterviewRule(Definition):
    """When an item meets a question in interviews."""

    #: No problem of this severity or a higher one may stand against it.
    severity: int = Field(ge=1, le=3)


class DevelopmentRule(Definition):
    """The most that can be reached without concept elicitation."""

    without_elicitation: Adequacy
    source: str


class Population(Definition):
    """For whom a bank is meant, by its role."""

    service_user: tuple[RaterGroup, ...]
    family: tuple[RaterGroup, ...]
    health_professional: tuple[RaterGroup, ...]
    respondent: tuple[RaterGroup, ...]

    def of(self, role: Role) -> tuple[RaterGroup, ...]:
        """Return the groups for whom a bank of this role is meant."""
        groups: dict[Role, tuple[RaterGroup, ...]] = {
            Role.SERVICE_USER: self.service_user,
            Role.FAMILY: self.family,
            Role.HEALTH_PROFESSIONAL: self.health_professional,
            Role.RESPONDENT: self.respondent,
        }
        return groups[role]


class SampleRule(Definition):
    """Fewest people per item for two levels of adequacy; below both it is doubtful."""

    method: Method
    judges: Judges
    very_good: int
    adequate: int


class CriterionRule(Definition):
    """One of the ten questions, and what speaks to it."""

    id: ContentCriterion
    question: str
    judges: tuple[Judges, ...]
    #: Whether each language version must be shown to meet it.
    per_language: bool
    #: Codes of the interview problems that speak against it; empty where interviews do not tell.
    codes: tuple[ProblemCode, ...]
    #: Whether a round about the aspect at large counts for it.
    default: bool


class ContentValidityRuleSet(Definition):
    """One published set of criteria of content validity."""

    id: str
    title: str
    source: str
    #: What of the rules was not read in their source.
    unconfirmed: str
    #: Share of the items that must meet a question.
    item_share: float
    survey: SurveyRule
    interviews: InterviewRule
    development: DevelopmentRule
    population: Population
    samples: tuple[SampleRule, ...]
    criteria: tuple[CriterionRule, ...]

    def sample_adequacy(self, method: Method, judges: Judges, n: int) -> Adequacy:
        """Return the adequacy of ``n`` people per item."""
        rule = next(r for r in self.samples if (r.method, r.judges) == (method, judges))
        if n >= rule.very_good:
            return "very good"
        return "adequate" if n >= rule.adequate else "doubtful"


@cache
def load_content_validity_rules(name: str) -> ContentValidityRuleSet:
    """Return the rule set with this name.

    Raises
    ------
    InstrumentError
        If there is none, or its file contradicts the schema.
    """
    folder = resources.files("covalue_measures.evaluation") / "rule_sets" / "content_validity"
    known = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir())
    if name not in known:
        raise InstrumentError(f"There is no content-validity rule set '{name}'; there are {known}.")
    content = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    try:
        return ContentValidityRuleSet.model_validate_json(json.dumps(content))
    except ValidationError as error:
        raise InstrumentError(f"Rule set '{name}':\n{describe_validation_error(error)}") from error
