"""Choose a correlation by name, or take one that is already there."""

from typing import Literal, TypeAlias

from covalue_measures.psychometrics.correlation.pearson import estimate_pearson
from covalue_measures.psychometrics.correlation.polychoric import estimate_polychoric
from covalue_measures.psychometrics.correlation.results import CorrelationResult, Missing
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.options import require_choice

CorrelationMethod: TypeAlias = Literal["pearson", "polychoric"]


def correlate(
    data: Responses | CorrelationResult,
    correlation: CorrelationMethod,
    missing: Missing = "pairwise",
) -> CorrelationResult:
    """Return the named correlation of ``data``, or ``data`` itself if it is one already."""
    require_choice("correlation", correlation, CorrelationMethod)
    require_choice("missing", missing, Missing)
    if isinstance(data, CorrelationResult):
        return data
    if correlation == "polychoric":
        return estimate_polychoric(data, missing=missing)
    return estimate_pearson(data, missing=missing)
