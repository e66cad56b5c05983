"""Measures of coproduction value: versioned definitions, and evidence tied to them."""

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from covalue_measures.exceptions import DeprecatedNameWarning
from covalue_measures.library_version import __version__

if TYPE_CHECKING:
    from covalue_measures.evaluation import (
        EvaluationSettings,
        EvidenceRecord,
        evaluate,
        rate_content_validity,
        verify_evidence,
    )
    from covalue_measures.export import (
        export_instrument,
        render_questionnaire,
    )
    from covalue_measures.intake import (
        IntakeReport,
        import_responses,
        read_development_records,
        read_import_map,
        read_record,
        read_responses,
        read_team_records,
    )
    from covalue_measures.parallel import (
        JoblibBackend,
        SerialBackend,
    )
    from covalue_measures.psychometrics.agreement import (
        estimate_coding_agreement,
        estimate_kappa,
        estimate_kappa_from_table,
        estimate_krippendorff,
    )
    from covalue_measures.psychometrics.content_validity import (
        estimate_content_validity,
        estimate_content_validity_ratio,
        estimate_saturation,
        list_revisions,
        summarize_interviews,
    )
    from covalue_measures.psychometrics.correlation import (
        CorrelationResult,
        estimate_mixed,
        estimate_pearson,
        estimate_polychoric,
        estimate_tetrachoric,
        smooth_correlations,
    )
    from covalue_measures.psychometrics.descriptives import (
        describe_items,
    )
    from covalue_measures.psychometrics.factor import (
        assess_suitability,
        estimate_loading_uncertainty,
        factor_congruence,
        fit_efa,
        schmid_leiman,
        suggest_n_factors,
    )
    from covalue_measures.psychometrics.feasibility import (
        estimate_feasibility,
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
    from covalue_measures.psychometrics.run_chart import (
        estimate_run_chart,
    )
    from covalue_measures.psychometrics.screening import (
        screen_missing,
    )
    from covalue_measures.psychometrics.structural import (
        CfaBootstrapResult,
        CfaResult,
        bootstrap_cfa,
        compare_models,
        fit_cfa,
        score_factors,
    )
    from covalue_measures.psychometrics.validity import (
        check_hypotheses,
        compare_known_groups,
        estimate_discriminant_validity,
        estimate_htmt,
    )
    from covalue_measures.registry import (
        facet_coverage,
        list_banks,
        list_comparators,
        load_bank,
        load_comparators,
        load_form,
        load_hypotheses,
        trace_item,
        trace_theme,
    )
    from covalue_measures.registry.changes import (
        WordingJudgement,
        compare_versions,
        pool,
        recode,
    )
    from covalue_measures.report import (
        read_evidence,
        render_report,
        render_timeline,
    )
    from covalue_measures.responses import (
        ImportMap,
        ResponseData,
    )
    from covalue_measures.schema import (
        COVALUE_DOMAINS,
        Instrument,
        ItemBank,
        MissingReason,
    )
    from covalue_measures.scoring import (
        score_responses,
    )
    from covalue_measures.simulation import (
        Population,
        simulate_responses,
        simulate_retest,
        simulate_role_pairs,
        simulate_sample,
        write_synthetic_responses,
    )
    from covalue_measures.stages import (
        Dossier,
        assess_stage,
    )
    from covalue_measures.wording import (
        lint_bank,
    )

#: Where each public name lives. Loaded when first used: whoever reads a definition does not wait
#: for the numeric libraries.
_HOME = {
    "COVALUE_DOMAINS": "schema",
    "CfaBootstrapResult": "psychometrics.structural",
    "CfaResult": "psychometrics.structural",
    "CorrelationResult": "psychometrics.correlation",
    "Dossier": "stages",
    "EvaluationSettings": "evaluation",
    "EvidenceRecord": "evaluation",
    "ImportMap": "responses",
    "Instrument": "schema",
    "IntakeReport": "intake",
    "InvarianceResult": "psychometrics.invariance",
    "ItemBank": "schema",
    "JoblibBackend": "parallel",
    "MissingReason": "schema",
    "Population": "simulation",
    "ResponseData": "responses",
    "SerialBackend": "parallel",
    "WordingJudgement": "registry.changes",
    "assess_stage": "stages",
    "assess_suitability": "psychometrics.factor",
    "bootstrap_cfa": "psychometrics.structural",
    "check_hypotheses": "psychometrics.validity",
    "compare_known_groups": "psychometrics.validity",
    "compare_models": "psychometrics.structural",
    "compare_versions": "registry.changes",
    "describe_items": "psychometrics.descriptives",
    "estimate_alpha": "psychometrics.reliability",
    "estimate_coding_agreement": "psychometrics.agreement",
    "estimate_composite_reliability": "psychometrics.reliability",
    "estimate_content_validity": "psychometrics.content_validity",
    "estimate_content_validity_ratio": "psychometrics.content_validity",
    "estimate_discriminant_validity": "psychometrics.validity",
    "estimate_feasibility": "psychometrics.feasibility",
    "estimate_hierarchical_reliability": "psychometrics.reliability",
    "estimate_htmt": "psychometrics.validity",
    "estimate_kappa": "psychometrics.agreement",
    "estimate_kappa_from_table": "psychometrics.agreement",
    "estimate_krippendorff": "psychometrics.agreement",
    "estimate_loading_uncertainty": "psychometrics.factor",
    "estimate_mixed": "psychometrics.correlation",
    "estimate_omega": "psychometrics.reliability",
    "estimate_pearson": "psychometrics.correlation",
    "estimate_polychoric": "psychometrics.correlation",
    "estimate_run_chart": "psychometrics.run_chart",
    "estimate_saturation": "psychometrics.content_validity",
    "estimate_tetrachoric": "psychometrics.correlation",
    "evaluate": "evaluation",
    "export_instrument": "export",
    "facet_coverage": "registry",
    "factor_congruence": "psychometrics.factor",
    "fit_cfa": "psychometrics.structural",
    "fit_efa": "psychometrics.factor",
    "fit_invariance": "psychometrics.invariance",
    "fit_longitudinal_invariance": "psychometrics.invariance",
    "import_responses": "intake",
    "lint_bank": "wording",
    "list_banks": "registry",
    "list_comparators": "registry",
    "list_revisions": "psychometrics.content_validity",
    "load_bank": "registry",
    "load_comparators": "registry",
    "load_form": "registry",
    "load_hypotheses": "registry",
    "pool": "registry.changes",
    "rate_content_validity": "evaluation",
    "read_development_records": "intake",
    "read_evidence": "report",
    "read_import_map": "intake",
    "read_record": "intake",
    "read_responses": "intake",
    "read_team_records": "intake",
    "recode": "registry.changes",
    "render_questionnaire": "export",
    "render_report": "report",
    "render_timeline": "report",
    "schmid_leiman": "psychometrics.factor",
    "score_factors": "psychometrics.structural",
    "score_responses": "scoring",
    "screen_missing": "psychometrics.screening",
    "simulate_responses": "simulation",
    "simulate_retest": "simulation",
    "simulate_role_pairs": "simulation",
    "simulate_sample": "simulation",
    "smooth_correlations": "psychometrics.correlation",
    "suggest_n_factors": "psychometrics.factor",
    "summarize_interviews": "psychometrics.content_validity",
    "trace_item": "registry",
    "trace_theme": "registry",
    "verify_evidence": "evaluation",
    "write_synthetic_responses": "simulation",
}

__all__ = [
    "COVALUE_DOMAINS",
    "CfaBootstrapResult",
    "CfaResult",
    "CorrelationResult",
    "Dossier",
    "EvaluationSettings",
    "EvidenceRecord",
    "ImportMap",
    "Instrument",
    "IntakeReport",
    "InvarianceResult",
    "ItemBank",
    "JoblibBackend",
    "MissingReason",
    "Population",
    "ResponseData",
    "SerialBackend",
    "WordingJudgement",
    "__version__",
    "assess_stage",
    "assess_suitability",
    "bootstrap_cfa",
    "check_hypotheses",
    "compare_known_groups",
    "compare_models",
    "compare_versions",
    "describe_items",
    "estimate_alpha",
    "estimate_coding_agreement",
    "estimate_composite_reliability",
    "estimate_content_validity",
    "estimate_content_validity_ratio",
    "estimate_discriminant_validity",
    "estimate_feasibility",
    "estimate_hierarchical_reliability",
    "estimate_htmt",
    "estimate_kappa",
    "estimate_kappa_from_table",
    "estimate_krippendorff",
    "estimate_loading_uncertainty",
    "estimate_mixed",
    "estimate_omega",
    "estimate_pearson",
    "estimate_polychoric",
    "estimate_run_chart",
    "estimate_saturation",
    "estimate_tetrachoric",
    "evaluate",
    "export_instrument",
    "facet_coverage",
    "factor_congruence",
    "fit_cfa",
    "fit_efa",
    "fit_invariance",
    "fit_longitudinal_invariance",
    "import_responses",
    "lint_bank",
    "list_banks",
    "list_comparators",
    "list_revisions",
    "load_bank",
    "load_comparators",
    "load_form",
    "load_hypotheses",
    "pool",
    "rate_content_validity",
    "read_development_records",
    "read_evidence",
    "read_import_map",
    "read_record",
    "read_responses",
    "read_team_records",
    "recode",
    "render_questionnaire",
    "render_report",
    "render_timeline",
    "schmid_leiman",
    "score_factors",
    "score_responses",
    "screen_missing",
    "simulate_responses",
    "simulate_retest",
    "simulate_role_pairs",
    "simulate_sample",
    "smooth_correlations",
    "suggest_n_factors",
    "summarize_interviews",
    "trace_item",
    "trace_theme",
    "verify_evidence",
    "write_synthetic_responses",
]


#: Names that a later version will not have, and what to use instead.
_DEPRECATED: dict[str, str] = {}


def __getattr__(name: str) -> Any:
    """Load a public name from its sub-package."""
    if name in _DEPRECATED:
        warnings.warn(
            f"'{name}' will be removed; use '{_DEPRECATED[name]}'.",
            DeprecatedNameWarning,
            stacklevel=2,
        )
        name = _DEPRECATED[name]
    if name not in _HOME:
        raise AttributeError(f"module 'covalue_measures' has no attribute {name!r}")
    value = getattr(import_module(f"covalue_measures.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
