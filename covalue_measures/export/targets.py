"""Every target there is an exporter for."""

from covalue_measures.export.exporter import Exporter
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5
from covalue_measures.export.json_definition import JsonExporter
from covalue_measures.export.odk import XlsformExporter
from covalue_measures.export.printed_page import HtmlExporter
from covalue_measures.export.redcap import RedcapExporter, RedcapZipExporter

EXPORTERS: tuple[Exporter, ...] = (
    HtmlExporter(),
    JsonExporter(),
    FHIR_R4,
    FHIR_R5,
    XlsformExporter(),
    RedcapExporter(),
    RedcapZipExporter(),
)
