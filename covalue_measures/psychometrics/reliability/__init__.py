"""Internal consistency: alpha and omega."""

from covalue_measures.psychometrics.reliability.alpha import AlphaResult, estimate_alpha
from covalue_measures.psychometrics.reliability.omega import OmegaResult, estimate_omega

__all__ = ["AlphaResult", "OmegaResult", "estimate_alpha", "estimate_omega"]
