"""Answers in memory, tied to the instrument that gives them meaning."""

from covalue_measures.responses.import_map import ColumnOfItem, ImportMap, MissingCell
from covalue_measures.responses.intake_record import IntakeRecord, ItemColumn
from covalue_measures.responses.response_data import REASONS, Group, ResponseData

__all__ = [
    "REASONS",
    "ColumnOfItem",
    "Group",
    "ImportMap",
    "IntakeRecord",
    "ItemColumn",
    "MissingCell",
    "ResponseData",
]
