"""Internal consistency: alpha, omega, and the reliability that a fitted model implies."""

from covalue_measures.psychometrics.reliability.alpha import AlphaResult, estimate_alpha
from covalue_measures.psychometrics.reliability.composite_reliability import (
    CompositeReliabilityResult,
    estimate_composite_reliability,
)
from covalue_measures.psychometrics.reliability.hierarchical_reliability import (
    estimate_hierarchical_reliability,
)
from covalue_measures.psychometrics.reliability.hierarchical_result import (
    HierarchicalReliabilityResult,
)
from covalue_measures.psychometrics.reliability.omega import OmegaResult, estimate_omega

__all__ = [
    "AlphaResult",
    "CompositeReliabilityResult",
    "HierarchicalReliabilityResult",
    "OmegaResult",
    "estimate_alpha",
    "estimate_composite_reliability",
    "estimate_hierarchical_reliability",
    "estimate_omega",
]
