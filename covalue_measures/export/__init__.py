"""Files for other programs."""

from covalue_measures.export.score_file import write_scores

__all__ = ["write_scores"]
