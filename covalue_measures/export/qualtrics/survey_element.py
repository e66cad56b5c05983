"""The parts of a survey file, and how texts stand in them."""

import html
from typing import TypeAlias

#: A JSON object of the file.
Json: TypeAlias = dict[str, object]


def element(survey_id: str, kind: str, primary: str, **fields: object) -> Json:
    """Return one element; ``secondary`` and ``payload`` are empty where they are not given."""
    return {
        "SurveyID": survey_id,
        "Element": kind,
        "PrimaryAttribute": primary,
        "SecondaryAttribute": fields.get("secondary"),
        "TertiaryAttribute": fields.get("tertiary"),
        "Payload": fields.get("payload"),
    }


def as_html(text: str) -> str:
    """Return ``text`` as it is shown literally: no tag, and no text piped in."""
    escaped = html.escape(text, quote=False).replace("$", "&#36;")
    return escaped.replace("\n", "<br>")


def language_code(language: str) -> str:
    """Return how Qualtrics writes a language: ``SV`` or ``EN-GB``."""
    return language.upper()
