"""A fitted model with one factor correlation fixed."""

from dataclasses import replace

import numpy as np

from covalue_measures.psychometrics.structural.assembly import fit_table
from covalue_measures.psychometrics.structural.cfa_result import CfaResult
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.estimator import estimator_named
from covalue_measures.psychometrics.structural.parameter_table import Parameter, ParameterTable


def fit_with_correlation(
    fit: CfaResult, first: str, second: str, group: int, correlation: float
) -> Estimation | None:
    """Return the model fitted anew with two factors' correlation fixed, or None if it cannot be.

    Both factors get a variance of 1, and loadings that gave them their unit become free; their
    covariance is the correlation then. That takes a free covariance, a variance that is free or
    fixed, one fixed loading where it is free, and no label on any of them.

    Parameters
    ----------
    fit : CfaResult
    first, second : str
        Latent variables that nothing explains.
    group : int
        Counted from 1; other groups stay as they are.
    correlation : float
    """
    table = fit.estimation.model.table
    rows = list(table.parameters)
    at = _place(table, first, second, group)
    if at is None or not rows[at].is_free or rows[at].label or _is_explained(table, first, second):
        return None
    deviations = 1.0
    for factor in (first, second):
        variance = _place(table, factor, factor, group)
        if variance is None or rows[variance].label:
            return None
        fixed = rows[variance].value
        if fixed is None:
            loading = _unit(table, factor, group)
            if loading is None:
                return None
            rows[loading] = replace(rows[loading], value=None)
            rows[variance] = replace(rows[variance], value=1.0, start=None)
            fixed = 1.0
        deviations *= np.sqrt(fixed)
    rows[at] = replace(rows[at], value=float(correlation * deviations), start=None)
    estimation = fit.estimation
    _, missing = estimator_named(fit.settings.estimator, fit.settings.missing)
    return fit_table(
        replace(table, parameters=tuple(rows)),
        estimation.samples,
        estimation.estimator,
        missing,
        estimation.information_kind,
    )


def _place(table: ParameterTable, first: str, second: str, group: int) -> int | None:
    """Return the row of the covariance of two variables, or of the variance of one."""
    for number, row in enumerate(table.parameters):
        if row.op == "~~" and row.group == group and {row.lhs, row.rhs} == {first, second}:
            return number
    return None


def _is_explained(table: ParameterTable, first: str, second: str) -> bool:
    explained = {row.rhs if row.op == "=~" else row.lhs for row in table.parameters if _leads(row)}
    return bool({first, second} & explained)


def _leads(row: Parameter) -> bool:
    return row.op in ("=~", "~")


def _unit(table: ParameterTable, factor: str, group: int) -> int | None:
    """Return the row of the only fixed loading of a factor, None if its loadings have labels."""
    own = [
        (number, row)
        for number, row in enumerate(table.parameters)
        if (row.lhs, row.op, row.group) == (factor, "=~", group)
    ]
    fixed = [number for number, row in own if row.value not in (None, 0.0)]
    is_labeled = any(row.label or row.block for _, row in own)
    return None if is_labeled or len(fixed) != 1 else fixed[0]
