"""The languages in which a file is fielded that can hold several."""

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.translation_gate import checked_language


def fielded_languages(request: ExportRequest) -> tuple[str, ...]:
    """Return the language asked for, then every other that may leave as it is.

    Drafts and stale translations are fielded only where they are asked for.
    """
    others = [name for name in request.instrument.bank.languages if name != request.language]
    return (request.language, *(name for name in others if _may_leave(request, name)))


def _may_leave(request: ExportRequest, language: str) -> bool:
    try:
        checked_language(request.instrument, language)
    except InstrumentError:
        return False
    return True
