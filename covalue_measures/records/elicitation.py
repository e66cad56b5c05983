"""That people were asked what matters to them, before or beside the items that ask about it."""

from typing import Literal

from pydantic import Field, model_validator

from covalue_measures.records.iso_date import IsoDate
from covalue_measures.schema.domain import Role
from covalue_measures.schema.identifiers import CleanText, Identifier, Language
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated


class Elicitation(Definition):
    """Talks with people of one role, in one language, about what a domain means to them."""

    #: Version of this file format.
    format_version: Literal["1"] = "1"
    study: CleanText
    method: Literal["focus_group", "interview", "workshop"]
    role: Role
    language: Language
    #: Domains that the talks were about.
    domain_ids: tuple[Identifier, ...] = Field(min_length=1)
    n_participants: int = Field(ge=1)
    #: Day of the last talk.
    date: IsoDate
    #: Citation or place of the report.
    source: CleanText

    @model_validator(mode="after")
    def _domains_are_distinct(self) -> "Elicitation":
        if twice := repeated(self.domain_ids):
            raise ValueError(f"domains {list(twice)} stand more than once in the record")
        return self
