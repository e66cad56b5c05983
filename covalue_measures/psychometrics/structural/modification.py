"""What the fit would gain from one more parameter, and what that parameter would be."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd

from covalue_measures.numerics.structural.layout import Cells, GroupLayout
from covalue_measures.numerics.structural.minimize import Constraint
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.fitted_discrepancy import FittedDiscrepancy
from covalue_measures.psychometrics.structural.parameter_table import Parameter
from covalue_measures.psychometrics.structural.standardized import (
    Standardization,
    standardized_rows,
)
from covalue_measures.psychometrics.structural.structural_model import Place, StructuralModel
from covalue_measures.typing import FloatArray

#: Information left to a candidate, as a share of its own, below which it only renames the model.
_NOTHING_LEFT = 1e-8


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: Parameter
    place: Place


def modification_indices(estimation: Estimation) -> pd.DataFrame:
    r"""Return the modification index of every parameter that the model leaves out or fixes.

    With g the discrepancy's derivative by the candidate and V the information on it that the
    free parameters leave, the index is :math:`n g^2 / V` and the expected change
    :math:`-g / V`. V is expected information, not corrected for non-normality.

    Parameters
    ----------
    estimation : Estimation

    Returns
    -------
    DataFrame
        ``lhs op rhs group mi epc sepc_lv sepc_all``, largest index first.

    References
    ----------
    Sorbom (1989), doi:10.1007/BF02294623; expected change: Saris, Satorra and Sorbom (1987),
    doi:10.2307/271030.
    """
    candidates = _candidates(estimation.model)
    n_parameters = len(estimation.parameters)
    values = [candidate.row.value or 0.0 for candidate in candidates]
    parameters = np.concatenate([estimation.parameters, values])
    layouts = tuple(
        _extended(layout, group + 1, candidates, n_parameters)
        for group, layout in enumerate(estimation.model.layouts)
    )
    basis = estimation.model.constraint.basis
    n_free, n_new = basis.shape[1], len(candidates)
    wide = np.zeros((n_parameters + n_new, n_free + n_new))
    wide[:n_parameters, :n_free] = basis
    wide[n_parameters:, n_free:] = np.eye(n_new)
    fitted = replace(
        estimation.fitted,
        layouts=layouts,
        discrepancy=estimation.samples.discrepancy(layouts),
        constraint=Constraint(np.zeros(len(parameters)), wide),
        parameters=parameters,
        information_kind="expected",
    )
    n = estimation.samples.n_respondents
    gradient = fitted.discrepancy.gradient(parameters)[n_parameters:]
    if estimation.samples.moments:
        # Least squares count n - 1; lavaan's score does, its information does not.
        gradient *= fitted.n_multiplier / n
    left, own = _information_left(fitted, n_free)
    index, change = np.full(n_new, np.nan), np.full(n_new, np.nan)
    told = left > _NOTHING_LEFT * own
    change[told] = -gradient[told] / left[told]
    index[told] = n * gradient[told] ** 2 / left[told]
    return _table(estimation, candidates, index, change)


def _information_left(fitted: FittedDiscrepancy, n_free: int) -> tuple[FloatArray, FloatArray]:
    """Return the information on each candidate given the free parameters, and alone."""
    information = fitted.information()
    cross = information[:n_free, n_free:]
    own = np.diag(information)[n_free:]
    explained = np.einsum("fc,fc->c", cross, np.linalg.solve(information[:n_free, :n_free], cross))
    return own - explained, own


def _candidates(model: StructuralModel) -> list[_Candidate]:
    """Return cross loadings, residual covariances, and what the table fixes."""
    table = model.table
    carried = model.factors[len(table.latent) :]
    items = [name for name in model.items if name not in carried]
    known = {(row.lhs, row.op, row.rhs, row.group) for row in table.parameters}
    candidates = [
        _Candidate(row, place)
        for row, place in zip(table.parameters, model.places, strict=True)
        if row.value is not None and row.op in ("=~", "~", "~~", "~1")
    ]
    for group in range(1, table.n_groups + 1):
        for position, factor in enumerate(table.latent):
            if not any(row.lhs == factor and row.op == "=~" for row in table.parameters):
                continue
            for item in items:
                if (factor, "=~", item, group) not in known:
                    place = Place("loadings", model.items.index(item), position)
                    row = Parameter(lhs=factor, op="=~", rhs=item, group=group)
                    candidates.append(_Candidate(row, place))
        candidates += _regressions(model, group)
        for first, second in combinations(items, 2):
            pair = (first, "~~", second, group), (second, "~~", first, group)
            if not known.intersection(pair):
                places = model.items.index(first), model.items.index(second)
                row = Parameter(lhs=first, op="~~", rhs=second, group=group)
                candidates.append(_Candidate(row, Place("residual_covariance", *places)))
    return candidates


def _regressions(model: StructuralModel, group: int) -> list[_Candidate]:
    """Return the regressions that a model with regressions leaves out."""
    rows = [row for row in model.table.parameters if row.group == group]
    if not any(row.op == "~" for row in rows):
        return []
    linked = {(row.lhs, row.rhs) for row in rows if row.op == "~"}
    indicated = {(row.rhs, row.lhs) for row in rows if row.op == "=~"}
    candidates = []
    for outcome in model.factors:
        for predictor in model.factors:
            known = (outcome, predictor) in linked | indicated
            if outcome != predictor and not known and outcome not in model.table.exogenous:
                places = model.factors.index(outcome), model.factors.index(predictor)
                row = Parameter(lhs=outcome, op="~", rhs=predictor, group=group)
                candidates.append(_Candidate(row, Place("regressions", *places)))
    return candidates


def _extended(
    layout: GroupLayout, group: int, candidates: list[_Candidate], n_parameters: int
) -> GroupLayout:
    """Return the layout with the candidates of its group freed."""
    cells = dict(layout.cells)
    added: dict[str, list[tuple[int, int, int]]] = {}
    for number, candidate in enumerate(candidates):
        if candidate.row.group == group:
            place = candidate.place
            cell = n_parameters + number, place.row, place.column
            added.setdefault(place.matrix, []).append(cell)
    for name in layout.fixed:
        if name in added:
            new = Cells(*np.array(added[name], dtype=np.int64).T.copy())
            old = cells.get(name)
            cells[name] = new if old is None else _joined(old, new)
    return replace(layout, cells=cells)


def _joined(old: Cells, new: Cells) -> Cells:
    return Cells(
        np.concatenate([old.parameter, new.parameter]),
        np.concatenate([old.row, new.row]),
        np.concatenate([old.column, new.column]),
    )


def _table(
    estimation: Estimation,
    candidates: list[_Candidate],
    index: FloatArray,
    change: FloatArray,
) -> pd.DataFrame:
    rows = [candidate.row for candidate in candidates]
    places = [candidate.place for candidate in candidates]
    kinds = estimation.samples.kinds

    def in_units(standardization: Standardization) -> FloatArray:
        return standardized_rows(
            estimation.model, kinds, estimation.parameters, rows, places, change, standardization
        )

    frame = pd.DataFrame(
        {
            "lhs": [row.lhs for row in rows],
            "op": [row.op for row in rows],
            "rhs": [row.rhs for row in rows],
            "group": [row.group for row in rows],
            "mi": index,
            "epc": change,
            "sepc_lv": in_units("latent"),
            "sepc_all": in_units("all"),
        }
    )
    told = frame[frame["mi"].notna()]
    return told.sort_values("mi", ascending=False, kind="stable").reset_index(drop=True)
