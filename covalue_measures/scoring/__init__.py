"""Scores from answers, by the rules that an instrument declares."""

from covalue_measures.scoring.score_record import PinnedScore, ScoreRecord
from covalue_measures.scoring.score_responses import ScoreResult, score_responses
from covalue_measures.scoring.subscale_score import SubscaleScore, score_subscale

__all__ = [
    "PinnedScore",
    "ScoreRecord",
    "ScoreResult",
    "SubscaleScore",
    "score_responses",
    "score_subscale",
]
