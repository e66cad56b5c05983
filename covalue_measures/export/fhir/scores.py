"""Scores as read-only questions whose answer is computed."""

from covalue_measures.export.fhir import extensions, link_ids
from covalue_measures.export.fhir.expressions import score_expression
from covalue_measures.export.fhir.release import Json
from covalue_measures.export.fhir.wording import Wording
from covalue_measures.schema import Instrument

#: Above the scores; in English where there is no other word, as all words of forms are.
_HEADINGS = {"en": "Scores", "sv": "Poäng"}


def score_group(instrument: Instrument, wording: Wording) -> Json:
    """Return the group that ends a questionnaire with its scores, named by their rules."""
    language = wording.language.split("-")[0]
    return {
        "linkId": link_ids.SCORES,
        "text": _HEADINGS.get(language, _HEADINGS["en"]),
        "type": "group",
        "item": [
            {
                "extension": [extensions.calculated(score_expression(instrument, rule))],
                "linkId": rule.id,
                **wording.element("text", rule.title),
                "type": "decimal",
                "readOnly": True,
            }
            for rule in instrument.scoring_rules
        ],
    }
