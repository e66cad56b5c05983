"""Factors: whether to look for them, how many the data ask for, and which they are."""

from covalue_measures.psychometrics.factor.congruence import factor_congruence
from covalue_measures.psychometrics.factor.efa import fit_efa
from covalue_measures.psychometrics.factor.efa_result import (
    EfaResult,
    EfaSettings,
    RotationRecord,
)
from covalue_measures.psychometrics.factor.factor_scores import (
    FactorScoresResult,
    score_factors,
)
from covalue_measures.psychometrics.factor.loading_uncertainty import (
    LoadingUncertaintyResult,
    estimate_loading_uncertainty,
)
from covalue_measures.psychometrics.factor.n_factors import NFactorsResult, suggest_n_factors
from covalue_measures.psychometrics.factor.schmid_leiman import (
    SchmidLeimanResult,
    schmid_leiman,
)
from covalue_measures.psychometrics.factor.suitability import SuitabilityResult, assess_suitability

__all__ = [
    "EfaResult",
    "EfaSettings",
    "FactorScoresResult",
    "LoadingUncertaintyResult",
    "NFactorsResult",
    "RotationRecord",
    "SchmidLeimanResult",
    "SuitabilityResult",
    "assess_suitability",
    "estimate_loading_uncertainty",
    "factor_congruence",
    "fit_efa",
    "schmid_leiman",
    "score_factors",
    "suggest_n_factors",
]
