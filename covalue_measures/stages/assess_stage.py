"""Which stage a bank has, whether it earned it, and what the next one asks for."""

import warnings
from dataclasses import dataclass
from typing import Literal, TypeAlias

from covalue_measures.evaluation.content_validity import rate_content_validity
from covalue_measures.exceptions import DataQualityWarning, InstrumentError
from covalue_measures.schema import ItemBank
from covalue_measures.stages.definition_gate import (
    require_pool,
    require_provenance,
    require_translations,
    require_wording,
)
from covalue_measures.stages.dossier import Dossier
from covalue_measures.stages.gate_rules import GateRules, load_gate_rules
from covalue_measures.stages.left_out import left_out
from covalue_measures.stages.measurement_gate import (
    require_properties,
    require_sample,
)
from covalue_measures.stages.people_gate import (
    require_elicitation,
    require_interviews,
    require_ratings,
)
from covalue_measures.stages.requirement import Requirement

Stage: TypeAlias = Literal["draft", "candidate", "released", "retired"]
_NEXT: dict[Stage, Stage] = {
    "draft": "candidate",
    "candidate": "released",
    "released": "retired",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageAssessment:
    """Where a bank stands."""

    #: ``name@version``.
    bank: str
    stage: Stage
    #: What the present stage asked for; a draft needs nothing.
    held: tuple[Requirement, ...]
    #: None for a retired bank.
    next_stage: Stage | None
    #: What the next stage asks for.
    wanted: tuple[Requirement, ...]
    #: Evidence that was given and does not count, each with the reason.
    left_out: tuple[str, ...]
    #: Name of the file of numbers that was used.
    rules: str

    @property
    def is_earned(self) -> bool:
        """Whether everything that the present stage asks for is there."""
        return all(entry.is_met for entry in self.held)

    @property
    def may_advance(self) -> bool:
        """Whether everything that the next stage asks for is there."""
        return self.next_stage is not None and all(entry.is_met for entry in self.wanted)

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything that the next stage still lacks, with the demand's name."""
        return tuple(f"{entry.id}: {lacking}" for entry in self.wanted for lacking in entry.missing)


def assess_stage(bank: ItemBank, dossier: Dossier | None = None) -> StageAssessment:
    """Return the stage of ``bank``, whether it is earned, and what the next one lacks.

    Parameters
    ----------
    bank : ItemBank
    dossier : Dossier, optional
        Records of development and evidence; without it, nothing of the kind is known.

    Raises
    ------
    InstrumentError
        If ``bank`` is no bank.

    Notes
    -----
    The way is draft, candidate, released, retired. A candidate was elicited from, rated by and
    tried with people of its role in each of its languages, so that it may be given to many. A
    released bank measures well in this very wording, by evidence that is not synthetic. A retired
    one says why.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> found = cm.assess_stage(cm.load_bank("communication_service_user"))
    >>> found.stage, found.next_stage, found.may_advance
    ('draft', 'candidate', False)
    """
    if not isinstance(bank, ItemBank):
        raise InstrumentError(
            f"A stage is that of a bank, not of a {type(bank).__name__}; load_bank finds one."
        )
    known = Dossier() if dossier is None else dossier
    rules = load_gate_rules()
    next_stage = _NEXT.get(bank.status)
    with warnings.catch_warnings():
        # What an estimate would warn of, such as few raters, is named among what is missing.
        warnings.simplefilter("ignore", DataQualityWarning)
        held = _gate(bank.status, bank, known, rules)
        wanted = () if next_stage is None else _gate(next_stage, bank, known, rules)
    return StageAssessment(
        bank=bank.reference,
        stage=bank.status,
        held=held,
        next_stage=next_stage,
        wanted=wanted,
        left_out=left_out(bank, known),
        rules=rules.id,
    )


def _gate(
    stage: Stage, bank: ItemBank, dossier: Dossier, rules: GateRules
) -> tuple[Requirement, ...]:
    if stage == "draft":
        return ()
    if stage == "retired":
        return (_require_reason(bank),)
    least = rules.translation.candidate if stage == "candidate" else rules.translation.released
    people = (
        require_wording(bank),
        require_provenance(bank),
        require_pool(bank, rules),
        require_elicitation(bank, dossier, rules),
        require_ratings(bank, dossier, rules),
        require_interviews(bank, dossier, rules),
        require_translations(bank, rules, least),
    )
    if stage == "candidate":
        return people
    return (
        *people,
        _require_content_validity(bank, dossier),
        *require_properties(bank, dossier, rules),
        require_sample(bank, dossier, rules),
        _require_version(bank),
    )


def _require_content_validity(bank: ItemBank, dossier: Dossier) -> Requirement:
    rating = rate_content_validity(
        dossier.rounds,
        dossier.interviews,
        instrument=bank,
        elicited_from=[
            entry.role for entry in dossier.elicitations if bank.domain in entry.domain_ids
        ],
    )
    return Requirement(
        id="content_validity",
        demand="Content validity is sufficient (+) by the ten questions of COSMIN.",
        found=f"Rated '{rating.rating}', adequacy {rating.adequacy or 'not rated'}.",
        missing=()
        if rating.rating == "+"
        else tuple(f"{aspect.aspect}: {aspect.reason}" for aspect in rating.aspects),
        source=rating.source,
    )


def _require_version(bank: ItemBank) -> Requirement:
    is_stable = bank.version.major >= 1
    return Requirement(
        id="version",
        demand="The version is 1.0.0 or later: from there on comparability is promised.",
        found=f"Version {bank.version}.",
        missing=() if is_stable else ("version 1.0.0",),
        source="interchange rules of this project",
    )


def _require_reason(bank: ItemBank) -> Requirement:
    given = bank.retirement
    return Requirement(
        id="retirement",
        demand="The bank says why it is retired, and what is used in its place, if anything.",
        found=given.reason if given else "No reason.",
        missing=() if given else ("retirement: {reason: ..., superseded_by: ...} in bank.yaml",),
        source="interchange rules of this project",
    )
