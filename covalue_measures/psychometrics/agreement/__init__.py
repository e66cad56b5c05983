"""Agreement of raters, and of coders on what they found in talks."""

from covalue_measures.psychometrics.agreement.coding_agreement import (
    CodingAgreementResult,
    EvidenceLevel,
    ReliabilityBand,
    estimate_coding_agreement,
)
from covalue_measures.psychometrics.agreement.kappa import estimate_kappa
from covalue_measures.psychometrics.agreement.kappa_result import KappaResult
from covalue_measures.psychometrics.agreement.kappa_table import estimate_kappa_from_table
from covalue_measures.psychometrics.agreement.krippendorff import (
    KrippendorffResult,
    estimate_krippendorff,
)

__all__ = [
    "CodingAgreementResult",
    "EvidenceLevel",
    "KappaResult",
    "KrippendorffResult",
    "ReliabilityBand",
    "estimate_coding_agreement",
    "estimate_kappa",
    "estimate_kappa_from_table",
    "estimate_krippendorff",
]
