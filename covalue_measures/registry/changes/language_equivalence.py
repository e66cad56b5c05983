"""A finding that two language versions measure the same."""

from typing import Literal

from pydantic import model_validator

from covalue_measures.schema.identifiers import CleanText, Digest, Language
from covalue_measures.schema.model import Definition


class LanguageEquivalence(Definition):
    """What a study of two languages of one bank found, tied to the document that it studied."""

    #: Digest of the bank, as in ``bank.digest``.
    bank_digest: Digest
    languages: tuple[Language, Language]
    #: The highest level of invariance that held; ``scalar`` also where no item functions
    #: differently.
    level: Literal["none", "configural", "metric", "scalar"]
    #: Where it is reported: a citation, or the id of an evidence record.
    source: CleanText

    @model_validator(mode="after")
    def _languages_are_two(self) -> "LanguageEquivalence":
        if self.languages[0] == self.languages[1]:
            raise ValueError(f"equivalence of '{self.languages[0]}' with itself says nothing")
        return self
