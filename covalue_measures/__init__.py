"""Measures of coproduction value: versioned definitions, and evidence tied to them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from covalue_measures.evaluation import (
        EvaluationSettings,
        EvidenceRecord,
        evaluate,
        verify_evidence,
    )
    from covalue_measures.intake import read_import_map, read_responses
    from covalue_measures.parallel import JoblibBackend, SerialBackend
    from covalue_measures.psychometrics.correlation import (
        CorrelationResult,
        estimate_mixed,
        estimate_pearson,
        estimate_polychoric,
        estimate_tetrachoric,
        smooth_correlations,
    )
    from covalue_measures.psychometrics.descriptives import describe_items
    from covalue_measures.psychometrics.factor import (
        assess_suitability,
        estimate_loading_uncertainty,
        factor_congruence,
        fit_efa,
        schmid_leiman,
        suggest_n_factors,
    )
    from covalue_measures.psychometrics.invariance import (
        InvarianceResult,
        fit_invariance,
        fit_longitudinal_invariance,
    )
    from covalue_measures.psychometrics.reliability import (
        estimate_alpha,
        estimate_composite_reliability,
        estimate_hierarchical_reliability,
        estimate_omega,
    )
    from covalue_measures.psychometrics.screening import screen_missing
    from covalue_measures.psychometrics.structural import (
        CfaBootstrapResult,
        CfaResult,
        bootstrap_cfa,
        compare_models,
        fit_cfa,
        score_factors,
    )
    from covalue_measures.psychometrics.validity import (
        estimate_discriminant_validity,
        estimate_htmt,
    )
    from covalue_measures.registry import list_banks, load_bank, load_form
    from covalue_measures.report import read_evidence, render_report
    from covalue_measures.responses import ImportMap, ResponseData
    from covalue_measures.schema import COVALUE_DOMAINS, Instrument, ItemBank
    from covalue_measures.scoring import score_responses

__version__ = "0.1.0"

#: Where each public name lives. Loaded when first used: whoever reads a definition does not wait
#: for the numeric libraries.
_HOME = {
    "COVALUE_DOMAINS": "schema",
    "CfaBootstrapResult": "psychometrics.structural",
    "CfaResult": "psychometrics.structural",
    "CorrelationResult": "psychometrics.correlation",
    "EvaluationSettings": "evaluation",
    "EvidenceRecord": "evaluation",
    "ImportMap": "responses",
    "Instrument": "schema",
    "InvarianceResult": "psychometrics.invariance",
    "ItemBank": "schema",
    "JoblibBackend": "parallel",
    "ResponseData": "responses",
    "SerialBackend": "parallel",
    "assess_suitability": "psychometrics.factor",
    "bootstrap_cfa": "psychometrics.structural",
    "compare_models": "psychometrics.structural",
    "describe_items": "psychometrics.descriptives",
    "estimate_alpha": "psychometrics.reliability",
    "estimate_composite_reliability": "psychometrics.reliability",
    "estimate_discriminant_validity": "psychometrics.validity",
    "estimate_hierarchical_reliability": "psychometrics.reliability",
    "estimate_htmt": "psychometrics.validity",
    "estimate_loading_uncertainty": "psychometrics.factor",
    "estimate_mixed": "psychometrics.correlation",
    "estimate_omega": "psychometrics.reliability",
    "estimate_pearson": "psychometrics.correlation",
    "estimate_polychoric": "psychometrics.correlation",
    "estimate_tetrachoric": "psychometrics.correlation",
    "evaluate": "evaluation",
    "factor_congruence": "psychometrics.factor",
    "fit_cfa": "psychometrics.structural",
    "fit_efa": "psychometrics.factor",
    "fit_invariance": "psychometrics.invariance",
    "fit_longitudinal_invariance": "psychometrics.invariance",
    "list_banks": "registry",
    "load_bank": "registry",
    "load_form": "registry",
    "read_evidence": "report",
    "read_import_map": "intake",
    "read_responses": "intake",
    "render_report": "report",
    "schmid_leiman": "psychometrics.factor",
    "score_factors": "psychometrics.structural",
    "score_responses": "scoring",
    "screen_missing": "psychometrics.screening",
    "smooth_correlations": "psychometrics.correlation",
    "suggest_n_factors": "psychometrics.factor",
    "verify_evidence": "evaluation",
}

__all__ = [
    "COVALUE_DOMAINS",
    "CfaBootstrapResult",
    "CfaResult",
    "CorrelationResult",
    "EvaluationSettings",
    "EvidenceRecord",
    "ImportMap",
    "Instrument",
    "InvarianceResult",
    "ItemBank",
    "JoblibBackend",
    "ResponseData",
    "SerialBackend",
    "__version__",
    "assess_suitability",
    "bootstrap_cfa",
    "compare_models",
    "describe_items",
    "estimate_alpha",
    "estimate_composite_reliability",
    "estimate_discriminant_validity",
    "estimate_hierarchical_reliability",
    "estimate_htmt",
    "estimate_loading_uncertainty",
    "estimate_mixed",
    "estimate_omega",
    "estimate_pearson",
    "estimate_polychoric",
    "estimate_tetrachoric",
    "evaluate",
    "factor_congruence",
    "fit_cfa",
    "fit_efa",
    "fit_invariance",
    "fit_longitudinal_invariance",
    "list_banks",
    "load_bank",
    "load_form",
    "read_evidence",
    "read_import_map",
    "read_responses",
    "render_report",
    "schmid_leiman",
    "score_factors",
    "score_responses",
    "screen_missing",
    "smooth_correlations",
    "suggest_n_factors",
    "verify_evidence",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its sub-package."""
    if name not in _HOME:
        raise AttributeError(f"module 'covalue_measures' has no attribute {name!r}")
    value = getattr(import_module(f"covalue_measures.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
