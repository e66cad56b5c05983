"""The words that a printed questionnaire adds to the instrument's own, per language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from covalue_measures.exceptions import InstrumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireTexts:
    """Marking hints, notices and the labels of the footer, in one language."""

    language_name: str
    question: str
    questions: str
    mark_each_line: str
    mark_one: str
    write_each_line: str
    write_or_mark: str
    your_answer: str
    currency: str
    page: str
    of: str
    #: Notices: why a sheet is not to be handed out, or not yet.
    draft: str
    retired: str
    draft_translation: str
    stale_translation: str
    with_codes: str
    #: Labels of the footer.
    instrument: str
    status: str
    digest: str
    license: str
    language: str
    original: str
    translation: str
    #: Words for the states of an instrument and of a translation.
    states: Mapping[str, str]


_TEXTS = {
    "en": QuestionnaireTexts(
        language_name="English",
        question="Question",
        questions="Questions",
        mark_each_line="Mark one box on each line.",
        mark_one="Mark one box.",
        write_each_line="Write a number on each line.",
        write_or_mark="Write a number or mark one box on each line.",
        your_answer="Your answer",
        currency="Currency",
        page="Page",
        of="of",
        draft="Draft: not for use in studies yet.",
        retired="Retired: not for use in new studies.",
        draft_translation="Draft: the translation has not been reviewed.",
        stale_translation="The translation is incomplete or older than the original.",
        with_codes="With codes for data entry: not for respondents.",
        instrument="Instrument",
        status="Status",
        digest="Digest",
        license="License",
        language="Language",
        original="original",
        translation="translation",
        states=MappingProxyType(
            {
                "draft": "draft",
                "candidate": "candidate",
                "released": "released",
                "retired": "retired",
                "reviewed": "reviewed",
                "linguistically_validated": "linguistically validated",
                "equivalence_tested": "equivalence tested",
            }
        ),
    ),
    "sv": QuestionnaireTexts(
        language_name="svenska",
        question="Fråga",
        questions="Frågor",
        mark_each_line="Sätt ett kryss på varje rad.",
        mark_one="Sätt ett kryss.",
        write_each_line="Skriv ett tal på varje rad.",
        write_or_mark="Skriv ett tal eller sätt ett kryss på varje rad.",
        your_answer="Ditt svar",
        currency="Valuta",
        page="Sida",
        of="av",
        draft="Utkast: ska inte användas i studier än.",
        retired="Indraget: ska inte användas i nya studier.",
        draft_translation="Utkast: översättningen är inte granskad.",
        stale_translation="Översättningen är ofullständig eller äldre än originalet.",
        with_codes="Med koder för inmatning: ska inte delas ut till dem som svarar.",
        instrument="Instrument",
        status="Status",
        digest="Kontrollsumma",
        license="Licens",
        language="Språk",
        original="original",
        translation="översättning",
        states=MappingProxyType(
            {
                "draft": "utkast",
                "candidate": "kandidat",
                "released": "utgivet",
                "retired": "indraget",
                "reviewed": "granskad",
                "linguistically_validated": "språkligt validerad",
                "equivalence_tested": "prövad för likvärdighet",
            }
        ),
    ),
}


def questionnaire_texts(language: str) -> QuestionnaireTexts:
    """Return the words in ``language``; a region such as ``sv-FI`` shares its language's words.

    Raises
    ------
    InstrumentError
        If there are none.
    """
    found = _TEXTS.get(language.split("-")[0])
    if found is None:
        raise InstrumentError(
            f"The words around the items exist in {list(_TEXTS)}, not in '{language}'."
        )
    return found
