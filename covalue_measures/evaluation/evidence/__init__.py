"""The evidence record and its parts."""

from covalue_measures.evaluation.evidence.dimensionality import (
    CorrelationRecord,
    ItemSuitability,
    ParallelAnalysisRecord,
    SuitabilityRecord,
)
from covalue_measures.evaluation.evidence.items import (
    CategoryCount,
    ItemRecord,
    McarRecord,
    MissingCount,
    MissingPattern,
    MissingRecord,
)
from covalue_measures.evaluation.evidence.origin import (
    DataRecord,
    EvaluationSettings,
    InstrumentRecord,
    SoftwareVersion,
)
from covalue_measures.evaluation.evidence.rating import Rating, SampleSizeRating
from covalue_measures.evaluation.evidence.record import EvidenceRecord
from covalue_measures.evaluation.evidence.reliability import (
    AlphaItemRecord,
    AlphaRecord,
    OmegaRecord,
    ScoreCount,
    ScoreRecord,
    SubscaleRecord,
)
from covalue_measures.evaluation.evidence.second_opinion import (
    SecondOpinion,
    SecondOpinionsRecord,
)

__all__ = [
    "AlphaItemRecord",
    "AlphaRecord",
    "CategoryCount",
    "CorrelationRecord",
    "DataRecord",
    "EvaluationSettings",
    "EvidenceRecord",
    "InstrumentRecord",
    "ItemRecord",
    "ItemSuitability",
    "McarRecord",
    "MissingCount",
    "MissingPattern",
    "MissingRecord",
    "OmegaRecord",
    "ParallelAnalysisRecord",
    "Rating",
    "SampleSizeRating",
    "ScoreCount",
    "ScoreRecord",
    "SecondOpinion",
    "SecondOpinionsRecord",
    "SoftwareVersion",
    "SubscaleRecord",
    "SuitabilityRecord",
]
