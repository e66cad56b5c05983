"""From a parameter table and samples to a labeled result."""

import warnings

import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import ConvergenceWarning, DataQualityWarning, ModelError
from covalue_measures.psychometrics.structural.block_rotation import BlockRotation
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, CfaSettings
from covalue_measures.psychometrics.structural.estimates_table import (
    estimates_table,
    factor_correlation_frames,
    parameter_labels,
    r_squared_table,
    standardized_table,
)
from covalue_measures.psychometrics.structural.estimation import (
    Estimation,
    degrees_of_freedom,
    estimate,
)
from covalue_measures.psychometrics.structural.estimator import (
    Estimator,
    Information,
    StructuralMissing,
)
from covalue_measures.psychometrics.structural.fit_summary import residual_frames, summarize_fit
from covalue_measures.psychometrics.structural.grouped_data import GroupedData
from covalue_measures.psychometrics.structural.parameter_table import ParameterTable
from covalue_measures.psychometrics.structural.problems import find_problems
from covalue_measures.psychometrics.structural.samples import Samples
from covalue_measures.psychometrics.structural.structural_model import (
    StructuralModel,
    build_structural_model,
)


def fit_table(
    table: ParameterTable,
    samples: Samples,
    estimator: Estimator,
    missing: StructuralMissing,
    information: Information | None,
    *,
    max_iterations: int = 500,
) -> Estimation:
    """Return the parameters of a table fitted to samples.

    Raises
    ------
    ModelError
        If it has more parameters than there are moments.
    """
    model = structural_model(table, samples)
    _refuse_too_many(model, samples)
    if information is None:
        is_observed = estimator.standard_errors == "robust_likelihood" or missing == "fiml"
        information = "observed" if is_observed else "expected"
        if estimator.standard_errors == "first_order":
            information = "first_order"
    return estimate(model, samples, estimator, information, max_iterations=max_iterations)


def structural_model(table: ParameterTable, samples: Samples) -> StructuralModel:
    """Return the matrices of a table for these samples."""
    counts = {item: 0 for item in table.observed}
    if samples.kinds.is_any_ordinal:
        for item in samples.kinds.threshold_item:
            counts[table.observed[item]] += 1
    moments = [
        (
            dict(zip(table.observed, observed.means.tolist(), strict=True)),
            {
                (first, second): float(observed.covariance[i, j])
                for i, first in enumerate(table.observed)
                for j, second in enumerate(table.observed)
            },
        )
        for observed in samples.observed
    ]
    return build_structural_model(table, counts, moments)


def _refuse_too_many(model: StructuralModel, samples: Samples) -> None:
    df = degrees_of_freedom(model, samples)
    if df < 0:
        raise ModelError(
            f"The model has {model.n_free} parameters for {model.n_free + df} moments of"
            f" {len(model.items)} items: it cannot be estimated. Fix some, or add items."
        )


def assemble(
    estimation: Estimation,
    data: GroupedData,
    settings: CfaSettings,
    *,
    where: str = "",
    block_rotations: tuple[BlockRotation, ...] = (),
) -> CfaResult:
    """Return the result of a fit, and warn of what is wrong with it.

    Parameters
    ----------
    estimation : Estimation
    data : GroupedData
    settings : CfaSettings
    where : str
        Put before each problem: which of several models has it.
    block_rotations : tuple of BlockRotation
        Of exploratory blocks.
    """
    labels = data.group_labels
    problems = tuple(where + problem for problem in find_problems(estimation, labels))
    for problem in problems:
        is_numeric = not estimation.convergence.converged or bool(estimation.undetermined)
        warnings.warn(
            problem,
            ConvergenceWarning if is_numeric else DataQualityWarning,
            stacklevel=callers_level(),
        )
    names = parameter_labels(estimation.model)
    return CfaResult(
        estimates=estimates_table(estimation, settings.confidence_level),
        standardized=standardized_table(estimation, settings.confidence_level),
        fit_indices=summarize_fit(estimation),
        r_squared=r_squared_table(estimation, labels),
        residual_correlations=residual_frames(estimation, labels),
        factor_correlations=factor_correlation_frames(estimation, labels),
        covariance=pd.DataFrame(estimation.covariance, index=names, columns=names),
        problems=problems,
        convergence=estimation.convergence,
        settings=settings,
        item_ids=data.items,
        factors=estimation.model.table.latent,
        group_name=data.group_name,
        group_labels=labels,
        n_respondents=data.n_respondents,
        n_used=data.n_used,
        n_left_out=data.n_left_out,
        n_without_group=data.n_without_group,
        reversed_items=data.reversed_items,
        block_rotations=block_rotations,
        estimation_source=estimation,
    )
