"""Whether measures are of what they are meant to be of: constructs that can be told apart."""

from covalue_measures.psychometrics.validity.discriminant_validity import (
    DiscriminantValidityResult,
    estimate_discriminant_validity,
)
from covalue_measures.psychometrics.validity.htmt import HtmtResult, estimate_htmt
from covalue_measures.psychometrics.validity.hypotheses import check_hypotheses
from covalue_measures.psychometrics.validity.hypothesis_results import HypothesesResult
from covalue_measures.psychometrics.validity.known_groups import (
    KnownGroupsResult,
    compare_known_groups,
)

__all__ = [
    "DiscriminantValidityResult",
    "HtmtResult",
    "HypothesesResult",
    "KnownGroupsResult",
    "check_hypotheses",
    "compare_known_groups",
    "estimate_discriminant_validity",
    "estimate_htmt",
]
