"""Items as questions of a FHIR questionnaire."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.fhir import extensions, link_ids
from covalue_measures.export.fhir.release import FhirRelease, Json
from covalue_measures.export.fhir.wording import Wording
from covalue_measures.export.form_words import form_words
from covalue_measures.export.identity import canonical_url
from covalue_measures.schema import (
    AnswerScale,
    Instrument,
    Item,
    LocalizedText,
    QuantityScale,
    ResponseScale,
    as_instrument,
)

# Form fillers that heed styles leave a gap between the scale and the ways of giving no answer.
_MISSING_STYLE = "font-style: italic"
_FIRST_MISSING_STYLE = f"margin-top: 1em; {_MISSING_STYLE}"
_UNIT_SYSTEM = "http://unitsofmeasure.org"
_CURRENCY_SYSTEM = "urn:iso:std:iso:4217"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Writes the items of an instrument in their order."""

    request: ExportRequest
    release: FhirRelease
    wording: Wording

    def groups(self) -> Iterator[Json]:
        """Yield neighbors that ask about the same period under that period, and others bare."""
        runs = groupby(self.request.instrument.items, key=lambda item: item.recall)
        for number, (recall, items) in enumerate(runs, start=1):
            questions = [question for item in items for question in self._item(item)]
            if recall is None:
                yield from questions
                continue
            yield {
                "linkId": link_ids.group(number),
                **self.wording.element("text", recall),
                "type": "group",
                "item": questions,
            }

    def _item(self, item: Item) -> Iterator[Json]:
        scale = self.request.instrument.response_scale(item)
        if isinstance(scale, QuantityScale):
            yield self._amount(item, scale)
            if scale.missing:
                yield self._missing_amount(item, scale)
        else:
            yield self._choice(item, scale)

    def _choice(self, item: Item, scale: ResponseScale) -> Json:
        weighted = self.request.profile == "score" and scale.ordered
        options = [
            self._option(
                scale,
                option.code,
                option.label,
                weight=option_weight(item, scale, option.value) if weighted else None,
            )
            for option in scale.options
        ]
        return {
            "extension": extensions.radio_buttons(),
            "linkId": item.id,
            **self.wording.element("text", item.stem),
            **self.release.choice,
            "answerOption": options + self._missing_options(scale),
        }

    def _amount(self, item: Item, scale: QuantityScale) -> Json:
        limits = extensions.amount_limits(
            minimum=scale.minimum, maximum=scale.maximum, decimals=scale.decimals
        )
        return {
            "extension": [extensions.unit(self._unit(scale)), *limits],
            "linkId": item.id,
            **self.wording.element("text", item.stem),
            "type": "decimal" if scale.decimals else "integer",
        }

    def _missing_amount(self, item: Item, scale: QuantityScale) -> Json:
        # A question of its own: what is answered with a number cannot be answered with a code.
        return {
            "extension": extensions.radio_buttons(),
            "linkId": link_ids.why_no_amount(item.id),
            "text": form_words(self.wording.language).instead_of_a_number,
            **self.release.choice,
            "enableWhen": [{"question": item.id, "operator": "exists", "answerBoolean": False}],
            "answerOption": self._missing_options(scale, is_apart=True),
        }

    def _missing_options(self, scale: AnswerScale, *, is_apart: bool = False) -> list[Json]:
        return [
            self._option(
                scale,
                option.code,
                option.label,
                css=_MISSING_STYLE if number or is_apart else _FIRST_MISSING_STYLE,
            )
            for number, option in enumerate(scale.missing)
        ]

    def _option(
        self,
        scale: AnswerScale,
        code: str,
        label: LocalizedText,
        *,
        weight: int | None = None,
        css: str = "",
    ) -> Json:
        coding = {
            "system": code_system(self.request.instrument, scale),
            "code": code,
            **self.wording.element("display", label, css=css),
        }
        if weight is None:
            return {"valueCoding": coding}
        weights = [{"url": self.release.weight_url, "valueDecimal": weight}]
        return {"extension": weights, "valueCoding": coding}

    def _unit(self, scale: QuantityScale) -> Json:
        label = self.wording.element("display", scale.label)
        if scale.unit == "hours":
            return {"system": _UNIT_SYSTEM, "code": "h", **label}
        if scale.unit == "count":
            return {"system": _UNIT_SYSTEM, "code": "1", **label}
        currency = self.request.currency
        if currency is None:
            return label
        # Form fillers show the display and not the code.
        display = f"{self.wording.text(scale.label)} ({currency})"
        return {"system": _CURRENCY_SYSTEM, "code": currency, **label, "display": display}


def option_weight(item: Item, scale: ResponseScale, value: int) -> int:
    """Return what an answer adds to a score: its value, mirrored for a negatively keyed item."""
    return scale.reverse(value) if item.is_reversed else value


def code_system(instrument: Instrument, scale: AnswerScale) -> str:
    """Return the address of a scale's codes: the same for a bank and all its forms."""
    return f"{canonical_url(as_instrument(instrument.bank))}/answers/{scale.id}"
