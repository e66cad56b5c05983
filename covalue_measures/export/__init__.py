"""Files for other programs, and for people with a pen."""

from covalue_measures.export.export_instrument import (
    ExportReport,
    export_instrument,
    export_targets,
)
from covalue_measures.export.exporter import LostField, Profile
from covalue_measures.export.questionnaire import render_questionnaire
from covalue_measures.export.score_file import write_scores

__all__ = [
    "ExportReport",
    "LostField",
    "Profile",
    "export_instrument",
    "export_targets",
    "render_questionnaire",
    "write_scores",
]
