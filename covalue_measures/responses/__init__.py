"""Answers in memory, tied to the instrument that gives them meaning."""

from covalue_measures.responses.import_map import (
    AdministrationMode,
    ColumnOfItem,
    ImportMap,
    LongForm,
    MissingCell,
    OptionText,
    RecordStatus,
)
from covalue_measures.responses.intake_record import IntakeRecord, ItemColumn
from covalue_measures.responses.response_data import REASONS, Group, ResponseData
from covalue_measures.responses.synthetic import is_synthetic

__all__ = [
    "REASONS",
    "AdministrationMode",
    "ColumnOfItem",
    "Group",
    "ImportMap",
    "IntakeRecord",
    "ItemColumn",
    "LongForm",
    "MissingCell",
    "OptionText",
    "RecordStatus",
    "ResponseData",
    "is_synthetic",
]
