"""Models that data can contradict: confirmatory factors and structural equations."""

from covalue_measures.psychometrics.structural.bootstrap import bootstrap_cfa
from covalue_measures.psychometrics.structural.bootstrap_result import CfaBootstrapResult
from covalue_measures.psychometrics.structural.cfa import fit_cfa
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, CfaSettings
from covalue_measures.psychometrics.structural.claimed_model import ClaimedModel, claimed_model
from covalue_measures.psychometrics.structural.factor_scores import score_factors
from covalue_measures.psychometrics.structural.latent_scores import LatentScoresResult
from covalue_measures.psychometrics.structural.model_comparison import (
    ModelComparison,
    compare_models,
)

__all__ = [
    "CfaBootstrapResult",
    "CfaResult",
    "CfaSettings",
    "ClaimedModel",
    "LatentScoresResult",
    "ModelComparison",
    "bootstrap_cfa",
    "claimed_model",
    "compare_models",
    "fit_cfa",
    "score_factors",
]
