"""Questionnaires that leave as FHIR, and how to look into them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import survey_exports

from covalue_measures.export.exporter import ExportedFile
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5, FhirExporter
from covalue_measures.schema import Instrument, ItemBank

Content = dict[str, Any]
EXPORTERS = [pytest.param(FHIR_R4, id="R4"), pytest.param(FHIR_R5, id="R5")]
CORE = "http://hl7.org/fhir/StructureDefinition"


def export(
    instrument: Instrument | ItemBank, exporter: FhirExporter = FHIR_R4, **options: Any
) -> ExportedFile:
    return survey_exports.export(exporter, instrument, **options)


def questionnaire(*args: Any, **options: Any) -> Content:
    content: Content = json.loads(export(*args, **options).content)
    return content


def every_item(resource: Content) -> Iterator[Content]:
    """Yield all items, groups before what they hold."""
    for item in resource.get("item", ()):
        yield item
        yield from every_item(item)


def items_by_id(resource: Content) -> dict[str, Content]:
    return {item["linkId"]: item for item in every_item(resource)}


def extensions(element: Content) -> dict[str, Content]:
    return {extension["url"]: extension for extension in element.get("extension", ())}
