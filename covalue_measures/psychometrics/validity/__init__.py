"""Whether measures are of what they are meant to be of: constructs that can be told apart."""

from covalue_measures.psychometrics.validity.discriminant_validity import (
    DiscriminantValidityResult,
    estimate_discriminant_validity,
)
from covalue_measures.psychometrics.validity.htmt import HtmtResult, estimate_htmt

__all__ = [
    "DiscriminantValidityResult",
    "HtmtResult",
    "estimate_discriminant_validity",
    "estimate_htmt",
]
