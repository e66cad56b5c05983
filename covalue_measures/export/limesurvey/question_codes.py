"""Codes of the questions of a survey, and the variables of its expressions."""

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.survey_sections import SurveySection
from covalue_measures.schema import Instrument

#: Item ids are lower case, so that no code with a capital is one.
DEFINITION = "Definition"
_LONGEST = 20
#: Words of LimeSurvey's expressions.
_RESERVED_QUESTIONS = frozenset({"self", "that", "this"})
#: A subquestion of this name would share its column with the time an answer took.
_RESERVED_SUBQUESTION = "time"


def grid_code(number: int) -> str:
    """Return the code of the section with this number, as a grid."""
    return f"Items{number}"


def why_code(item_id: str) -> str:
    """Return the code of the question that asks why there is no amount."""
    return f"{item_id}Why"


def whole_answer_code(item_id: str) -> str:
    """Return the code of the field that holds the amount, or why there is none."""
    return f"{item_id}All"


def answered_code(number: int) -> str:
    """Return the code of the field that counts what the rule with this number can use."""
    return f"Answered{number}"


def score_code(number: int) -> str:
    """Return the code of the field that holds the score of the rule with this number."""
    return f"Score{number}"


def variables(sections: tuple[SurveySection, ...]) -> dict[str, str]:
    """Return by which name an expression knows the answer to each item, relevant or not."""
    return {
        item.id: (f"{grid_code(number)}_{item.id}" if section.grid_scale else item.id) + ".NAOK"
        for number, section in enumerate(sections, start=1)
        for item in section.items
    }


def check_codes(instrument: Instrument, sections: tuple[SurveySection, ...]) -> None:
    """Refuse items whose ids LimeSurvey would rename without a word.

    Raises
    ------
    InstrumentError
        Naming the item.
    """
    for section in sections:
        for item in section.items:
            reserved = {_RESERVED_SUBQUESTION} if section.grid_scale else _RESERVED_QUESTIONS
            if item.id in reserved:
                raise InstrumentError(
                    f"Item '{item.id}' of '{instrument.reference}' has a name that LimeSurvey"
                    " keeps for itself."
                )
            longest = whole_answer_code(item.id) if section.has_amount_gaps else item.id
            if len(longest) > _LONGEST:
                raise InstrumentError(
                    f"Item '{item.id}' of '{instrument.reference}' asks for an amount and has"
                    f" missing options: LimeSurvey needs the code '{longest}' for its answer,"
                    f" which is longer than {_LONGEST} characters."
                )
