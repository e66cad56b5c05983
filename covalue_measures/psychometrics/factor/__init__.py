"""Factors: whether to look for them, and how many the data ask for."""

from covalue_measures.psychometrics.factor.n_factors import NFactorsResult, suggest_n_factors
from covalue_measures.psychometrics.factor.suitability import SuitabilityResult, assess_suitability

__all__ = ["NFactorsResult", "SuitabilityResult", "assess_suitability", "suggest_n_factors"]
