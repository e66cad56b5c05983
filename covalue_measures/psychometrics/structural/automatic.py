"""From what a model says to all its parameters, by lavaan's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.options import require_choice, require_count
from covalue_measures.psychometrics.structural.group_equality import (
    GroupEquality,
    equate_groups,
    read_equality,
)
from covalue_measures.psychometrics.structural.implied_parameters import (
    TableSettings,
    implied_parameters,
)
from covalue_measures.psychometrics.structural.labels import constrain, define, fix_alike
from covalue_measures.psychometrics.structural.named_parameters import named_parameters
from covalue_measures.psychometrics.structural.parameter_table import (
    Parameter,
    Parameterization,
    ParameterTable,
)
from covalue_measures.psychometrics.structural.parsed_model import ParsedModel
from covalue_measures.psychometrics.structural.variables import ModelVariables, find_variables


def build_parameter_table(
    parsed: ParsedModel,
    *,
    columns: Sequence[str],
    ordered: Mapping[str, int],
    n_groups: int = 1,
    standardized_latents: bool = False,
    orthogonal: bool = False,
    mean_structure: bool = False,
    parameterization: Parameterization = "delta",
    fixed_covariates: bool = True,
    equal: Sequence[str] = (),
    partial: Sequence[str] = (),
    growth: bool = False,
) -> ParameterTable:
    """Return every parameter of a model, named or implied, in each group.

    Parameters
    ----------
    parsed : ParsedModel
    columns : sequence of str
        What the data have.
    ordered : mapping
        Ordinal item to its number of categories; items that the model leaves out may stand here.
    n_groups : int
    standardized_latents : bool
        Latent (residual) variances are 1 and all loadings free; otherwise the first loading of
        each factor is 1.
    orthogonal : bool
        Covariances among latent variables are 0 unless the model names them.
    mean_structure : bool
        Whether means are modeled. They are in any case with ordinal items, with intercepts in the
        model, with ``growth`` and with equal intercepts, thresholds or means.
    parameterization : ``delta`` or ``theta``
        What is fixed of a latent response: its scale, or its residual variance.
    fixed_covariates : bool
        Observed variables that only predict keep the moments of the sample.
    equal : sequence of str
        ``loadings``, ``intercepts``, ``means``, ``thresholds``, ``regressions``, ``residuals``,
        ``residual_covariances``, ``lv_variances``, ``lv_covariances``; a dot may stand for ``_``.
    partial : sequence of str
        Parameters that may differ all the same: ``x3~1``, ``f=~x2``.
    growth : bool
        Intercepts of observed variables are 0, latent means free.

    Raises
    ------
    ModelError
        If the model does not fit the columns or contradicts itself.
    ValueError
        If an option does not exist.

    Notes
    -----
    The rows and their order are those of lavaan 0.6-14 (``cfa``, ``sem``, ``growth``) except that

    - loadings of an exploratory block are all free; lavaan fixes ``ParameterTable.echelon`` at 0;
    - a covariate with a variance, covariance or intercept of its own needs its covariances with
      the other ones too, which lavaan would set to 0;
    - a start for a fixed parameter is refused, where lavaan would fix to it.

    Equal intercepts free the means of all latent variables after the first group, a second-order
    factor's too; then the model must fix one of them (``g ~ 0*1``) to be identified.

    References
    ----------
    Rosseel (2012), doi:10.18637/jss.v048.i02; Muthén and Asparouhov (2002), Mplus Web Notes 4
    (delta and theta).
    """
    require_choice("parameterization", parameterization, Parameterization)
    require_count("n_groups", n_groups)
    variables = find_variables(parsed, columns, ordered)
    if parameterization == "delta":
        _refuse_explained_categories(parsed, variables)
    kinds = read_equality(equal, n_groups, variables.categories)
    settings = TableSettings(
        standardized_latents=standardized_latents,
        orthogonal=orthogonal,
        mean_structure=mean_structure
        or growth
        or bool(variables.categories)
        or bool(kinds & {"intercepts", "means"})
        or any(row.op == "~1" for row in parsed.parameters),
        parameterization=parameterization,
        fixed_covariates=fixed_covariates,
        growth=growth,
        n_groups=n_groups,
    )
    equality = GroupEquality(kinds, variables, settings)
    groups = [_group(parsed, equality, group) for group in range(1, n_groups + 1)]
    rows = fix_alike([row for group in equate_groups(groups, equality, partial) for row in group])
    labels = {row.label for row in rows if row.label}
    return ParameterTable(
        parameters=rows,
        defined=define(parsed, labels),
        constraints=constrain(parsed, labels),
        observed=variables.observed,
        latent=variables.latent,
        ordered=tuple(variables.categories),
        covariates=variables.covariates,
        exogenous=variables.covariates if fixed_covariates else (),
        n_groups=n_groups,
        mean_structure=settings.mean_structure,
        parameterization=parameterization,
    )


def _group(parsed: ParsedModel, equality: GroupEquality, group: int) -> list[Parameter]:
    """Return the rows of one group: named ones first, then what they leave out."""
    variables, settings = equality.variables, equality.settings
    rows = list(named_parameters(parsed, variables, settings, group))
    named = {(row.lhs, row.op, row.rhs) for row in rows}
    for implied in implied_parameters(variables, settings):
        if (implied.lhs, implied.op, implied.rhs) not in named:
            row = implied if group == 1 else equality.released(implied)
            rows.append(replace(row, group=group))
    return rows


def _refuse_explained_categories(parsed: ParsedModel, variables: ModelVariables) -> None:
    """Refuse predictors of an ordinal item whose response has the variance 1 with them."""
    explained = [row.lhs for row in parsed.parameters if row.op == "~"]
    found = [item for item in variables.categories if item in explained]
    if found:
        raise ModelError(
            f"'{found[0]}' is ordinal and has predictors. Under parameterization='delta' its"
            " residual would depend on them: use parameterization='theta', which holds the residual"
            " at 1."
        )
