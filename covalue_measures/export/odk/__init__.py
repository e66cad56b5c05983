"""Forms for ODK and its relatives: Collect, Web Forms, Enketo, KoboToolbox."""

from covalue_measures.export.odk.exporter import XlsformExporter

__all__ = ["XlsformExporter"]
