"""Items, answer lists and units of a metadata version."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.form_words import form_words, text_in
from covalue_measures.export.odm.node import Writer, alias, node
from covalue_measures.schema import (
    AnswerScale,
    Item,
    MissingOption,
    QuantityScale,
    ResponseOption,
)


def why_oid(item_id: str) -> str:
    """Return the OID of the item that says why there is no amount."""
    return f"{item_id}.why"


def condition_oid(item_id: str) -> str:
    """Return the OID of the condition that an amount was given."""
    return f"CO.{item_id}"


def code_list_oid(scale: AnswerScale) -> str:
    """Return the OID of a scale's list: of categories, or of missing options alone."""
    return f"CL.{scale.id}"


def unit_oid(scale: QuantityScale) -> str:
    """Return the OID of the unit of amounts."""
    return f"MU.{scale.id}"


class Items:
    """Writes the definitions of the items and of what they are answered with."""

    def __init__(self, request: ExportRequest, writer: Writer) -> None:
        self.request = request
        self.writer = writer
        self.instrument = request.instrument

    def references(self, items: tuple[Item, ...]) -> Iterator[ET.Element]:
        """Yield the references of a group, in order."""
        number = 0
        for item in items:
            number += 1
            yield node("ItemRef", ItemOID=item.id, OrderNumber=str(number), Mandatory="No")
            scale = self.instrument.response_scale(item)
            if isinstance(scale, QuantityScale) and scale.missing:
                number += 1
                yield node(
                    "ItemRef",
                    ItemOID=why_oid(item.id),
                    OrderNumber=str(number),
                    Mandatory="No",
                    CollectionExceptionConditionOID=condition_oid(item.id),
                )

    def definitions(self) -> Iterator[ET.Element]:
        """Yield a definition for each item, and for each question why there is no amount."""
        for item in self.instrument.items:
            scale = self.instrument.response_scale(item)
            if not isinstance(scale, QuantityScale):
                attributes = {"OID": item.id, "Name": item.id, "DataType": "integer"}
                yield node(
                    "ItemDef", *self._asked(item), _listed(scale), *_names(item), **attributes
                )
                continue
            yield self._amount(item, scale)
            if scale.missing:
                words = self.writer.each("Question", _instead)
                attributes = {"OID": why_oid(item.id), "Name": f"{item.id}_why"}
                yield node("ItemDef", words, _listed(scale), **attributes, DataType="integer")

    def code_lists(self) -> Iterator[ET.Element]:
        """Yield the lists; only what lies on the scale has a rank."""
        for scale in self._scales():
            options = () if isinstance(scale, QuantityScale) else scale.options
            if not options and not scale.missing:
                continue
            is_ordered = not isinstance(scale, QuantityScale) and scale.ordered
            entries = [
                self._entry(option, number, rank=str(number) if is_ordered else "")
                for number, option in enumerate(options, start=1)
            ]
            entries += [
                self._entry(missing, number)
                for number, missing in enumerate(scale.missing, start=len(options) + 1)
            ]
            attributes = {"OID": code_list_oid(scale), "Name": scale.id, "DataType": "integer"}
            yield node("CodeList", *entries, **attributes)

    def units(self) -> Iterator[ET.Element]:
        """Yield the units of amounts, as release 1.3.2 declares them."""
        for scale in self._scales():
            if isinstance(scale, QuantityScale):
                symbol = self.writer.each("Symbol", partial(self._unit, scale))
                yield node("MeasurementUnit", symbol, OID=unit_oid(scale), Name=scale.unit)

    def conditions(self) -> Iterator[ET.Element]:
        """Yield the condition under which nobody is asked why there is no amount."""
        for item in self.instrument.items:
            scale = self.instrument.response_scale(item)
            if not isinstance(scale, QuantityScale) or not scale.missing:
                continue
            yield node(
                "ConditionDef",
                self.writer.note(f"Item {item.id} has a number."),
                *self.writer.signature({item.id: self.data_type(scale)}, "boolean"),
                self.writer.formula(f"exists(${item.id})"),
                OID=condition_oid(item.id),
                Name=f"{item.id} is answered",
            )

    def _scales(self) -> list[AnswerScale]:
        used = {item.response_scale for item in self.instrument.items}
        return [scale for scale in self.instrument.bank.answer_scales if scale.id in used]

    def _asked(self, item: Item, unit: tuple[ET.Element, ...] = ()) -> Iterator[ET.Element]:
        """Yield the question and its period, which stand in another order in each release."""
        question = self.writer.texts("Question", item.stem)
        if self.writer.release.is_first:
            if item.recall:
                yield self.writer.texts("Description", item.recall)
            yield from (question, *unit)
            return
        yield from (question, *unit)
        if item.recall:
            yield self.writer.texts("CRFCompletionInstructions", item.recall)

    def _amount(self, item: Item, scale: QuantityScale) -> ET.Element:
        if self.writer.release.is_first:
            unit = node("MeasurementUnitRef", MeasurementUnitOID=unit_oid(scale))
            decimals = "SignificantDigits", str(scale.decimals)
        else:
            unit = self.writer.each("Prompt", partial(self._unit, scale))
            decimals = "DisplayFormat", f".{scale.decimals}"
        definition = node(
            "ItemDef",
            *self._asked(item, (unit,)),
            self._limit("GE", scale.minimum, scale),
            self._limit("LE", scale.maximum, scale),
            *_names(item),
            OID=item.id,
            Name=item.id,
            DataType=self.data_type(scale),
        )
        if scale.decimals:
            definition.set(*decimals)
        return definition

    def data_type(self, scale: AnswerScale) -> str:
        """Return the data type of the answers on a scale."""
        has_decimals = isinstance(scale, QuantityScale) and scale.decimals
        return self.writer.release.decimal if has_decimals else "integer"

    def _limit(self, comparator: str, limit: int, scale: QuantityScale) -> ET.Element:
        value = node("CheckValue")
        value.text = str(limit)
        message = self.writer.each(
            "ErrorMessage", lambda language: form_words(language).describe_amount(scale)
        )
        return node("RangeCheck", value, message, Comparator=comparator, SoftHard="Hard")

    def _unit(self, scale: QuantityScale, language: str) -> str:
        currency = self.request.currency if scale.unit == "currency" else None
        label = text_in(scale.label, language, self.writer.original)
        return ", ".join(filter(None, (label, currency)))

    def _entry(
        self, option: ResponseOption | MissingOption, number: int, rank: str = ""
    ) -> ET.Element:
        names = [alias("code", option.code)]
        if isinstance(option, MissingOption):
            names.append(alias("missing", option.reason.value))
        entry = node(
            "CodeListItem",
            self.writer.texts("Decode", option.label),
            *names,
            CodedValue=str(option.value),
            OrderNumber=str(number),
        )
        if rank:
            entry.set("Rank", rank)
        return entry


def _listed(scale: AnswerScale) -> ET.Element:
    return node("CodeListRef", CodeListOID=code_list_oid(scale))


def _names(item: Item) -> list[ET.Element]:
    names = [alias("facet", item.facet), alias("revision", str(item.revision))]
    return [*names, alias("pair", item.pair_id)] if item.pair_id else names


def _instead(language: str) -> str:
    return form_words(language).instead_of_a_number
