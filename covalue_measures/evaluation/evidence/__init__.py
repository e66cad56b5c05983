"""The evidence record and its parts."""

from covalue_measures.evaluation.evidence.dimensionality import (
    CorrelationRecord,
    ItemSuitability,
    ParallelAnalysisRecord,
    SuitabilityRecord,
)
from covalue_measures.evaluation.evidence.exploratory import ExploratoryRecord
from covalue_measures.evaluation.evidence.factor_model import (
    FactorCorrelationRecord,
    FactorLoadingRecord,
    FactorModelRecord,
    FactorReliabilityRecord,
    FitRecord,
    HtmtRecord,
    IndexVersion,
    LoadingRecord,
    ModificationRecord,
    ResidualMatrixRecord,
    ResidualRecord,
    RSquaredRecord,
    StandardizedLoading,
)
from covalue_measures.evaluation.evidence.invariance import (
    EmptyCategoryRecord,
    InvarianceComparisonRecord,
    InvarianceCutOffs,
    InvarianceGroup,
    InvarianceLevelRecord,
    InvarianceRecord,
    ReleaseRecord,
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
    "EmptyCategoryRecord",
    "EvaluationSettings",
    "EvidenceRecord",
    "ExploratoryRecord",
    "FactorCorrelationRecord",
    "FactorLoadingRecord",
    "FactorModelRecord",
    "FactorReliabilityRecord",
    "FitRecord",
    "HtmtRecord",
    "IndexVersion",
    "InstrumentRecord",
    "InvarianceComparisonRecord",
    "InvarianceCutOffs",
    "InvarianceGroup",
    "InvarianceLevelRecord",
    "InvarianceRecord",
    "ItemRecord",
    "ItemSuitability",
    "LoadingRecord",
    "McarRecord",
    "MissingCount",
    "MissingPattern",
    "MissingRecord",
    "ModificationRecord",
    "OmegaRecord",
    "ParallelAnalysisRecord",
    "RSquaredRecord",
    "Rating",
    "ReleaseRecord",
    "ResidualMatrixRecord",
    "ResidualRecord",
    "SampleSizeRating",
    "ScoreCount",
    "ScoreRecord",
    "SecondOpinion",
    "SecondOpinionsRecord",
    "SoftwareVersion",
    "StandardizedLoading",
    "SubscaleRecord",
    "SuitabilityRecord",
]
