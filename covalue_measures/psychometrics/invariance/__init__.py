"""Whether a model measures the same in every group, and on every occasion."""

from covalue_measures.psychometrics.invariance.fit_invariance import fit_invariance
from covalue_measures.psychometrics.invariance.invariance_result import (
    InvarianceResult,
    InvarianceSettings,
)
from covalue_measures.psychometrics.invariance.longitudinal import fit_longitudinal_invariance

__all__ = [
    "InvarianceResult",
    "InvarianceSettings",
    "fit_invariance",
    "fit_longitudinal_invariance",
]
