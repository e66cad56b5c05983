"""From a parameter table to matrices: where each parameter stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.numerics.structural.constraint import Constraint, constraint_of
from covalue_measures.numerics.structural.layout import Cells, GroupLayout, MatrixName
from covalue_measures.psychometrics.structural.expression import linear_coefficients
from covalue_measures.psychometrics.structural.parameter_table import Parameter, ParameterTable
from covalue_measures.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a matrix."""

    matrix: MatrixName
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralModel:
    """A parameter table with everything that the numbers need to know of it.

    Observed variables that take part in regressions stand for themselves among the latent
    variables, with loading 1 and no residual.
    """

    table: ParameterTable
    items: tuple[str, ...]
    #: Latent variables of the table, then the observed ones that take part in regressions.
    factors: tuple[str, ...]
    layouts: tuple[GroupLayout, ...]
    #: (n_rows,) place in the parameter vector, -1 for a row that is not free.
    parameter_of_row: IntArray
    places: tuple[Place, ...]
    constraint: Constraint

    @property
    def n_parameters(self) -> int:
        """Length of the parameter vector, equal ones counted each."""
        return int(self.parameter_of_row.max(initial=-1)) + 1

    @property
    def n_free(self) -> int:
        """Free parameters less equality constraints."""
        return int(self.constraint.basis.shape[1])

    @property
    def rows_of_parameters(self) -> list[Parameter]:
        """The table's row behind each place in the parameter vector."""
        return [self.table.parameters[row] for row in np.flatnonzero(self.parameter_of_row >= 0)]


def build_structural_model(
    table: ParameterTable,
    threshold_counts: Mapping[str, int],
    covariate_moments: Sequence[tuple[Mapping[str, float], Mapping[tuple[str, str], float]]],
) -> StructuralModel:
    """Return the matrices of a table.

    Parameters
    ----------
    table : ParameterTable
    threshold_counts : mapping
        Ordinal item to its number of thresholds.
    covariate_moments : sequence
        By group: means and covariances of the covariates, which are fixed to them.
    """
    items, carried = table.observed, _carried(table)
    factors = (*table.latent, *carried)
    threshold_item = np.repeat(
        np.arange(len(items)), [threshold_counts.get(item, 0) for item in items]
    ).astype(np.int64)
    places = tuple(_place(row, items, factors, threshold_item) for row in table.parameters)
    is_free = np.array(
        [row.value is None and not row.exogenous and not row.determined for row in table.parameters]
    )
    parameter_of_row = np.where(is_free, np.cumsum(is_free) - 1, -1).astype(np.int64)
    layouts = tuple(
        _layout(table, group, places, parameter_of_row, threshold_item, factors, covariate_moments)
        for group in range(1, table.n_groups + 1)
    )
    return StructuralModel(
        table=table,
        items=items,
        factors=factors,
        layouts=layouts,
        parameter_of_row=parameter_of_row,
        places=places,
        constraint=_constraint(table, parameter_of_row),
    )


def _carried(table: ParameterTable) -> tuple[str, ...]:
    """Return the observed variables that stand among the latent ones."""
    latent, carried = set(table.latent), set()
    for row in table.parameters:
        if row.op == "~":
            carried |= {row.lhs, row.rhs} - latent
    rows = [row for row in table.parameters if row.op == "~~" and row.lhs != row.rhs]
    grown = True
    while grown:
        inside = latent | carried
        found = {
            name
            for row in rows
            if (row.lhs in inside) != (row.rhs in inside)
            for name in (row.lhs, row.rhs)
        } - inside
        carried |= found
        grown = bool(found)
    return tuple(name for name in table.observed if name in carried)


def _place(
    row: Parameter, items: tuple[str, ...], factors: tuple[str, ...], threshold_item: IntArray
) -> Place:
    lhs_factor = factors.index(row.lhs) if row.lhs in factors else -1
    rhs_factor = factors.index(row.rhs) if row.rhs in factors else -1
    if row.op == "=~":
        if rhs_factor >= 0:
            return Place("regressions", rhs_factor, lhs_factor)
        return Place("loadings", items.index(row.rhs), lhs_factor)
    if row.op == "~":
        return Place("regressions", lhs_factor, rhs_factor)
    if row.op == "~~":
        if lhs_factor >= 0:
            return Place("latent_covariance", lhs_factor, rhs_factor)
        return Place("residual_covariance", items.index(row.lhs), items.index(row.rhs))
    if row.op == "~1":
        if lhs_factor >= 0:
            return Place("latent_means", lhs_factor, 0)
        return Place("intercepts", items.index(row.lhs), 0)
    item = items.index(row.lhs)
    if row.op == "|":
        first = int(np.searchsorted(threshold_item, item))
        return Place("thresholds", first + int(row.rhs.removeprefix("t")) - 1, 0)
    return Place("scales", item, 0)


def _layout(
    table: ParameterTable,
    group: int,
    places: tuple[Place, ...],
    parameter_of_row: IntArray,
    threshold_item: IntArray,
    factors: tuple[str, ...],
    covariate_moments: Sequence[tuple[Mapping[str, float], Mapping[tuple[str, str], float]]],
) -> GroupLayout:
    n_items, n_factors = len(table.observed), len(factors)
    fixed: dict[MatrixName, FloatArray] = {
        "loadings": np.zeros((n_items, n_factors)),
        "regressions": np.zeros((n_factors, n_factors)),
        "latent_covariance": np.zeros((n_factors, n_factors)),
        "residual_covariance": np.zeros((n_items, n_items)),
        "intercepts": np.zeros(n_items),
        "latent_means": np.zeros(n_factors),
        "thresholds": np.zeros(len(threshold_item)),
        "scales": np.ones(n_items),
    }
    for position in range(len(table.latent), n_factors):
        fixed["loadings"][table.observed.index(factors[position]), position] = 1.0
    free: dict[MatrixName, list[tuple[int, int, int]]] = {}
    for number, (row, place) in enumerate(zip(table.parameters, places, strict=True)):
        if row.group != group or row.determined:
            continue
        if parameter_of_row[number] >= 0:
            cell = int(parameter_of_row[number]), place.row, place.column
            free.setdefault(place.matrix, []).append(cell)
            continue
        value = _fixed_value(row, covariate_moments[group - 1])
        matrix = fixed[place.matrix]
        if matrix.ndim == 1:
            matrix[place.row] = value
        else:
            matrix[place.row, place.column] = value
            if place.matrix in ("latent_covariance", "residual_covariance"):
                matrix[place.column, place.row] = value
    cells = {
        name: Cells(*np.array(entries, dtype=np.int64).T.copy()) for name, entries in free.items()
    }
    return GroupLayout(fixed=fixed, cells=cells, threshold_item=threshold_item)


def _fixed_value(
    row: Parameter,
    moments: tuple[Mapping[str, float], Mapping[tuple[str, str], float]],
) -> float:
    if row.exogenous:
        means, covariances = moments
        return means[row.lhs] if row.op == "~1" else covariances[row.lhs, row.rhs]
    if row.value is None:
        raise ModelError(f"Parameter '{row.lhs} {row.op} {row.rhs}' is neither free nor fixed.")
    return row.value


def _constraint(table: ParameterTable, parameter_of_row: IntArray) -> Constraint:
    """Return which parameters move together: equal labels, and the written equalities."""
    n_parameters = int(parameter_of_row.max(initial=-1)) + 1
    by_label: dict[str, list[int]] = {}
    for row, parameter in zip(table.parameters, parameter_of_row, strict=True):
        if row.label and parameter >= 0:
            by_label.setdefault(row.label, []).append(int(parameter))
    rows, right = [], []
    for same in by_label.values():
        for other in same[1:]:
            equation = np.zeros(n_parameters)
            equation[same[0]], equation[other] = 1.0, -1.0
            rows.append(equation)
            right.append(0.0)
    fixed = {
        row.label: row.value for row in table.parameters if row.label and row.value is not None
    }
    for written in table.constraints:
        constant, coefficients = linear_coefficients(written.expression)
        equation = np.zeros(n_parameters)
        for label, coefficient in coefficients.items():
            if label in by_label:
                equation[by_label[label][0]] += coefficient
            else:
                constant += coefficient * fixed[label]
        rows.append(equation)
        right.append(-constant)
    matrix = np.array(rows).reshape(len(rows), n_parameters)
    try:
        return constraint_of(matrix, np.array(right))
    except ValueError as error:
        texts = [written.text for written in table.constraints]
        at = len(rows) - len(texts) + np.arange(len(texts))
        kept = _contradicting(matrix, np.array(right), at)
        shown = "', '".join(text for text, row in zip(texts, at, strict=True) if row in kept)
        raise ModelError(
            f"No parameters fulfil '{shown}'{' together' if len(kept) > 1 else ''}, given the"
            " values that are fixed and the labels that are equal: leave one out."
        ) from error


def _contradicting(matrix: FloatArray, right: FloatArray, written: IntArray) -> set[int]:
    """Return the rows of written constraints that contradict each other, and no more of them.

    Leaves out one after another, as long as those that stay still contradict.
    """
    kept = np.ones(len(right), dtype=np.bool_)
    for row in written:
        kept[row] = False
        try:
            constraint_of(matrix[kept], right[kept])
        except ValueError:
            continue
        kept[row] = True
    return {int(row) for row in written if kept[row]}
