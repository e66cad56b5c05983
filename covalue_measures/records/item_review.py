"""What one rater said about the items of a bank."""

from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from covalue_measures.records.pseudonym import Pseudonym
from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated

#: By which experience a rater judges. ``methodologist``: by knowledge of measurement alone.
RaterGroup: TypeAlias = Literal["service_user", "family", "health_professional", "methodologist"]


class ItemRating(Definition):
    """One rater's answer about one item."""

    #: Id of the item; in a round about comprehensiveness that of the facet, or of the bank for the
    #: whole.
    item_id: Identifier
    #: None where the rater gave none.
    rating: int | None
    #: In the rater's words, without anything that tells who they are.
    comment: CleanText | None = None


class ItemReview(Definition):
    """The answers of one rater, who is known by a code only."""

    rater: Pseudonym
    group: RaterGroup
    ratings: tuple[ItemRating, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _items_are_distinct(self) -> "ItemReview":
        if twice := repeated(rating.item_id for rating in self.ratings):
            raise ValueError(f"rater '{self.rater}' rates item '{twice[0]}' twice")
        return self
