"""Measurement invariance across groups."""

from collections.abc import Mapping, Sequence

from covalue_measures.exceptions import ModelError
from covalue_measures.parallel.threads import on_one_thread
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.invariance.cut_offs import CITATION, RULE
from covalue_measures.psychometrics.invariance.equal_table import UnitRow, constrain, group_rows
from covalue_measures.psychometrics.invariance.invariance_result import (
    Across,
    InvarianceResult,
    InvarianceSettings,
)
from covalue_measures.psychometrics.invariance.level_tables import (
    LevelFit,
    comparison_table,
    highest_level,
    level_table,
    release_table,
)
from covalue_measures.psychometrics.invariance.levels import Level, build_levels, usual_levels
from covalue_measures.psychometrics.options import require_choice, require_list
from covalue_measures.psychometrics.structural.assembly import assemble, fit_table
from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.cfa_result import CfaSettings
from covalue_measures.psychometrics.structural.estimator import (
    Estimator,
    StructuralMissing,
    estimator_named,
)
from covalue_measures.psychometrics.structural.grouped_data import GroupLike
from covalue_measures.psychometrics.structural.parameter_table import (
    Parameterization,
    ParameterTable,
)
from covalue_measures.psychometrics.structural.preparation import (
    ModelRequest,
    PreparedData,
    prepare,
    request_model,
    samples_of,
)
from covalue_measures.psychometrics.structural.samples import Samples
from covalue_measures.schema import InstrumentLike


@on_one_thread
def fit_invariance(
    data: Responses,
    model: str | InstrumentLike | None = None,
    *,
    group: GroupLike,
    estimator: str | None = None,
    missing: str | None = None,
    ordered: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    partial: Sequence[str] = (),
    parameterization: Parameterization = "theta",
    orthogonal: bool = False,
) -> InvarianceResult:
    """Return whether a model measures the same in every group.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
    model : str, ItemBank or Instrument
        As :func:`fit_cfa` takes it.
    group : str or sequence
        Column (grouping of a ``ResponseData``) or one label a row. The group that comes first in
        the data is the one that the others are compared with.
    estimator, missing, ordered
        As :func:`fit_cfa` takes them; ``WLSMV`` for ordinal items.
    levels : sequence of str, optional
        Among ``configural``, ``threshold`` (ordinal items), ``metric``, ``scalar``, ``strict``,
        ``latent_means``, ``latent_covariances``; each adds to those before it. By default all but
        the last two.
    partial : sequence of str
        Parameters that may differ at every level: loadings ``f=~x2``, intercepts ``x3~1``,
        thresholds ``x1|t2``, residual variances ``x1~~x1``.
    parameterization : ``theta`` or ``delta``
        Of ordinal items; levels from ``strict`` on need theta.
    orthogonal : bool

    Raises
    ------
    ModelError
        If the model does not fit the data, or no one in a group used a category.

    Notes
    -----
    The scale is set by factor variances of 1 in the first group, not by a first loading, so that
    every loading can be tested and freed. For ordinal items the levels are those of Wu and
    Estabrook: thresholds come first, since without them intercepts and variances of the latent
    responses cannot be compared. With items of three or more categories, ``threshold`` is a test
    of its own; with two categories it only renames the configural model.

    Difference tests: chi-square for ``ML``; Satorra and Bentler (2001) for ``MLR``; Satorra (2000)
    for ``WLSMV``. Robust versions of the indices are judged where there are any, else the scaled
    ones; with ordinal items always the scaled ones, since the robust ones (Savalei 2021) are of the
    correlations alone and do not see intercepts. The rule is about what equality costs. Whether the
    model fits at all, the row of the first level says; where it does not, a scaled index also moves
    with its correction, which is another one at every level.

    References
    ----------
    Meredith (1993), doi:10.1007/BF02294825; ordinal items: Wu and Estabrook (2016),
    doi:10.1007/s11336-016-9506-0; cut-offs: Chen (2007), doi:10.1080/10705510701301834.

    Examples
    --------
    >>> import covalue_measures as cm, pandas as pd
    >>> data = pd.read_csv("examples/bfi/bfi.csv")
    >>> result = cm.fit_invariance(data, "n =~ N1 + N2 + N3 + N4 + N5", group="gender")
    >>> result.highest_level, result.comparisons["delta_cfi"].round(3).tolist()
    ('metric', [-0.0, -0.029, -0.002])
    """
    require_choice("parameterization", parameterization, Parameterization)
    require_list("levels", levels, "levels of invariance")
    require_list("partial", partial, "parameters")
    chosen, treatment = estimator_named(estimator, missing, is_ordinal=bool(ordered))
    request = request_model(data, model, orthogonal=orthogonal, standardized=True)
    given = chosen.takes_covariates_as_given
    prepared = prepare(data, request, chosen, treatment, ordered, group, given_covariates=given)
    labels = prepared.data.group_labels
    if len(labels) < 2:
        raise ModelError(
            f"Everyone is in group '{labels[0]}': invariance compares at least two groups."
        )
    is_ordinal = bool(prepared.categories.values)
    wanted = build_levels(levels or usual_levels(is_ordinal=is_ordinal), is_ordinal=is_ordinal)
    refuse_delta(wanted, parameterization, is_ordinal=is_ordinal)
    table = build_parameter_table(
        request.parsed,
        columns=prepared.data.items,
        ordered=prepared.categories.counts,
        n_groups=len(labels),
        standardized_latents=True,
        orthogonal=request.orthogonal,
        mean_structure=True,
        parameterization=parameterization,
    )
    thresholds = {item: count - 1 for item, count in prepared.categories.counts.items()}
    samples = samples_of(prepared, chosen, table, unbiased=False)
    fits = fit_levels(
        table,
        group_rows(table),
        wanted,
        prepared,
        samples,
        request,
        chosen,
        treatment,
        thresholds,
        partial,
    )
    return gather(fits, prepared, "groups", prepared.data.group_name, labels)


def refuse_delta(
    levels: Sequence[Level], parameterization: Parameterization, *, is_ordinal: bool
) -> None:
    """Raise if residual variances are to be equal that are no parameters.

    Raises
    ------
    ModelError
        Naming the level.
    """
    strict = [level.name for level in levels if "residuals" in level.equal]
    if is_ordinal and parameterization == "delta" and strict:
        raise ModelError(
            f"The level '{strict[0]}' makes residual variances of ordinal items equal, which are"
            " no parameters under parameterization='delta'; use 'theta'."
        )


def fit_levels(
    table: ParameterTable,
    rows: Sequence[UnitRow],
    levels: Sequence[Level],
    prepared: PreparedData,
    samples: Samples,
    request: ModelRequest,
    estimator: Estimator,
    missing: StructuralMissing,
    threshold_counts: Mapping[str, int],
    partial: Sequence[str],
) -> tuple[LevelFit, ...]:
    """Return the model fitted at every level.

    Parameters
    ----------
    table : ParameterTable
        Of the configural model.
    rows : sequence of UnitRow
        One a row of the table.
    threshold_counts : mapping
        Ordinal item, under its name in ``rows``, to its number of thresholds.
    """
    fits = []
    for level in levels:
        constrained, held = constrain(table, rows, level, threshold_counts, partial)
        estimation = fit_table(constrained, samples, estimator, missing, None)
        settings = CfaSettings(
            syntax=request.syntax,
            estimator=estimator.name,
            missing=missing,
            information=estimation.information_kind,
            standard_errors=estimator.standard_errors,
            test=estimator.test,
            ordered=tuple(prepared.categories.values),
            categories=prepared.categories.as_tuples,
            parameterization=table.parameterization,
            standardized_latents=True,
            orthogonal=request.orthogonal,
            mean_structure=True,
            equal=tuple(sorted(level.equal)),
            partial=tuple(partial),
            confidence_level=0.95,
        )
        result = assemble(
            estimation, prepared.data, settings, where=f"At the level '{level.name}': "
        )
        frees = any(count == 1 for count in threshold_counts.values())
        fits.append(LevelFit(level, result, tuple(rows), held, has_two_categories=frees))
    return tuple(fits)


def gather(
    fits: Sequence[LevelFit],
    prepared: PreparedData,
    across: Across,
    group_name: str,
    units: Sequence[str],
) -> InvarianceResult:
    """Return the levels with everything that follows from comparing them."""
    comparisons = comparison_table(fits)
    common = fits[0].result.settings
    settings = InvarianceSettings(
        syntax=common.syntax,
        estimator=common.estimator,
        missing=common.missing,
        ordered=common.ordered,
        parameterization=common.parameterization,
        levels=tuple(fit.level.name for fit in fits),
        partial=common.partial,
        across=across,
        rule=RULE,
        rule_source=CITATION,
    )
    return InvarianceResult(
        levels=level_table(fits),
        comparisons=comparisons,
        releases=release_table(fits, units),
        fits={fit.level.name: fit.result for fit in fits},
        highest_level=highest_level(fits, comparisons),
        problems=tuple(problem for fit in fits for problem in fit.result.problems),
        settings=settings,
        group_name=group_name,
        units=tuple(units),
        n_respondents=prepared.data.n_respondents,
        n_used=prepared.data.n_used,
        n_without_group=prepared.data.n_without_group,
        n_left_out=prepared.data.n_left_out,
    )
