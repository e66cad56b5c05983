"""What all reflective items say together: correlations, factors, models, groups."""

import warnings
from dataclasses import dataclass
from functools import partial

from covalue_measures.callers import callers_level
from covalue_measures.evaluation.attempt import attempt
from covalue_measures.evaluation.evidence import (
    CorrelationRecord,
    EvaluationSettings,
    FactorModelRecord,
    InvarianceRecord,
    OmegaRecord,
    ParallelAnalysisRecord,
    SuitabilityRecord,
)
from covalue_measures.evaluation.exploratory_evidence import fit_exploratory
from covalue_measures.evaluation.factor_model_evidence import (
    fit_claimed_structure,
    record_factor_model,
)
from covalue_measures.evaluation.invariance_evidence import (
    comparable_groups,
    empty_categories,
    fit_groups,
    record_incomparable,
    record_invariance,
)
from covalue_measures.evaluation.structure_evidence import (
    record_correlations,
    record_dimensionality,
    record_suitability,
)
from covalue_measures.evaluation.subscale_evidence import record_omega
from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.progress import Progress
from covalue_measures.psychometrics.correlation import CorrelationResult, correlate
from covalue_measures.psychometrics.factor import EfaResult
from covalue_measures.psychometrics.reliability import estimate_omega
from covalue_measures.psychometrics.structural import CfaResult
from covalue_measures.responses import Group, ResponseData
from covalue_measures.schema import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureEvidence:
    """What all reflective items say together; None where the data do not allow it."""

    result: CorrelationResult | None = None
    correlations: CorrelationRecord | None = None
    suitability: SuitabilityRecord | None = None
    dimensionality: ParallelAnalysisRecord | None = None
    general_omega: OmegaRecord | None = None
    exploratory: EfaResult | None = None
    confirmatory: CfaResult | None = None
    factor_model: FactorModelRecord | None = None
    invariance: tuple[InvarianceRecord, ...] = ()


def evaluate_structure(
    data: ResponseData, settings: EvaluationSettings, progress: Progress
) -> StructureEvidence:
    """Return what the items allow; what they do not is named in a warning.

    Parameters
    ----------
    data : ResponseData
        Answers to the reflective items, each of which varies.
    settings : EvaluationSettings
    progress : Progress
    """
    if data.n_items < 2:
        return StructureEvidence()
    progress("correlations", 0, 1)
    result = attempt(
        f"the {settings.correlation} correlations",
        lambda: correlate(data, settings.correlation),
    )
    suitability = attempt("KMO and Bartlett's test", lambda: record_suitability(data))
    progress("correlations", 1, 1)
    if result is None:
        return StructureEvidence(suitability=suitability)
    if result.smallest_eigenvalue <= 0:
        warnings.warn(
            f"The {settings.correlation} correlations are not positive definite (smallest"
            f" eigenvalue {result.smallest_eigenvalue:.3f}): doubt the number of factors, and"
            " omega.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    dimensionality = attempt(
        "the number of factors", lambda: record_dimensionality(data, settings, progress)
    )
    progress("factor models", 0, 1)
    confirmatory, factor_model = _claimed_model(data, settings)
    invariance = _invariance(data, settings, factor_model)
    progress("factor models", 1, 1)
    return StructureEvidence(
        result=result,
        correlations=record_correlations(result),
        suitability=suitability,
        dimensionality=dimensionality,
        general_omega=_general_omega(data.instrument, result, settings),
        exploratory=_exploratory(data.instrument, result, dimensionality, settings),
        confirmatory=confirmatory,
        factor_model=factor_model,
        invariance=invariance,
    )


def _exploratory(
    instrument: Instrument,
    correlations: CorrelationResult,
    dimensionality: ParallelAnalysisRecord | None,
    settings: EvaluationSettings,
) -> EfaResult | None:
    """Return as many factors as are claimed, or else suggested."""
    n_factors = dimensionality.n_factors if dimensionality else 0
    if instrument.structure is not None:
        n_factors = instrument.structure.n_factors
    if not n_factors:
        return None
    return attempt(
        "exploratory factors", lambda: fit_exploratory(correlations, n_factors, settings)
    )


def _claimed_model(
    data: ResponseData, settings: EvaluationSettings
) -> tuple[CfaResult | None, FactorModelRecord | None]:
    structure = data.instrument.structure
    if structure is None:
        return None, None
    claimed = {
        item for name in structure.subscale_ids for item in data.instrument.subscale(name).item_ids
    }
    if left_out := sorted(claimed - set(data.item_ids)):
        warnings.warn(
            f"Not estimated: the claimed structure, which has items that were left out:"
            f" {', '.join(left_out)}.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
        return None, None
    fit = attempt("the claimed structure", lambda: fit_claimed_structure(data, settings))
    if fit is None:
        return None, None
    return fit, record_factor_model(fit, data, structure, settings)


def _compare_groups(
    data: ResponseData, group: Group, settings: EvaluationSettings
) -> InvarianceRecord:
    return record_invariance(fit_groups(data, group, settings), group)


def _invariance(
    data: ResponseData, settings: EvaluationSettings, model: FactorModelRecord | None
) -> tuple[InvarianceRecord, ...]:
    """Return one record a grouping."""
    if model is None or model.fit is None:
        return ()
    records = []
    for group in data.groups:
        few = len(comparable_groups(group)) < 2
        ordinal = settings.correlation == "polychoric"
        empty = empty_categories(data, group) if ordinal and not few else ()
        if few or empty:
            records.append(record_incomparable(group, empty, settings))
            continue
        found = attempt(
            f"invariance across '{group.name}'",
            partial(_compare_groups, data, group, settings),
        )
        records += [] if found is None else [found]
    return tuple(records)


def _general_omega(
    instrument: Instrument, correlations: CorrelationResult, settings: EvaluationSettings
) -> OmegaRecord | None:
    """Return hierarchical omega where the instrument claims a general factor."""
    structure = instrument.structure
    if structure is None or structure.kind not in ("second_order", "bifactor"):
        return None
    n_factors, seed = structure.n_factors, settings.seed
    omega = attempt(
        "hierarchical omega", lambda: estimate_omega(correlations, n_factors, seed=seed)
    )
    return None if omega is None else record_omega(omega)
