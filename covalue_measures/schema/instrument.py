"""A bank, or one of its forms, as it is administered."""

from functools import cached_property
from typing import TypeAlias

from pydantic import model_validator

from covalue_measures.exceptions import InstrumentError
from covalue_measures.schema.answer_scale import AnswerScale
from covalue_measures.schema.form import Form
from covalue_measures.schema.item import Item
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import Definition
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.schema.structure import HypothesizedStructure
from covalue_measures.schema.subscale import Subscale


class Instrument(Definition):
    """What respondents are given: all active items of a bank, or those of one form."""

    bank: ItemBank
    form_id: str | None = None

    @model_validator(mode="after")
    def _form_exists(self) -> "Instrument":
        if self.form_id is not None and self.form is None:
            raise ValueError(
                f"bank '{self.bank.reference}' has no form '{self.form_id}';"
                f" it has {[form.id for form in self.bank.forms] or 'none'}"
            )
        return self

    @property
    def form(self) -> Form | None:
        """The form, or None for the whole bank."""
        return next((form for form in self.bank.forms if form.id == self.form_id), None)

    @property
    def reference(self) -> str:
        """``name@version``, with ``/form`` where a form is meant."""
        return self.bank.reference + (f"/{self.form_id}" if self.form_id else "")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bank's canonical JSON."""
        return self.bank.digest

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Items in the order in which they are administered."""
        if self.form:
            return tuple(self.bank.item(item_id) for item_id in self.form.item_ids)
        return tuple(item for item in self.bank.items if item.status == "active")

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the items, in order."""
        return tuple(item.id for item in self.items)

    @property
    def instruction(self) -> LocalizedText | None:
        """What respondents read first: the form's own, or that of the bank."""
        own = self.form.instruction if self.form else None
        return own or self.bank.instruction

    @property
    def subscales(self) -> tuple[Subscale, ...]:
        """Subscales of the form, or of the bank."""
        return self.form.subscales if self.form else self.bank.subscales

    @property
    def scoring_rules(self) -> tuple[ScoringRule, ...]:
        """Scoring rules of the form, or of the bank."""
        return self.form.scoring_rules if self.form else self.bank.scoring_rules

    @property
    def structure(self) -> HypothesizedStructure | None:
        """The claimed structure; a form with one reflective subscale claims one factor."""
        if self.form is None:
            return self.bank.structure
        reflective = tuple(s.id for s in self.subscales if s.measurement_model == "reflective")
        if len(reflective) == 1:
            return HypothesizedStructure(kind="one_factor", subscale_ids=reflective)
        if not reflective:
            return None
        return HypothesizedStructure(kind="correlated_factors", subscale_ids=reflective)

    def response_scale(self, item: Item) -> AnswerScale:
        """Return what ``item`` is answered with: its response scale or quantity scale."""
        return self.bank.response_scale(item)

    def subscale(self, subscale_id: str) -> Subscale:
        """Return the subscale with this id.

        Raises
        ------
        KeyError
            If there is no such subscale.
        """
        for subscale in self.subscales:
            if subscale.id == subscale_id:
                return subscale
        known = [subscale.id for subscale in self.subscales]
        raise KeyError(f"'{self.reference}' has no subscale '{subscale_id}'; it has {known}")


InstrumentLike: TypeAlias = ItemBank | Instrument


def as_instrument(definition: InstrumentLike) -> Instrument:
    """Return ``definition`` as an instrument; a bank stands for all its active items."""
    if isinstance(definition, Instrument):
        return definition
    if not isinstance(definition, ItemBank):
        raise InstrumentError(
            f"An instrument is an ItemBank or a form of one, not a {type(definition).__name__};"
            " load_bank and load_form find them by name."
        )
    return Instrument(bank=definition)
