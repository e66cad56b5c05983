"""Every target there is an exporter for."""

from covalue_measures.export.exporter import Exporter
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5
from covalue_measures.export.json_definition import JsonExporter
from covalue_measures.export.limesurvey import LimesurveyExporter
from covalue_measures.export.odk import XlsformExporter
from covalue_measures.export.odm import ODM_1_3_2, ODM_2_0
from covalue_measures.export.pdf_page import PdfExporter
from covalue_measures.export.printed_page import HtmlExporter
from covalue_measures.export.qualtrics import QualtricsExporter
from covalue_measures.export.redcap import RedcapExporter, RedcapZipExporter
from covalue_measures.export.word_document import WordExporter

EXPORTERS: tuple[Exporter, ...] = (
    HtmlExporter(),
    PdfExporter(),
    WordExporter(),
    JsonExporter(),
    FHIR_R4,
    FHIR_R5,
    RedcapExporter(),
    RedcapZipExporter(),
    XlsformExporter(),
    LimesurveyExporter(),
    QualtricsExporter(),
    ODM_1_3_2,
    ODM_2_0,
)
