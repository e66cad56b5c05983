"""The languages of an XLSForm, and their columns."""

from collections.abc import Callable
from dataclasses import dataclass

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.fielded_languages import fielded_languages
from covalue_measures.export.form_words import form_words, has_form_words, text_in
from covalue_measures.schema import LocalizedText


@dataclass(frozen=True, slots=True)
class FormLanguages:
    """The language asked for, then every other that may leave as it is.

    A server keeps one current version of a form, so that languages which are fielded together
    must stand in one file. Drafts and stale translations are in it only where asked for.
    """

    languages: tuple[str, ...]
    original: str

    @classmethod
    def of(cls, request: ExportRequest) -> "FormLanguages":
        """Return the languages of the form that is asked for."""
        return cls(fielded_languages(request), request.instrument.bank.language)

    def texts(self, column: str, localized: LocalizedText) -> dict[str, str]:
        """Return the cells of ``column`` that hold a text, one a language."""
        return self.cells(column, lambda language: text_in(localized, language, self.original))

    def cells(self, column: str, text_of: Callable[[str], str]) -> dict[str, str]:
        """Return the cells of ``column`` that hold what ``text_of`` says in each language.

        Raises
        ------
        InstrumentError
            If a text holds what an XLSForm takes for a reference to a question.
        """
        cells = {f"{column}::{name_of_language(code)}": text_of(code) for code in self.languages}
        if wrong := [text for text in cells.values() if "${" in text]:
            raise InstrumentError(
                f"The text {wrong[0]!r} cannot stand in an XLSForm, where '${{' starts a"
                " reference to a question."
            )
        return cells


def name_of_language(language: str) -> str:
    """Return how XLSForm names a language: its own name, and its code in parentheses."""
    if not has_form_words(language):
        return f"{language} ({language})"
    return f"{form_words(language).printed.language_name.capitalize()} ({language})"
