"""What people said about items in cognitive interviews, and what was decided."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from covalue_measures.records.iso_date import IsoDate
from covalue_measures.records.pseudonym import Pseudonym
from covalue_measures.schema.domain import Role
from covalue_measures.schema.identifiers import CleanText, Identifier, ItemId, Language
from covalue_measures.schema.model import Definition

#: Years, such as ``30-44`` or ``80+``: never an age or a date of birth.
AgeBand: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{1,2}-[0-9]{2,3}|[0-9]{2}[+])$")
]

#: Where in answering a problem arose (Tourangeau 1984).
ResponseStage: TypeAlias = Literal["comprehension", "retrieval", "judgement", "response"]

#: Kinds of problems after the Question Appraisal System QAS-99 (Willis and Lessler 1999).
ProblemCode: TypeAlias = Literal[
    "reading",
    "instructions",
    "clarity",
    "assumptions",
    "knowledge_memory",
    "sensitivity",
    "response_categories",
    "other",
]


class ParticipantStrata(Definition):
    """Coarse facts about a participant, to see whom the interviews reached."""

    age_band: AgeBand | None = None
    education: (
        Literal["primary_or_less", "lower_secondary", "upper_secondary", "tertiary"] | None
    ) = None
    #: Whether the participant reads with difficulty.
    limited_literacy: bool | None = None


class CognitiveInterview(Definition):
    """What one interview found about one item; several problems are several entries.

    An item without a problem has an entry too, of severity 0 and without stage and code: only so
    is it known how many people an item was tried with.
    """

    interview_id: Pseudonym
    #: Counted from 1 over the versions of the bank.
    round: int = Field(ge=1)
    language: Language
    role: Role
    strata: ParticipantStrata = ParticipantStrata()
    mode: Literal["in_person", "video", "telephone"]
    item_id: ItemId
    #: Revision of the item whose wording was tried.
    item_revision: int = Field(ge=1)
    stage: ResponseStage | None = None
    code: ProblemCode | None = None
    #: What the participant took the item to mean, in their words, without anything that tells who
    #: they are.
    paraphrase: CleanText | None = None
    #: 0: no problem; 1: noticed, the answer is right; 2: the answer may be wrong; 3: the answer is
    #: wrong, or none is possible.
    severity: int = Field(ge=0, le=3)
    #: None until something is decided.
    decision: Literal["keep", "revise", "drop", "split"] | None = None
    #: The revision that a decision led to; a split may leave none.
    new_item_revision: int | None = None
    decided_by: Pseudonym | None = None
    #: Day of the decision; of the interview while there is none.
    date: IsoDate

    @property
    def is_problem(self) -> bool:
        """Whether the entry tells of a problem."""
        return self.severity > 0

    @property
    def removes_item(self) -> bool:
        """Whether the item leaves by the decision: dropped, or split into others."""
        return self.decision == "drop" or (
            self.decision == "split" and self.new_item_revision is None
        )

    @model_validator(mode="after")
    def _problems_are_described(self) -> "CognitiveInterview":
        given = (self.stage is not None, self.code is not None)
        if given != (self.is_problem, self.is_problem):
            need = "needs a stage and a code" if self.is_problem else "has no stage and no code"
            raise ValueError(f"{self._where}: an entry of severity {self.severity} {need}")
        return self

    @model_validator(mode="after")
    def _decisions_are_whole(self) -> "CognitiveInterview":
        if (self.decision is None) != (self.decided_by is None):
            raise ValueError(f"{self._where}: a decision and who decided stand together")
        new = self.new_item_revision
        if self.decision == "revise" and new is None:
            raise ValueError(f"{self._where}: the decision 'revise' needs a new_item_revision")
        if self.decision not in ("revise", "split") and new is not None:
            raise ValueError(
                f"{self._where}: new_item_revision is {new}, but the decision is {self.decision!r}"
            )
        if new is not None and new <= self.item_revision:
            raise ValueError(
                f"{self._where}: new_item_revision is {new}; it must be above"
                f" {self.item_revision}, the revision that was tried"
            )
        return self

    @property
    def _where(self) -> str:
        return f"interview '{self.interview_id}', item '{self.item_id}'"


class InterviewLog(Definition):
    """All that cognitive interviews about a bank found, over its versions."""

    #: Version of this file format.
    format_version: Literal["1"] = "1"
    #: Name of the bank; the entries say which revision of an item they are about.
    bank: Identifier
    entries: tuple[CognitiveInterview, ...] = ()

    @model_validator(mode="after")
    def _an_interview_has_one_participant(self) -> "InterviewLog":
        seen: dict[str, CognitiveInterview] = {}
        for entry in self.entries:
            first = seen.setdefault(entry.interview_id, entry)
            for field in ("round", "language", "role", "strata", "mode"):
                if getattr(entry, field) != getattr(first, field):
                    raise ValueError(
                        f"interview '{entry.interview_id}' has two values of {field}:"
                        f" {getattr(first, field)!s} and {getattr(entry, field)!s}"
                    )
        return self

    @model_validator(mode="after")
    def _an_interview_tries_an_item_once(self) -> "InterviewLog":
        found: dict[tuple[str, str], list[CognitiveInterview]] = {}
        for entry in self.entries:
            found.setdefault((entry.interview_id, entry.item_id), []).append(entry)
        for (interview, item), entries in found.items():
            where = f"interview '{interview}', item '{item}'"
            revisions = sorted({entry.item_revision for entry in entries})
            if len(revisions) > 1:
                raise ValueError(f"{where}: tries the revisions {revisions}; one can be tried")
            if len(entries) > 1 and not all(entry.is_problem for entry in entries):
                raise ValueError(f"{where}: an entry without a problem stands alone")
            problems = [(entry.stage, entry.code, entry.paraphrase) for entry in entries]
            if len(set(problems)) < len(problems):
                raise ValueError(f"{where}: the same problem stands twice")
        return self
