"""A fixed selection of a bank's items."""

from pydantic import Field, model_validator

from covalue_measures.schema.identifiers import CleanText, Identifier, ItemId
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.schema.subscale import Subscale
from covalue_measures.schema.version import Version


class Form(Definition):
    """A short form: number of items and a letter, such as ``4a``; another choice, another id."""

    id: Identifier
    version: Version
    title: LocalizedText
    item_ids: tuple[ItemId, ...] = Field(min_length=1)
    #: The form's own subscales over its items.
    subscales: tuple[Subscale, ...] = Field(min_length=1)
    scoring_rules: tuple[ScoringRule, ...] = ()
    #: Why these items.
    rationale: CleanText

    @model_validator(mode="after")
    def _items_are_distinct_and_used(self) -> "Form":
        if found := repeated(self.item_ids):
            raise ValueError(f"form '{self.id}' names item '{found[0]}' twice")
        used = {item_id for subscale in self.subscales for item_id in subscale.item_ids}
        if missing := used.symmetric_difference(self.item_ids):
            raise ValueError(
                f"form '{self.id}': items and subscales disagree about {sorted(missing)}"
            )
        return self
