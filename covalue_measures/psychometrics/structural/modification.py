"""What the fit would gain from one more parameter, and what that parameter would be."""

from itertools import combinations

import pandas as pd

from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.parameter_table import Parameter
from covalue_measures.psychometrics.structural.score_tests import Candidate, score_tests
from covalue_measures.psychometrics.structural.standardized import (
    Standardization,
    standardized_rows,
)
from covalue_measures.psychometrics.structural.structural_model import Place, StructuralModel
from covalue_measures.typing import FloatArray


def modification_indices(estimation: Estimation) -> pd.DataFrame:
    """Return the modification index of every parameter that the model leaves out or fixes.

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
    tests = score_tests(estimation, candidates)
    return _table(estimation, candidates, tests.statistics, tests.changes)


def _candidates(model: StructuralModel) -> list[Candidate]:
    """Return cross loadings, residual covariances, and what the table fixes."""
    table = model.table
    carried = model.factors[len(table.latent) :]
    items = [name for name in model.items if name not in carried]
    known = {(row.lhs, row.op, row.rhs, row.group) for row in table.parameters}
    candidates = [
        Candidate(row, place)
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
                    candidates.append(Candidate(row, place))
        candidates += _regressions(model, group)
        for first, second in combinations(items, 2):
            pair = (first, "~~", second, group), (second, "~~", first, group)
            if not known.intersection(pair):
                places = model.items.index(first), model.items.index(second)
                row = Parameter(lhs=first, op="~~", rhs=second, group=group)
                candidates.append(Candidate(row, Place("residual_covariance", *places)))
    return candidates


def _regressions(model: StructuralModel, group: int) -> list[Candidate]:
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
                candidates.append(Candidate(row, Place("regressions", *places)))
    return candidates


def _table(
    estimation: Estimation,
    candidates: list[Candidate],
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
