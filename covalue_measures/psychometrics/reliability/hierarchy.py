"""A general factor above or beside group factors: which models have one."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.reliability.composite import CompositeSource
from covalue_measures.psychometrics.structural.cfa_result import CfaResult
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: General factor of the items, of the factors, or of the factors of an exploratory solution.
HierarchyKind: TypeAlias = Literal["bifactor", "second_order", "schmid_leiman"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchy:
    """Which latent variable of a model is general."""

    kind: HierarchyKind
    #: Place of the general factor among the latent variables, and those of the others.
    general: int
    groups: IntArray
    #: (n_items,) places among the model's items of those that a factor loads on.
    items: IntArray
    #: (n_items, n_groups) whether each of them is of each group.
    belongs: BoolArray

    @property
    def factors(self) -> IntArray:
        """Places of the latent variables, the general one first."""
        return np.concatenate([[self.general], self.groups]).astype(np.int64)


def hierarchy_of(fit: CfaResult) -> Hierarchy:
    """Return the general factor of a bifactor or second-order model.

    Raises
    ------
    ModelError
        If the model is neither, or its factors, once the general one is taken out, correlate.
    """
    table = fit.estimation.model.table
    loads = _pattern(fit)
    of_factors = {row.lhs for row in table.parameters if row.op == "=~" and row.rhs in table.latent}
    places = {name: place for place, name in enumerate(table.latent)}
    if any(row.op == "~" for row in table.parameters):
        raise _neither(fit, "it has regressions")
    if of_factors:
        kind: HierarchyKind = "second_order"
        general = _second_order(fit, of_factors, loads)
    else:
        kind = "bifactor"
        general = _bifactor(fit, loads)
    _refuse_correlated(fit)
    groups = np.array([place for place in range(len(table.latent)) if place != places[general]])
    items = np.flatnonzero(loads.any(axis=1))
    return Hierarchy(
        kind=kind,
        general=places[general],
        groups=groups,
        items=items,
        belongs=loads[np.ix_(items, groups)],
    )


def standardized_loadings(source: CompositeSource) -> FloatArray:
    """Return the orthogonal loadings of items with variance 1: (n_items, n_factors).

    NaN where the variance of a factor's disturbance is negative.
    """
    moments = source.moments()
    items = np.diagonal(moments.covariance)
    with np.errstate(invalid="ignore"):
        factors = np.sqrt(np.diagonal(moments.factor_covariance))
    standardized: FloatArray = moments.loadings * factors / np.sqrt(items)[:, None]
    return standardized


def _pattern(fit: CfaResult) -> BoolArray:
    """Return which items each latent variable loads on in some group: (n_items, n_factors)."""
    model = fit.estimation.model
    loads = np.zeros((len(model.items), len(model.table.latent)), dtype=np.bool_)
    for row in model.table.parameters:
        if row.op == "=~" and row.rhs in model.items and row.value != 0:
            loads[model.items.index(row.rhs), model.table.latent.index(row.lhs)] = True
    return loads


def _second_order(fit: CfaResult, of_factors: set[str], loads: BoolArray) -> str:
    table = fit.estimation.model.table
    if len(of_factors) > 1:
        raise _neither(fit, f"{', '.join(sorted(of_factors))} all have factors as indicators")
    general = next(iter(of_factors))
    below = {row.rhs for row in table.parameters if row.op == "=~" and row.lhs == general}
    others = set(table.latent) - {general}
    if below != others or loads[:, table.latent.index(general)].any():
        raise _neither(
            fit, f"the indicators of '{general}' are not all other factors, and these alone"
        )
    return general


def _bifactor(fit: CfaResult, loads: BoolArray) -> str:
    names = fit.estimation.model.table.latent
    of_all = [
        name
        for name, own in zip(names, loads.T, strict=True)
        if own.sum() == loads.any(axis=1).sum()
    ]
    if len(names) < 2 or len(of_all) != 1:
        found = " and ".join(of_all) or "no factor"
        raise _neither(fit, f"{found} of {', '.join(names)} loads on every item")
    return of_all[0]


def _refuse_correlated(fit: CfaResult) -> None:
    table = fit.estimation.model.table
    for row in table.parameters:
        if row.op == "~~" and row.lhs != row.rhs and row.lhs in table.latent and row.value != 0:
            raise _neither(
                fit, f"'{row.lhs}' and '{row.rhs}' correlate; a bifactor model has orthogonal=True"
            )


def _neither(fit: CfaResult, reason: str) -> ModelError:
    return ModelError(
        "Hierarchical reliability needs one general factor that loads on every item beside"
        " uncorrelated group factors (bifactor), or on every other factor (second order); this"
        f" model with the factors {', '.join(fit.factors)} is neither: {reason}."
    )
