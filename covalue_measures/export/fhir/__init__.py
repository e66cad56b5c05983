"""Questionnaires in HL7 FHIR, releases 4 and 5."""

from covalue_measures.export.fhir.exporter import FHIR_R4, FHIR_R5, FhirExporter

__all__ = ["FHIR_R4", "FHIR_R5", "FhirExporter"]
