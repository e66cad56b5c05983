"""The parameters that a model implies besides those that it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

from covalue_measures.psychometrics.structural.parameter_table import Parameter, Parameterization
from covalue_measures.psychometrics.structural.variables import ModelVariables


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSettings:
    """How the variables of a model are scaled, and which moments it is about."""

    standardized_latents: bool
    orthogonal: bool
    mean_structure: bool
    parameterization: Parameterization
    fixed_covariates: bool
    growth: bool
    n_groups: int


def implied_parameters(variables: ModelVariables, settings: TableSettings) -> Iterator[Parameter]:
    """Yield what the first group has without being told, in the order of lavaan's tables."""
    for item, n_categories in variables.categories.items():
        for number in range(1, n_categories):
            yield Parameter(lhs=item, op="|", rhs=f"t{number}")
    for name in variables.observed:
        if name not in variables.covariates:
            yield _residual_variance(name, variables, settings)
    for name in variables.latent:
        yield _latent_variance(name, variables, settings)
    for pairs in (combinations(variables.explaining, 2), combinations(variables.outcomes, 2)):
        for one, other in pairs:
            is_zero = is_rotated_pair(one, other, variables) or (
                settings.orthogonal and {one, other} <= {*variables.latent}
            )
            yield Parameter(lhs=one, op="~~", rhs=other, value=0.0 if is_zero else None)
    for one, other in combinations_with_replacement(variables.covariates, 2):
        yield Parameter(lhs=one, op="~~", rhs=other, exogenous=settings.fixed_covariates)
    for item in variables.categories:
        if settings.parameterization == "delta":
            yield Parameter(lhs=item, op="~*~", rhs=item, value=1.0)
        else:
            yield Parameter(lhs=item, op="~*~", rhs=item, determined=True)
    if settings.mean_structure:
        yield from _intercepts(variables, settings)


def is_rotated_pair(one: str, other: str, variables: ModelVariables) -> bool:
    """Whether two variables are factors of one exploratory block."""
    return one in variables.blocks and variables.blocks[one] == variables.blocks.get(other)


def _residual_variance(name: str, variables: ModelVariables, settings: TableSettings) -> Parameter:
    if name not in variables.categories:
        value = 0.0 if name in variables.lone_indicators else None
        return Parameter(lhs=name, op="~~", rhs=name, value=value)
    if settings.parameterization == "delta":
        return Parameter(lhs=name, op="~~", rhs=name, determined=True)
    return Parameter(lhs=name, op="~~", rhs=name, value=1.0)


def _latent_variance(name: str, variables: ModelVariables, settings: TableSettings) -> Parameter:
    value = None
    if settings.standardized_latents or name in variables.blocks:
        value = 1.0
    if name in variables.lone_indicators:
        value = 0.0
    return Parameter(lhs=name, op="~~", rhs=name, value=value)


def _intercepts(variables: ModelVariables, settings: TableSettings) -> Iterator[Parameter]:
    for name in variables.observed:
        if name in variables.covariates:
            yield Parameter(lhs=name, op="~1", rhs="", exogenous=settings.fixed_covariates)
        else:
            is_zero = settings.growth or name in variables.categories
            yield Parameter(lhs=name, op="~1", rhs="", value=0.0 if is_zero else None)
    for name in variables.latent:
        yield Parameter(lhs=name, op="~1", rhs="", value=None if settings.growth else 0.0)
