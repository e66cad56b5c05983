"""Confirmatory factor analysis and structural equation models."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from covalue_measures.exceptions import ConvergenceWarning, DataQualityWarning, ModelError
from covalue_measures.psychometrics.correlation.polychoric import MOST_CATEGORIES
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, CfaSettings
from covalue_measures.psychometrics.structural.claimed_model import claimed_model
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
    estimator_named,
)
from covalue_measures.psychometrics.structural.fit_summary import residual_frames, summarize_fit
from covalue_measures.psychometrics.structural.group_samples import Categories, categories_of
from covalue_measures.psychometrics.structural.grouped_data import (
    GroupedData,
    GroupLike,
    column_names,
    group_data,
)
from covalue_measures.psychometrics.structural.parameter_table import (
    Parameterization,
    ParameterTable,
)
from covalue_measures.psychometrics.structural.parsed_model import ParsedModel
from covalue_measures.psychometrics.structural.problems import find_problems
from covalue_measures.psychometrics.structural.samples import (
    Samples,
    numeric_samples,
    ordinal_samples,
)
from covalue_measures.psychometrics.structural.structural_model import (
    StructuralModel,
    build_structural_model,
)
from covalue_measures.psychometrics.structural.syntax import parse_model
from covalue_measures.psychometrics.structural.variables import find_variables
from covalue_measures.responses import ResponseData
from covalue_measures.schema import InstrumentLike, as_instrument


def fit_cfa(
    data: Responses,
    model: str | InstrumentLike | None = None,
    *,
    estimator: str = "ML",
    missing: str | None = None,
    ordered: Sequence[str] | None = None,
    group: GroupLike | None = None,
    equal: Sequence[str] = (),
    partial: Sequence[str] = (),
    parameterization: Parameterization = "delta",
    standardized_latents: bool = False,
    orthogonal: bool = False,
    mean_structure: bool = False,
    fixed_covariates: bool = True,
    growth: bool = False,
    information: Information | None = None,
    unbiased: bool = False,
    confidence_level: float = 0.95,
    max_iterations: int = 500,
) -> CfaResult:
    """Return a confirmatory model fitted to the answers.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_columns), NaN for missing; columns that the model does not name are left
        alone.
    model : str, ItemBank or Instrument
        lavaan's syntax (``=~ ~~ ~ ~1 | ~*~ := ==``, labels, fixed values, ``NA*``, ``start()``,
        ``c()`` for groups), or an instrument, for the structure that it claims. May be left out
        with a ``ResponseData``.
    estimator : str
        ``ML``; ``MLR`` (Huber-White standard errors, Yuan-Bentler test), ``MLM``, ``MLMV``,
        ``MLF``; ``FIML`` and ``robust_FIML``, which are ``ML`` and ``MLR`` with
        ``missing="fiml"``; ``ULS``, ``ULSM``, ``ULSMV``; ``GLS``; ``DWLS``, ``WLSM``, ``WLSMV``;
        ``WLS``.
    missing : ``listwise``, ``fiml`` or ``pairwise``
        Leave out respondents with a missing answer, use every answer (maximum likelihood), or use
        every pair (ordinal items). Listwise by default: the result says how many were left out.
    ordered : sequence of str, optional
        Items to take as ordinal, by thresholds and polychoric correlations. By default all for
        ``DWLS``, ``WLS``, ``WLSM(V)`` and ``ULSM(V)``, none for the others.
    group : str or sequence, optional
        Column (grouping of a ``ResponseData``) or one label a row.
    equal, partial : sequence of str
        What is equal in all groups, and the single parameters that are not: see
        :func:`fit_invariance`.
    parameterization : ``delta`` or ``theta``
        Of ordinal items: whether the scale or the residual variance of the latent response is
        fixed.
    standardized_latents : bool
        Factor variances of 1, instead of first loadings of 1.
    orthogonal : bool
        Factors do not correlate.
    mean_structure : bool
        Model means, too; always done with groups whose intercepts are equal, and with
        ``missing="fiml"``.
    fixed_covariates : bool
        Observed predictors keep the moments of the sample.
    growth : bool
        Intercepts of 0 and free factor means.
    information : ``expected``, ``observed`` or ``first_order``, optional
        Observed for ``MLR`` and ``missing="fiml"`` by default, else expected.
    unbiased : bool
        Maximum likelihood of covariances divided by n - 1 (Wishart), as LISREL and AMOS do.
    confidence_level : float
    max_iterations : int

    Raises
    ------
    ModelSyntaxError, ModelError
        If the model cannot be read, or does not fit the columns.
    InsufficientDataError
        If items do not vary or their covariance is singular.
    ResponseDataError
        If the data or their grouping cannot be used.

    Notes
    -----
    Follows lavaan 0.6: statistics count n, not n - 1; exogenous factors correlate. ``WLSMV`` is
    diagonally weighted least squares with a test that is scaled and shifted. A solution that did
    not converge or is improper comes with ``problems`` in words, and a warning.

    References
    ----------
    Joreskog (1969), doi:10.1007/BF02289343; ordinal items: Muthen (1984),
    doi:10.1007/BF02294210; robust corrections: Satorra and Bentler (1994), Yuan and Bentler
    (2000), doi:10.1111/0081-1750.00078, Asparouhov and Muthen (2010), Mplus technical appendix.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> bank = cm.load_bank("examples/bfi/instrument")
    >>> rules = cm.read_import_map("examples/bfi/import_map.yaml")
    >>> data = cm.read_responses("examples/bfi/bfi.csv", bank, import_map=rules)
    >>> fit = cm.fit_cfa(data, "agree =~ a1 + a2 + a3 + a4 + a5", estimator="WLSMV")
    >>> fit.n_used[0], round(fit.fit_indices["cfi"], 3)
    (2709, 0.987)
    """
    require_share("confidence_level", confidence_level)
    require_choice("parameterization", parameterization, Parameterization)
    if information is not None:
        require_choice("information", information, Information)
    chosen, treatment = estimator_named(estimator, missing)
    request = _request(data, model, orthogonal=orthogonal, standardized=standardized_latents)
    prepared = _prepare(data, request, chosen, treatment, ordered, group)
    table = build_parameter_table(
        request.parsed,
        columns=prepared.data.items,
        ordered=prepared.categories.counts,
        n_groups=len(prepared.data.group_labels),
        standardized_latents=request.standardized_latents,
        orthogonal=request.orthogonal,
        mean_structure=mean_structure or treatment == "fiml",
        parameterization=parameterization,
        fixed_covariates=fixed_covariates,
        equal=equal,
        partial=partial,
        growth=growth,
    )
    samples = _samples(prepared, chosen, table, unbiased=unbiased)
    estimation = fit_table(
        table, samples, chosen, treatment, information, max_iterations=max_iterations
    )
    settings = CfaSettings(
        syntax=request.syntax,
        estimator=chosen.name,
        missing=treatment,
        information=estimation.information_kind,
        standard_errors=chosen.standard_errors,
        test=chosen.test,
        ordered=tuple(prepared.categories.values),
        parameterization=parameterization,
        standardized_latents=request.standardized_latents,
        orthogonal=request.orthogonal,
        mean_structure=table.mean_structure,
        equal=tuple(equal),
        partial=tuple(partial),
        confidence_level=confidence_level,
    )
    return assemble(estimation, prepared.data, settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """A model as it was asked for."""

    syntax: str
    parsed: ParsedModel
    orthogonal: bool
    standardized_latents: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedData:
    """Answers by group, and which of them are categories."""

    data: GroupedData
    categories: Categories
    covariates: tuple[str, ...]


def _request(
    data: Responses,
    model: str | InstrumentLike | None,
    *,
    orthogonal: bool,
    standardized: bool,
) -> ModelRequest:
    if isinstance(model, str):
        return ModelRequest(
            syntax=model,
            parsed=parse_model(model),
            orthogonal=orthogonal,
            standardized_latents=standardized,
        )
    if model is None:
        if not isinstance(data, ResponseData):
            raise ModelError(
                "A table of numbers claims no structure: give a model, such as 'f =~ x1 + x2 + x3'."
            )
        model = data.instrument
    claimed = claimed_model(as_instrument(model))
    return ModelRequest(
        syntax=claimed.syntax,
        parsed=parse_model(claimed.syntax),
        orthogonal=orthogonal or claimed.orthogonal,
        standardized_latents=standardized or claimed.standardized_latents,
    )


def _prepare(
    data: Responses,
    request: ModelRequest,
    estimator: Estimator,
    missing: StructuralMissing,
    ordered: Sequence[str] | None,
    group: GroupLike | None,
) -> PreparedData:
    columns = column_names(data)
    if isinstance(ordered, str):
        raise ModelError(f"ordered is a list of items, not the text {ordered!r}.")
    wanted = set(ordered or ())
    if unknown := sorted(wanted - set(columns)):
        raise ModelError(f"ordered names '{unknown[0]}', which is not a column of the data.")
    # Who has a threshold or a scale is ordinal, whatever else is said.
    implied = {row.lhs for row in request.parsed.parameters if row.op in ("|", "~*~")}
    if estimator.usually_ordinal and ordered is None:
        wanted |= implied
    likely = dict.fromkeys(wanted, MOST_CATEGORIES)
    variables = find_variables(request.parsed, columns, likely)
    if estimator.usually_ordinal and ordered is None:
        wanted |= set(variables.observed) - set(variables.covariates)
    wanted &= set(variables.observed)
    if wanted and estimator.discrepancy in ("likelihood", "gls"):
        raise ModelError(
            f"{estimator.name} is for numeric items; {len(wanted)} are named ordinal. Use WLSMV,"
            " or ULSMV."
        )
    if missing == "pairwise" and not wanted:
        raise ModelError(
            "missing='pairwise' is for ordinal items: covariances of pairs are not those of any"
            " sample. Use missing='fiml' with ML or MLR."
        )
    grouped = group_data(
        data, variables.observed, group=group, missing=missing, complete=variables.covariates
    )
    categories = categories_of(grouped, wanted, estimator.name)
    return PreparedData(data=grouped, categories=categories, covariates=variables.covariates)


def _samples(
    prepared: PreparedData, estimator: Estimator, table: ParameterTable, *, unbiased: bool
) -> Samples:
    if prepared.categories.values:
        return ordinal_samples(
            prepared.data,
            estimator,
            prepared.categories,
            standardizes=table.parameterization == "theta",
        )
    return numeric_samples(
        prepared.data, estimator, has_means=table.mean_structure, unbiased=unbiased
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
    """Return the parameters of a table fitted to samples."""
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
    model = build_structural_model(table, counts, moments)
    _refuse_too_many(model, samples)
    if information is None:
        is_observed = estimator.standard_errors == "robust_likelihood" or missing == "fiml"
        information = "observed" if is_observed else "expected"
        if estimator.standard_errors == "first_order":
            information = "first_order"
    return estimate(model, samples, estimator, information, max_iterations=max_iterations)


def _refuse_too_many(model: StructuralModel, samples: Samples) -> None:
    df = degrees_of_freedom(model, samples)
    if df < 0:
        raise ModelError(
            f"The model has {model.n_free} parameters for {model.n_free + df} moments of"
            f" {len(model.items)} items: it cannot be estimated. Fix some, or add items."
        )


def assemble(estimation: Estimation, data: GroupedData, settings: CfaSettings) -> CfaResult:
    """Return the result of a fit, and warn of what is wrong with it."""
    labels = data.group_labels
    problems = find_problems(estimation, labels)
    for problem in problems:
        is_numeric = not estimation.convergence.converged or bool(estimation.undetermined)
        warnings.warn(
            problem, ConvergenceWarning if is_numeric else DataQualityWarning, stacklevel=3
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
        estimation_source=estimation,
    )
