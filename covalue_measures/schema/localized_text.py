"""One text in several languages."""

from typing import Any

from pydantic import TypeAdapter, model_serializer, model_validator

from covalue_measures.schema.identifiers import CleanText, Language
from covalue_measures.schema.model import Definition


class LocalizedText(Definition):
    """The same text per language; written ``{"en": "...", "sv": "..."}`` in files.

    Kept as sorted pairs, since a dictionary inside a frozen model can still be changed.
    """

    #: (language, text), sorted by language, each language once.
    texts: tuple[tuple[Language, CleanText], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, value: Any) -> Any:
        if isinstance(value, dict) and set(value) != {"texts"}:
            return {"texts": tuple(sorted(value.items()))}
        return value

    @model_validator(mode="after")
    def _has_each_language_once_in_order(self) -> "LocalizedText":
        if not self.texts:
            raise ValueError("a text needs at least one language")
        if list(self.languages) != sorted(set(self.languages)):
            raise ValueError(f"languages stand once each and sorted, not as {list(self.languages)}")
        return self

    @model_serializer
    def _to_mapping(self) -> dict[str, str]:
        return dict(self.texts)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Describe the form in files: an object from language to text."""
        return TypeAdapter(dict[Language, CleanText]).json_schema()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that the text exists in, sorted."""
        return tuple(language for language, _ in self.texts)

    def get(self, language: str) -> str | None:
        """Return the text in ``language``, or None where there is none."""
        return dict(self.texts).get(language)
