"""The parameters of a model: which are free, which fixed, and which equal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.psychometrics.structural.expression import Expression, linear_coefficients

#: ``delta`` scales latent responses, ``theta`` fixes their residual variances.
Parameterization: TypeAlias = Literal["delta", "theta"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row of the table, free unless something of it is fixed."""

    lhs: str
    #: ``=~``, ``~``, ``~~``, ``~1``, ``|`` or ``~*~``.
    op: str
    #: Empty for an intercept.
    rhs: str
    #: Counted from 1.
    group: int = 1
    #: The value that it is fixed to.
    value: float | None = None
    #: Where its estimation starts, if the model says so.
    start: float | None = None
    #: Free parameters of one label are equal.
    label: str = ""
    #: Exploratory block of the factor on the left.
    block: str = ""
    #: Fixed to the sample's moment, as a covariate.
    exogenous: bool = False
    #: Follows from other parameters: the residual variance of a latent response whose scale is a
    #: parameter (delta), or its scale where the residual variance is one (theta).
    determined: bool = False

    @property
    def name(self) -> str:
        """The parameter as a formula without modifiers, ``f=~x1``."""
        return f"{self.lhs}{self.op}{self.rhs}"

    @property
    def is_free(self) -> bool:
        """Whether it is estimated."""
        return self.value is None and not self.exogenous and not self.determined


@dataclass(frozen=True, slots=True)
class DefinedParameter:
    """A function of labeled parameters and of definitions before it."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class EqualityConstraint:
    """A linear function of labeled parameters that is zero."""

    #: As written, without white space.
    text: str
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterTable:
    """Every parameter of a model, group by group."""

    parameters: tuple[Parameter, ...]
    defined: tuple[DefinedParameter, ...]
    constraints: tuple[EqualityConstraint, ...]
    #: Indicators first, then outcomes, covariates, and what is only named in covariances.
    observed: tuple[str, ...]
    latent: tuple[str, ...]
    #: Observed variables with thresholds.
    ordered: tuple[str, ...]
    #: Observed predictors, and those of them that are fixed to the sample's moments.
    covariates: tuple[str, ...]
    exogenous: tuple[str, ...]
    n_groups: int
    mean_structure: bool
    parameterization: Parameterization

    @property
    def free(self) -> tuple[int, ...]:
        """Rows that are estimated, equal ones counted each."""
        return tuple(row for row in range(len(self.parameters)) if self.is_free(row))

    def is_free(self, row: int) -> bool:
        """Whether the row is estimated."""
        return self.parameters[row].is_free

    @property
    def latent_of_items(self) -> dict[str, tuple[str, ...]]:
        """Each indicator with the latent variables that it has a loading on."""
        loadings = [row for row in self.parameters if row.op == "=~" and row.group == 1]
        return {
            item: tuple(row.lhs for row in loadings if row.rhs == item)
            for item in dict.fromkeys(row.rhs for row in loadings)
        }

    @property
    def blocks(self) -> dict[str, tuple[str, ...]]:
        """Each exploratory block with its factors."""
        rows = [row for row in self.parameters if row.block]
        return {
            block: tuple(dict.fromkeys(row.lhs for row in rows if row.block == block))
            for block in dict.fromkeys(row.block for row in rows)
        }

    @property
    def positions(self) -> tuple[int, ...]:
        """For each row its place among distinct free parameters, -1 where it is not free."""
        places: dict[str | int, int] = {}
        return tuple(
            places.setdefault(parameter.label or row, len(places)) if parameter.is_free else -1
            for row, parameter in enumerate(self.parameters)
        )

    @property
    def echelon(self) -> tuple[int, ...]:
        """Free loadings that rotation can bring to 0: factor k of a block on its first k-1 items.

        The loadings of a block are free as a whole; with these at 0 the same model is identified.
        """
        rows = []
        for factors in self.blocks.values():
            for k, factor in enumerate(factors):
                rows += [
                    row
                    for group in range(1, self.n_groups + 1)
                    for row in self._loadings(factor, group)[:k]
                    if self.is_free(row)
                ]
        return tuple(rows)

    def _loadings(self, factor: str, group: int) -> list[int]:
        return [
            place
            for place, row in enumerate(self.parameters)
            if (row.lhs, row.op, row.group) == (factor, "=~", group)
        ]

    @property
    def n_parameters(self) -> int:
        """Parameters that the data decide: equal ones once, less constraints and rotations."""
        positions = self.positions
        rotations = {positions[row] for row in self.echelon}
        return max(positions, default=-1) + 1 - len(rotations) - self._n_independent_constraints()

    def _n_independent_constraints(self) -> int:
        if not self.constraints:
            return 0
        place = {
            parameter.label: position
            for parameter, position in zip(self.parameters, self.positions, strict=True)
            if parameter.label and position >= 0
        }
        weights = np.zeros((len(self.constraints), len(self.parameters)))
        for row, constraint in enumerate(self.constraints):
            for label, coefficient in linear_coefficients(constraint.expression)[1].items():
                if label in place:
                    weights[row, place[label]] += coefficient
        return int(np.linalg.matrix_rank(weights))


def names_of(parameters: Iterable[Parameter]) -> list[str]:
    """Return the parameters as formulas, each once."""
    return list(dict.fromkeys(parameter.name for parameter in parameters))
