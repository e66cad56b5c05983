"""The steps by which the texts of a bank were translated, and how far they have come."""

from typing import Literal, TypeAlias, get_args

from pydantic import model_validator

from covalue_measures.records.iso_date import IsoDate
from covalue_measures.records.pseudonym import Pseudonym
from covalue_measures.schema.identifiers import CleanText, Identifier, Language
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.model import Definition
from covalue_measures.schema.translation import SourceDigest, source_digest

#: The ten steps of the ISPOR principles of good practice (Wild et al. 2005), in their order.
TranslationStep: TypeAlias = Literal[
    "preparation",
    "forward",
    "reconciliation",
    "back_translation",
    "back_translation_review",
    "harmonisation",
    "cognitive_debriefing",
    "debriefing_review",
    "proofreading",
    "final_report",
]

#: How far a text has come, from the least on.
TranslationProgress: TypeAlias = Literal[
    "machine_draft", "forward", "reconciled", "back_reviewed", "debriefed", "final"
]

_STEPS: tuple[TranslationStep, ...] = get_args(TranslationStep)
_STATES: tuple[TranslationProgress, ...] = get_args(TranslationProgress)

#: The last step that each state needs; the steps before it are needed too.
_LAST_STEP: dict[TranslationProgress, TranslationStep] = {
    "forward": "forward",
    "reconciled": "reconciliation",
    "back_reviewed": "back_translation_review",
    "debriefed": "debriefing_review",
    "final": "final_report",
}
#: Steps that write a text down.
_WRITING: frozenset[TranslationStep] = frozenset({"forward", "reconciliation", "back_translation"})
#: Independent forward translations that there must be to reconcile.
_FORWARD_TRANSLATIONS = 2


class TranslationRecord(Definition):
    """One step taken with one text, or with all of them at once."""

    #: Dotted path of the text in the bank, such as ``items.comsu01.stem``; None for a step taken
    #: with the language version as a whole.
    path: CleanText | None
    #: Of the text that was translated; a text that changes starts again.
    source: SourceDigest | None
    step: TranslationStep
    #: None where a program did it.
    translator: Pseudonym | None
    #: Role and qualification, such as ``native speaker, nurse``; or the program and its version.
    qualification: CleanText
    text: CleanText | None = None
    decision: CleanText | None = None
    date: IsoDate

    @model_validator(mode="after")
    def _is_complete(self) -> "TranslationRecord":
        where = f"step '{self.step}' of {self.path or 'all texts'}"
        if (self.path is None) != (self.source is None):
            raise ValueError(f"{where}: a path and the digest of its source stand together")
        if self.step in _WRITING and (self.path is None or self.text is None):
            raise ValueError(f"{where}: needs a path and the text that was written")
        return self


class TranslationLog(Definition):
    """Every step taken towards one language version of a bank.

    References
    ----------
    Wild et al. (2005), doi:10.1111/j.1524-4733.2005.04054.x.
    """

    #: Version of this file format.
    format_version: Literal["1"] = "1"
    bank: Identifier
    language: Language
    records: tuple[TranslationRecord, ...] = ()

    def state_of(self, path: str, source: str) -> TranslationProgress:
        """Return how far the text has come, whose base text has the digest ``source``.

        A state is reached once its step and all steps before it are done by people. To be
        reconciled takes two forward translations by two people. What a program did moves nothing.

        Parameters
        ----------
        path : str
            Dotted path of the text.
        source : str
            First 12 digits of the digest of the base text, as ``schema.source_digest`` gives it.
        """
        done = [
            record
            for record in self.records
            if record.translator is not None
            and (record.path is None or (record.path, record.source) == (path, source))
        ]
        steps = {record.step for record in done}
        translators = {record.translator for record in done if record.step == "forward"}
        reached: TranslationProgress = "machine_draft"
        for state in _STATES[1:]:
            needed = _STEPS[: _STEPS.index(_LAST_STEP[state]) + 1]
            if not steps.issuperset(needed):
                break
            if state == "reconciled" and len(translators) < _FORWARD_TRANSLATIONS:
                break
            reached = state
        return reached

    def states(self, bank: ItemBank) -> tuple[tuple[str, TranslationProgress], ...]:
        """Return path and state of every text of ``bank``, in its order; retired items left out.

        Raises
        ------
        ValueError
            If the log is about another bank, or about its base language.
        """
        if bank.id != self.bank:
            raise ValueError(f"the log is about bank '{self.bank}', not '{bank.id}'")
        if bank.language == self.language:
            raise ValueError(f"'{self.language}' is the base language of bank '{bank.id}'")
        retired = tuple(f"items.{item.id}." for item in bank.items if item.status == "retired")
        return tuple(
            (path, self.state_of(path, source_digest(text.get(bank.language) or "")))
            for path, text in bank.texts()
            if not path.startswith(retired)
        )

    def state(self, bank: ItemBank) -> TranslationProgress:
        """Return the state that every text of ``bank`` has reached."""
        return min((state for _, state in self.states(bank)), key=_STATES.index)
