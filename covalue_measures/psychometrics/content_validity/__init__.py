"""Whether items belong to the construct, cover it and are understood."""

from covalue_measures.psychometrics.content_validity.content_validity_index import (
    estimate_content_validity,
)
from covalue_measures.psychometrics.content_validity.content_validity_ratio import (
    ContentValidityRatioResult,
    estimate_content_validity_ratio,
)
from covalue_measures.psychometrics.content_validity.content_validity_result import (
    ContentValidityResult,
    ContentValiditySettings,
    kappa_band,
)
from covalue_measures.psychometrics.content_validity.interview_summary import (
    InterviewSummary,
    summarize_interviews,
)
from covalue_measures.psychometrics.content_validity.interview_table import unresolved_problems
from covalue_measures.psychometrics.content_validity.rater_groups import RaterGroupResults
from covalue_measures.psychometrics.content_validity.revisions import Revision, list_revisions
from covalue_measures.psychometrics.content_validity.saturation import (
    SaturationResult,
    estimate_saturation,
)

__all__ = [
    "ContentValidityRatioResult",
    "ContentValidityResult",
    "ContentValiditySettings",
    "InterviewSummary",
    "RaterGroupResults",
    "Revision",
    "SaturationResult",
    "estimate_content_validity",
    "estimate_content_validity_ratio",
    "estimate_saturation",
    "kappa_band",
    "list_revisions",
    "summarize_interviews",
    "unresolved_problems",
]
