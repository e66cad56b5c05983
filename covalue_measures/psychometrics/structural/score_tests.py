"""Score tests along directions in which a model could be freed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from covalue_measures.numerics.structural.constraint import Constraint
from covalue_measures.numerics.structural.layout import Cells, GroupLayout
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.fitted_discrepancy import FittedDiscrepancy
from covalue_measures.psychometrics.structural.parameter_table import Parameter
from covalue_measures.psychometrics.structural.structural_model import Place
from covalue_measures.typing import FloatArray, IntArray

#: Information left to a candidate, as a share of its own, below which it only renames the model.
_NOTHING_LEFT = 1e-8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A parameter that could be freed."""

    row: Parameter
    place: Place
    #: Place in the parameter vector of one that is free but tied to others; -1 of a fixed one.
    tied: int = -1


@dataclass(frozen=True, slots=True)
class ScoreTests:
    """One test a candidate, and one of all together."""

    #: (n_candidates,) chi-square with one degree of freedom, NaN where freeing changes nothing.
    statistics: FloatArray
    #: (n_candidates,) expected change of the parameter.
    changes: FloatArray
    total: float
    total_df: int


def score_tests(estimation: Estimation, candidates: Sequence[Candidate]) -> ScoreTests:
    r"""Return what the fit would gain from freeing each candidate, and all of them.

    With g the discrepancy's derivative by the candidate and V the expected information on it that
    the free parameters leave, the statistic is :math:`n g^2 / V` and the expected change
    :math:`-g / V`. They are not corrected for non-normality.

    References
    ----------
    Rao (1948), doi:10.1017/S0305004100023987; in structural models Sorbom (1989),
    doi:10.1007/BF02294623.
    """
    n_new = len(candidates)
    if not n_new:
        return ScoreTests(np.zeros(0), np.zeros(0), 0.0, 0)
    fitted, wide = _extended(estimation, candidates)
    n_free = wide.shape[1] - n_new
    n = estimation.samples.n_respondents
    gradient = wide[:, n_free:].T @ fitted.discrepancy.gradient(fitted.parameters)
    if estimation.samples.moments:
        # Least squares count n - 1; lavaan's score does, its information does not.
        gradient = gradient * (fitted.n_multiplier / n)
    information = fitted.information
    cross = information[:n_free, n_free:]
    own = information[n_free:, n_free:]
    left = own - cross.T @ np.linalg.solve(information[:n_free, :n_free], cross)
    told = np.diag(left) > _NOTHING_LEFT * np.diag(own)
    statistics, changes = np.full(n_new, np.nan), np.full(n_new, np.nan)
    changes[told] = -gradient[told] / np.diag(left)[told]
    statistics[told] = n * gradient[told] ** 2 / np.diag(left)[told]
    values, vectors = np.linalg.eigh(left[np.ix_(told, told)])
    kept = values > _NOTHING_LEFT * values.max(initial=0.0)
    along = vectors[:, kept].T @ gradient[told]
    total = float(n * np.sum(along**2 / values[kept]))
    return ScoreTests(statistics, changes, total, int(kept.sum()))


def _extended(
    estimation: Estimation, candidates: Sequence[Candidate]
) -> tuple[FittedDiscrepancy, FloatArray]:
    """Return the fit with the candidates among its parameters, and its coordinates.

    Returns
    -------
    FittedDiscrepancy
    (n_parameters + n_fixed, n_free + n_candidates)
        The free coordinates of the model, then one a candidate.
    """
    basis = estimation.model.constraint.basis
    n_parameters, n_free = basis.shape
    tied = np.array([candidate.tied for candidate in candidates], dtype=np.int64)
    fixed = np.flatnonzero(tied < 0).tolist()
    place = tied.copy()
    place[fixed] = n_parameters + np.arange(len(fixed), dtype=np.int64)
    wide = np.zeros((n_parameters + len(fixed), n_free + len(candidates)))
    wide[:n_parameters, :n_free] = basis
    wide[place, n_free + np.arange(len(candidates))] = 1.0
    values = [candidates[number].row.value or 0.0 for number in fixed]
    layouts = tuple(
        _with_cells(layout, group + 1, candidates, place, tied)
        for group, layout in enumerate(estimation.model.layouts)
    )
    fitted = replace(
        estimation.fitted,
        layouts=layouts,
        discrepancy=estimation.samples.discrepancy(layouts),
        constraint=Constraint(np.zeros(len(wide)), wide),
        parameters=np.concatenate([estimation.parameters, values]),
        information_kind="expected",
    )
    return fitted, wide


def _with_cells(
    layout: GroupLayout,
    group: int,
    candidates: Sequence[Candidate],
    place: IntArray,
    tied: IntArray,
) -> GroupLayout:
    """Return the layout of a group with its fixed candidates freed."""
    cells = dict(layout.cells)
    for name in layout.fixed:
        added = [
            (int(place[number]), candidate.place.row, candidate.place.column)
            for number, candidate in enumerate(candidates)
            if tied[number] < 0 and candidate.row.group == group and candidate.place.matrix == name
        ]
        if added:
            new = Cells(*np.array(added, dtype=np.int64).T.copy())
            old = cells.get(name)
            cells[name] = new if old is None else _joined(old, new)
    return replace(layout, cells=cells)


def _joined(old: Cells, new: Cells) -> Cells:
    return Cells(
        np.concatenate([old.parameter, new.parameter]),
        np.concatenate([old.row, new.row]),
        np.concatenate([old.column, new.column]),
    )
