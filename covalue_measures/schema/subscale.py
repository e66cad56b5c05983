"""Facets of a construct, and the subscales that sum items up."""

from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from covalue_measures.schema.identifiers import Identifier, ItemId
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated

#: ``reflective``: the construct causes the answers, which therefore correlate; ``formative``:
#: the answers make up the construct, so that internal consistency says nothing about quality.
MeasurementModel: TypeAlias = Literal["reflective", "formative"]


class Facet(Definition):
    """One side of the construct that the items must cover."""

    id: Identifier
    title: LocalizedText
    definition: LocalizedText | None = None


class Subscale(Definition):
    """Items that are scored and evaluated together."""

    id: Identifier
    title: LocalizedText
    measurement_model: MeasurementModel
    item_ids: tuple[ItemId, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _items_are_distinct(self) -> "Subscale":
        if found := repeated(self.item_ids):
            raise ValueError(f"subscale '{self.id}' names item '{found[0]}' twice")
        return self
