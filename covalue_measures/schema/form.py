"""A fixed selection of a bank's items."""

from typing import ClassVar

from pydantic import Field, model_validator

from covalue_measures.schema.identifiers import CleanText, Identifier, ItemId
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import Definition, GrownDefinition
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.schema.subscale import Subscale
from covalue_measures.schema.version import Version


class ItemChoice(Definition):
    """Why an item was taken into a form."""

    item_id: ItemId
    reason: CleanText


class Form(GrownDefinition):
    """A short form: number of items and a letter, such as ``4a``; another choice, another id."""

    later_fields: ClassVar[frozenset[str]] = frozenset({"choices", "instruction"})

    id: Identifier
    version: Version
    title: LocalizedText
    #: In place of the bank's, where that speaks of items that the form leaves out.
    instruction: LocalizedText | None = None
    item_ids: tuple[ItemId, ...] = Field(min_length=1)
    #: The form's own subscales over its items.
    subscales: tuple[Subscale, ...] = Field(min_length=1)
    scoring_rules: tuple[ScoringRule, ...] = ()
    #: Why these items.
    rationale: CleanText
    #: Why each of them, in the order of ``item_ids``.
    choices: tuple[ItemChoice, ...] = ()

    @model_validator(mode="after")
    def _items_are_distinct_and_used(self) -> "Form":
        if found := repeated(self.item_ids):
            raise ValueError(f"form '{self.id}' names item '{found[0]}' twice")
        used = {item_id for subscale in self.subscales for item_id in subscale.item_ids}
        if missing := used.symmetric_difference(self.item_ids):
            raise ValueError(
                f"form '{self.id}': items and subscales disagree about {sorted(missing)}"
            )
        chosen = tuple(choice.item_id for choice in self.choices)
        if chosen and chosen != self.item_ids:
            raise ValueError(
                f"form '{self.id}' gives reasons for {list(chosen)}, and holds"
                f" {list(self.item_ids)}; each item has one, in the same order"
            )
        return self
