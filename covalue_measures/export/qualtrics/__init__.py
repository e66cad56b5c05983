"""Survey files for Qualtrics."""

from covalue_measures.export.qualtrics.exporter import QualtricsExporter

__all__ = ["QualtricsExporter"]
