"""Survey structures for LimeSurvey."""

from covalue_measures.export.limesurvey.exporter import LimesurveyExporter

__all__ = ["LimesurveyExporter"]
