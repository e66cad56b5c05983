"""Scores as items whose values a method computes."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from covalue_measures.export.odm.expressions import score_expression, score_items
from covalue_measures.export.odm.items import Items
from covalue_measures.export.odm.node import Writer, node
from covalue_measures.schema import Instrument, ScoringRule

SCORES = "IG.scores"


class Scores:
    """Writes the group of scores, their definitions and their methods."""

    def __init__(self, instrument: Instrument, items: Items, writer: Writer) -> None:
        self.instrument = instrument
        self.items = items
        self.writer = writer

    def references(self) -> Iterator[ET.Element]:
        """Yield the references of the group of scores."""
        for number, rule in enumerate(self.instrument.scoring_rules, start=1):
            yield node(
                "ItemRef",
                ItemOID=_oid(rule),
                OrderNumber=str(number),
                Mandatory="No",
                MethodOID=_method_oid(rule),
            )

    def definitions(self) -> Iterator[ET.Element]:
        """Yield the scores as items."""
        for rule in self.instrument.scoring_rules:
            title = self.writer.texts("Description", rule.title)
            kind = self.writer.release.decimal
            yield node("ItemDef", title, OID=_oid(rule), Name=rule.id, DataType=kind)

    def methods(self) -> Iterator[ET.Element]:
        """Yield the methods; an expression knows each answer by its item's id."""
        for rule in self.instrument.scoring_rules:
            read = {
                item.id: self.items.data_type(self.instrument.response_scale(item))
                for item in score_items(self.instrument, rule)
            }
            yield node(
                "MethodDef",
                self.writer.texts("Description", rule.title),
                *self.writer.signature(read, self.writer.release.decimal),
                self.writer.formula(score_expression(self.instrument, rule)),
                OID=_method_oid(rule),
                Name=f"{rule.id}@{rule.version}",
                Type="Computation",
            )


def _oid(rule: ScoringRule) -> str:
    return f"SC.{rule.id}"


def _method_oid(rule: ScoringRule) -> str:
    return f"MT.{rule.id}"
