"""Scores from answers, by the rules that an instrument declares."""

from covalue_measures.scoring.score_responses import ScoreResult, score_responses
from covalue_measures.scoring.subscale_score import SubscaleScore, score_subscale

__all__ = ["ScoreResult", "SubscaleScore", "score_responses", "score_subscale"]
