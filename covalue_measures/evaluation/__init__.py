"""Ratings by published criteria, and the evidence record that holds every number."""

from covalue_measures.evaluation.content_validity import rate_content_validity
from covalue_measures.evaluation.content_validity_rating import ContentValidityRating
from covalue_measures.evaluation.evaluate import evaluate
from covalue_measures.evaluation.evidence import EvaluationSettings, EvidenceRecord
from covalue_measures.evaluation.verify import (
    Difference,
    VerificationResult,
    instrument_of,
    verify_evidence,
)

__all__ = [
    "ContentValidityRating",
    "Difference",
    "EvaluationSettings",
    "EvidenceRecord",
    "VerificationResult",
    "evaluate",
    "instrument_of",
    "rate_content_validity",
    "verify_evidence",
]
