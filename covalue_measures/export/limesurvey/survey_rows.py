"""The rows about a survey as a whole, in all its languages."""

from collections.abc import Iterator

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.form_words import footer, notices, text_in
from covalue_measures.export.identity import mark_of
from covalue_measures.export.limesurvey.structure_row import Row, as_html
from covalue_measures.schema import Instrument

_LOWEST_ID, _N_IDS = 100_000, 900_000
_SETTINGS = {
    # One page for each period that is asked about.
    "format": "G",
    "showwelcome": "Y",
    # The period stands above every item, and codes are for analysts.
    "showgroupinfo": "X",
    "showqnumcode": "X",
    # The instrument has missing options of its own, or none.
    "shownoanswer": "N",
    # Its points could neither be mirrored nor leave missing options out.
    "assessments": "N",
}


def survey_rows(request: ExportRequest, languages: tuple[str, ...]) -> Iterator[Row]:
    """Yield the settings of the survey, then title, welcome and description in each language."""
    settings = {
        "sid": str(_survey_id(request.instrument)),
        "language": languages[0],
        "additional_languages": " ".join(languages[1:]),
        **_SETTINGS,
    }
    for name, value in settings.items():
        yield {"class": "S", "name": name, "text": value}
    for language in languages:
        for name, text in _texts(request.instrument, language).items():
            yield {"class": "SL", "name": name, "text": text, "language": language}


def _survey_id(instrument: Instrument) -> int:
    """Return a number made from the digest; LimeSurvey takes another where it is in use."""
    return _LOWEST_ID + int(instrument.digest[:12], 16) % _N_IDS


def _texts(instrument: Instrument, language: str) -> dict[str, str]:
    bank = instrument.bank
    title = text_in((instrument.form or bank).title, language, bank.language)
    welcome = list(notices(instrument, language))
    if instrument.instruction:
        welcome.append(text_in(instrument.instruction, language, bank.language))
    about = f"{footer(instrument, language)}\n{mark_of(instrument)}"
    return {
        "surveyls_title": as_html(title),
        "surveyls_description": as_html(about),
        "surveyls_welcometext": as_html("\n\n".join(welcome)),
    }
