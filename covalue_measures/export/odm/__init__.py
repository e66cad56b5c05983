"""Metadata in the Operational Data Model of CDISC, releases 1.3.2 and 2.0."""

from covalue_measures.export.odm.exporter import ODM_1_3_2, ODM_2_0, OdmExporter

__all__ = ["ODM_1_3_2", "ODM_2_0", "OdmExporter"]
