"""Names of the questions: item ids and rule ids, and a few that neither can be."""

from collections.abc import Iterator

from covalue_measures.exceptions import InstrumentError
from covalue_measures.schema import Instrument
from covalue_measures.schema.repeated import repeated

# No item or rule has a hyphen in its id.
INSTRUCTION = "form-instruction"
SCORES = "form-scores"


def notice(number: int) -> str:
    """Return the name of a notice to those who should not be answering."""
    return f"form-notice-{number}"


def group(number: int) -> str:
    """Return the name of the group of neighbors about one period."""
    return f"group-{number}"


def why_no_amount(item_id: str) -> str:
    """Return the name of the question that asks why there is no amount."""
    return f"{item_id}_why"


def check_distinct(instrument: Instrument) -> None:
    """Refuse names that would stand twice.

    Raises
    ------
    InstrumentError
        If a scoring rule is called as an item, or as the question why it has no amount.
    """
    if found := repeated(_names(instrument)):
        raise InstrumentError(
            f"'{found[0]}' of '{instrument.reference}' is the id of a scoring rule and the name of"
            " a question; in FHIR a score is a question too, and needs an id of its own."
        )


def _names(instrument: Instrument) -> Iterator[str]:
    for item_id in instrument.item_ids:
        yield item_id
        yield why_no_amount(item_id)
    for rule in instrument.scoring_rules:
        yield rule.id
