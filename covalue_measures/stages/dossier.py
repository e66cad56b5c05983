"""What is known about a bank beyond its definition."""

from dataclasses import dataclass

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.records.cognitive_interview import InterviewLog
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.records.elicitation import Elicitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Records of development, and evidence from answers; empty for a bank nobody has tried."""

    elicitations: tuple[Elicitation, ...] = ()
    rounds: tuple[ContentValidityRound, ...] = ()
    interviews: InterviewLog | None = None
    evidence: tuple[EvidenceRecord, ...] = ()
