"""Ratings by published criteria, and the evidence record that holds every number."""

from covalue_measures.evaluation.evaluate import evaluate
from covalue_measures.evaluation.evidence import EvaluationSettings, EvidenceRecord
from covalue_measures.evaluation.verify import (
    Difference,
    VerificationResult,
    instrument_of,
    verify_evidence,
)

__all__ = [
    "Difference",
    "EvaluationSettings",
    "EvidenceRecord",
    "VerificationResult",
    "evaluate",
    "instrument_of",
    "verify_evidence",
]
