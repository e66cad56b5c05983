"""Texts of an instrument as FHIR writes them: one language shown, others filed beside it."""

from dataclasses import dataclass

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.fhir import extensions
from covalue_measures.export.fhir.release import Json
from covalue_measures.export.fielded_languages import fielded_languages
from covalue_measures.export.form_words import text_in
from covalue_measures.schema import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Reads texts in the language that is shown, and in those that are filed."""

    language: str
    #: The original, where texts are not in it.
    base_language: str
    #: Languages of the translation extension, which form fillers do not show.
    filed: tuple[str, ...]

    @classmethod
    def of(cls, request: ExportRequest) -> "Wording":
        """Return the wording of what is asked for; every other language that may leave is filed."""
        language, *filed = fielded_languages(request)
        return cls(
            language=language,
            base_language=request.instrument.bank.language,
            filed=tuple(filed),
        )

    def text(self, localized: LocalizedText) -> str:
        """Return the text that is shown; the original where a stale translation lacks it."""
        return text_in(localized, self.language, self.base_language)

    def element(self, name: str, localized: LocalizedText, *, css: str = "") -> Json:
        """Return the element ``name`` with its text, and ``_name`` with what belongs to it."""
        further = [extensions.style(css)] if css else []
        further += [
            extensions.translation(language, text)
            for language in self.filed
            if (text := localized.get(language))
        ]
        element: Json = {name: self.text(localized)}
        return element | {f"_{name}": {"extension": further}} if further else element
