"""The same coefficient by another program, and the difference."""

from covalue_measures.crosscheck.opinion import Opinion
from covalue_measures.crosscheck.packages import is_available, missing_packages
from covalue_measures.crosscheck.second_alpha import check_alpha
from covalue_measures.crosscheck.second_cfa import CfaOpinions, check_cfa
from covalue_measures.crosscheck.second_rotation import check_rotation
from covalue_measures.crosscheck.second_suitability import check_suitability

__all__ = [
    "CfaOpinions",
    "Opinion",
    "check_alpha",
    "check_cfa",
    "check_rotation",
    "check_suitability",
    "is_available",
    "missing_packages",
]
