"""Files and DataFrames in, answers to an instrument out."""

from covalue_measures.intake.import_map_file import read_import_map
from covalue_measures.intake.read_responses import Layout, read_responses

__all__ = ["Layout", "read_import_map", "read_responses"]
