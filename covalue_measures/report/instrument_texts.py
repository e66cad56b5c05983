"""The instrument's own words, in its base language."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from covalue_measures.evaluation.evidence.origin import InstrumentRecord
from covalue_measures.exceptions import EvidenceError
from covalue_measures.report.context import Cell
from covalue_measures.report.vocabulary import factor_title
from covalue_measures.schema.answer_scale import AnswerScale
from covalue_measures.schema.instrument import Instrument
from covalue_measures.schema.item import Item
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.problems import describe_validation_error
from covalue_measures.schema.quantity_scale import QuantityScale

#: Language of the page's own sentences.
PAGE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class InstrumentTexts:
    """Looks up wordings, titles and labels by id."""

    instrument: Instrument

    @classmethod
    def of(cls, record: InstrumentRecord) -> "InstrumentTexts":
        """Return the texts of the instrument that an evidence record is about.

        Raises
        ------
        EvidenceError
            If the record names a form that its definition does not have.
        """
        try:
            return cls(Instrument(bank=record.definition, form_id=record.form))
        except ValidationError as error:
            raise EvidenceError(
                f"The evidence about '{record.reference}' contradicts itself:\n"
                f"{describe_validation_error(error)}"
            ) from error

    @property
    def language(self) -> str:
        """Language of the texts; empty where it is the page's."""
        base = self.instrument.bank.language
        return "" if base.split("-")[0] == PAGE_LANGUAGE else base

    @property
    def is_formative(self) -> bool:
        """Whether no subscale is reflective."""
        return all(
            subscale.measurement_model == "formative" for subscale in self.instrument.subscales
        )

    def text(self, localized: LocalizedText) -> str:
        """Return a text in the base language."""
        return localized.get(self.instrument.bank.language) or ""

    def item(self, item_id: str) -> Item:
        """Return the definition of an item."""
        return self.instrument.bank.item(item_id)

    def response_scale(self, item_id: str) -> AnswerScale:
        """Return the response scale or quantity scale of an item."""
        return self.instrument.response_scale(self.item(item_id))

    def asked(self, item: Item) -> str:
        """Return the wording of an item, with the period before it."""
        recall = f"{self.text(item.recall)}: " if item.recall else ""
        return recall + self.text(item.stem)

    def has_order(self, item_id: str) -> bool:
        """Return whether the answers to an item stand in an order."""
        scale = self.response_scale(item_id)
        return isinstance(scale, QuantityScale) or scale.ordered

    def item_cell(self, item_id: str) -> Cell:
        """Return the heading of an item's row: id, wording, and whether it is reversed."""
        item = self.item(item_id)
        return Cell(
            text=item_id,
            is_code=True,
            note=self.asked(item),
            note_language=self.language,
            tag="reversed" if item.is_reversed else "",
        )

    def subject(self, subject: str) -> str:
        """Return the title of a subscale, or the name of a wider subject."""
        if subject == "instrument":
            return "whole instrument"
        for subscale in self.instrument.subscales:
            if subscale.id == subject:
                return self.text(subscale.title)
        return subject

    def factor_titles(
        self, factors: Iterable[str], general_factor: str | None = None
    ) -> dict[str, str]:
        """Return what readers call each factor: the title of its subscale, where it is one."""
        known = {subscale.id: self.text(subscale.title) for subscale in self.instrument.subscales}
        titles = {factor: known.get(factor) or factor_title(factor) for factor in factors}
        if general_factor is not None:
            titles[general_factor] = "General factor"
        return titles

    def by_subscale(self, item_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return ``item_ids`` under the title of the first subscale that holds each."""
        home: dict[str, str] = {}
        for subscale in self.instrument.subscales:
            for item_id in subscale.item_ids:
                home.setdefault(item_id, self.text(subscale.title))
        grouped: dict[str, list[str]] = {}
        for item_id in item_ids:
            grouped.setdefault(home.get(item_id, "In no subscale"), []).append(item_id)
        return {title: tuple(members) for title, members in grouped.items()}
