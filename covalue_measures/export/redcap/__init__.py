"""REDCap: a data dictionary, and the same as an instrument to be added to a project."""

from covalue_measures.export.redcap.exporter import RedcapExporter, RedcapZipExporter

__all__ = ["RedcapExporter", "RedcapZipExporter"]
