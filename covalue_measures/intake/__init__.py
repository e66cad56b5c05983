"""Files and DataFrames in, answers to an instrument out."""

from covalue_measures.intake.answer_file import write_answers
from covalue_measures.intake.development_records import (
    DevelopmentRecords,
    read_development_records,
    read_record,
)
from covalue_measures.intake.import_map_file import extend_import_map, read_import_map
from covalue_measures.intake.import_responses import (
    ImportedResponses,
    Layout,
    OnRefused,
    import_responses,
)
from covalue_measures.intake.intake_report import IntakeReport, ItemIntake, MissingCount
from covalue_measures.intake.read_responses import read_responses
from covalue_measures.intake.team_records import read_team_records

__all__ = [
    "DevelopmentRecords",
    "ImportedResponses",
    "IntakeReport",
    "ItemIntake",
    "Layout",
    "MissingCount",
    "OnRefused",
    "extend_import_map",
    "import_responses",
    "read_development_records",
    "read_import_map",
    "read_record",
    "read_responses",
    "read_team_records",
    "write_answers",
]
