"""Stage gates: what a bank must show to become a candidate, released, or retired."""

from covalue_measures.stages.assess_stage import Stage, StageAssessment, assess_stage
from covalue_measures.stages.dossier import Dossier
from covalue_measures.stages.requirement import Requirement

__all__ = ["Dossier", "Requirement", "Stage", "StageAssessment", "assess_stage"]
