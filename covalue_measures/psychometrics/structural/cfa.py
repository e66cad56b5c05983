"""Confirmatory factor analysis and structural equation models."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from covalue_measures.numerics.rotation.choice import RotationName
from covalue_measures.parallel.threads import on_one_thread
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.psychometrics.structural.assembly import (
    assemble,
    fit_table,
    structural_model,
)
from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.block_rotation import BlockRotation
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, CfaSettings
from covalue_measures.psychometrics.structural.estimator import Information, estimator_named
from covalue_measures.psychometrics.structural.exploratory_blocks import (
    choose_block_rotations,
    rotate_blocks,
    with_free_correlations,
    without_echelon,
)
from covalue_measures.psychometrics.structural.grouped_data import GroupLike
from covalue_measures.psychometrics.structural.parameter_table import Parameterization
from covalue_measures.psychometrics.structural.preparation import (
    prepare,
    request_model,
    samples_of,
)
from covalue_measures.schema import InstrumentLike


@on_one_thread
def fit_cfa(
    data: Responses,
    model: str | InstrumentLike | None = None,
    *,
    estimator: str | None = None,
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
    rotation: RotationName = "geomin",
    rotation_parameter: float | None = None,
    target: pd.DataFrame | None = None,
    n_starts: int = 30,
    seed: int = 1,
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
        lavaan's syntax (``=~ ~~ ~ ~1 | ~*~ :=``, linear ``==``, labels, fixed values, ``NA*``,
        ``start()``, ``c()`` for groups; no inequalities, no formative ``<~``), or an instrument,
        for the structure that it claims. May be left out with a ``ResponseData``.
    estimator : str, optional
        ``WLSMV`` where ``ordered`` names items, else ``ML``, by default. There are ``ML``;
        ``MLR`` (Huber-White standard errors, Yuan-Bentler test), ``MLM``, ``MLMV``, ``MLF``;
        ``FIML`` and ``robust_FIML``, which are ``ML`` and ``MLR`` with ``missing="fiml"``;
        ``ULS``, ``ULSM``, ``ULSMV``; ``GLS``; ``DWLS``, ``WLSM``, ``WLSMV``; ``WLS``.
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
        Observed predictors keep the moments of the sample, and who lacks one is left out. Only for
        ``ML``, ``MLR`` and ``MLF``; the others estimate these moments along with the rest.
    growth : bool
        Intercepts of 0 and free factor means.
    rotation, rotation_parameter, target, n_starts, seed
        Of exploratory blocks, which the model writes as ``efa("b")*f1 + efa("b")*f2 =~ x1 + x2``:
        any rotation of :func:`fit_efa` but promax, its number, and for ``target`` a table with
        items in rows and factors in columns, NaN where any loading will do. Loadings are
        standardized while they are rotated.
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
    not converge or is improper comes with ``problems`` in words, and a warning. Ordinal items with
    covariates: lavaan's default conditions on them, here they are jointly normal with the latent
    responses (``conditional.x = FALSE, fixed.x = FALSE``).

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
    (2709, 0.991)
    """
    require_share("confidence_level", confidence_level)
    require_choice("parameterization", parameterization, Parameterization)
    if information is not None:
        require_choice("information", information, Information)
    chosen, treatment = estimator_named(estimator, missing, is_ordinal=bool(ordered))
    request = request_model(data, model, orthogonal=orthogonal, standardized=standardized_latents)
    given = fixed_covariates and chosen.takes_covariates_as_given
    prepared = prepare(data, request, chosen, treatment, ordered, group, given_covariates=given)
    table = build_parameter_table(
        request.parsed,
        columns=prepared.data.items,
        ordered=prepared.categories.counts,
        n_groups=len(prepared.data.group_labels),
        standardized_latents=request.standardized_latents,
        orthogonal=request.orthogonal,
        mean_structure=mean_structure or treatment == "fiml",
        parameterization=parameterization,
        fixed_covariates=given,
        equal=equal,
        partial=partial,
        growth=growth,
    )
    samples = samples_of(prepared, chosen, table, unbiased=unbiased)
    rotations: tuple[BlockRotation, ...] = ()
    if table.blocks:
        choices = choose_block_rotations(table, rotation, rotation_parameter, target)
        unrotated = fit_table(
            without_echelon(table),
            samples,
            chosen,
            treatment,
            information,
            max_iterations=max_iterations,
        )
        estimation, rotations = rotate_blocks(
            unrotated,
            structural_model(with_free_correlations(table, choices), samples),
            choices,
            rng=np.random.default_rng(seed),
            n_starts=n_starts,
        )
    else:
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
        categories=prepared.categories.as_tuples,
        parameterization=parameterization,
        standardized_latents=request.standardized_latents,
        orthogonal=request.orthogonal,
        mean_structure=table.mean_structure,
        equal=tuple(equal),
        partial=tuple(partial),
        confidence_level=confidence_level,
    )
    return assemble(estimation, prepared.data, settings, block_rotations=rotations)
