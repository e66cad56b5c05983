"""Estimates as tables, with their uncertainty."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import erfc, ndtri

from covalue_measures.numerics.structural.moment_vector import MomentKinds
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.expression import Value
from covalue_measures.psychometrics.structural.standardized import (
    STEP,
    Standardization,
    row_values,
    standardized_values,
    value_slopes,
)
from covalue_measures.psychometrics.structural.structural_model import StructuralModel
from covalue_measures.typing import FloatArray

#: Columns of the estimates that are standardized.
_STANDARDIZED: dict[str, Standardization] = {"std_lv": "latent", "std_all": "all"}


def estimates_table(estimation: Estimation, confidence_level: float) -> pd.DataFrame:
    """Return one row a parameter, the defined ones last."""
    values, errors = _values_with_errors(estimation, None)
    table = _named_rows(estimation.model)
    table = table.join(uncertainty(values, errors, confidence_level, "est"))
    kinds, at = estimation.samples.kinds, estimation.parameters
    for column, standardization in _STANDARDIZED.items():
        table[column] = all_values(estimation.model, kinds, at, standardization)
    return table


def standardized_table(estimation: Estimation, confidence_level: float) -> pd.DataFrame:
    """Return the fully standardized parameters with standard errors by the delta method."""
    values, errors = _values_with_errors(estimation, "all")
    table = _named_rows(estimation.model).drop(columns="label")
    return table.join(uncertainty(values, errors, confidence_level, "est_std"))


def uncertainty(
    values: FloatArray, errors: FloatArray, confidence_level: float, name: str
) -> pd.DataFrame:
    """Return estimates with standard error, z, two-sided p and normal interval.

    Parameters
    ----------
    values, errors : (n_values,)
        A standard error of 0 belongs to something fixed, which is not tested.
    confidence_level : float
    name : str
        Column of the estimates.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(errors > 0, values / errors, np.nan)
    reach = float(ndtri((1 + confidence_level) / 2)) * errors
    return pd.DataFrame(
        {
            name: values,
            "se": errors,
            "z": z,
            "pvalue": erfc(np.abs(z) / np.sqrt(2)),
            "ci_lower": values - reach,
            "ci_upper": values + reach,
        }
    )


def _named_rows(model: StructuralModel) -> pd.DataFrame:
    rows = model.table.parameters
    defined = model.table.defined
    return pd.DataFrame(
        {
            "lhs": [row.lhs for row in rows] + [row.name for row in defined],
            "op": [row.op for row in rows] + [":="] * len(defined),
            "rhs": [row.rhs for row in rows] + [row.expression.text for row in defined],
            "group": [row.group for row in rows] + [0] * len(defined),
            "label": [row.label for row in rows] + [row.name for row in defined],
        }
    )


def _values_with_errors(
    estimation: Estimation, standardization: Standardization | None
) -> tuple[FloatArray, FloatArray]:
    model, kinds, at = estimation.model, estimation.samples.kinds, estimation.parameters
    values = _row_values(model, kinds, at, standardization)
    slopes = value_slopes(model, kinds, at, standardization)
    if standardization is None:
        determined = np.array([row.determined for row in model.table.parameters])
        slopes = np.where(determined[:, None], 0.0, slopes)
    values, slopes = _with_defined(model, values, slopes)
    # What does not move with any parameter is fixed, whatever is known of the parameters.
    is_fixed = (slopes == 0).all(axis=1)
    covariance = np.where(is_fixed.all(), 0.0, estimation.covariance)
    variances = ((slopes @ covariance) * slopes).sum(axis=1)
    return values, np.where(is_fixed, 0.0, np.sqrt(np.maximum(variances, 0.0)))


def _row_values(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    standardization: Standardization | None,
) -> FloatArray:
    if standardization is None:
        return row_values(model, kinds, parameters)
    return standardized_values(model, kinds, parameters, standardization)


def _with_defined(
    model: StructuralModel, values: FloatArray, slopes: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return values and derivatives of the table's rows, then of the defined parameters."""
    if not model.table.defined:
        return values, slopes
    first: dict[str, int] = {}
    for number, row in enumerate(model.table.parameters):
        if row.label:
            first.setdefault(row.label, number)
    labels, places = list(first), list(first.values())
    at: dict[str, Value] = {label: values[place] for label, place in first.items()}
    shifted = values[places] + 1j * STEP * np.vstack([np.zeros(len(places)), np.eye(len(places))])
    known: dict[str, Value] = {label: shifted[:, k] for k, label in enumerate(labels)}
    defined, columns = [], []
    for definition in model.table.defined:
        # Logarithms and roots of negative numbers are complex numbers: the value is a real one.
        at[definition.name] = definition.expression.evaluate(at)
        known[definition.name] = definition.expression.evaluate(known)
        defined.append(at[definition.name])
        columns.append(np.broadcast_to(known[definition.name], (len(places) + 1,)))
    value = np.array(defined, dtype=np.float64)
    by_label = np.imag(np.stack(columns)[:, 1:]) / STEP
    has_slope = np.isfinite(value) & np.isfinite(by_label).all(axis=1)
    by_label = np.where(has_slope[:, None], by_label, np.nan)
    return np.concatenate([values, value]), np.concatenate([slopes, by_label @ slopes[places]])


def all_values(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    standardization: Standardization | None,
) -> FloatArray:
    """Return the values of the table's rows, then of the defined parameters.

    Parameters
    ----------
    parameters : (..., n_parameters)
    standardization : ``all``, ``latent`` or None
        None for the parameters as they are.

    Returns
    -------
    (..., n_values)
    """
    values = _row_values(model, kinds, parameters, standardization)
    if not model.table.defined:
        return values
    known: dict[str, Value] = {}
    for number, row in enumerate(model.table.parameters):
        if row.label:
            known.setdefault(row.label, values[..., number])
    columns = []
    for definition in model.table.defined:
        known[definition.name] = definition.expression.evaluate(known)
        columns.append(np.broadcast_to(known[definition.name], values.shape[:-1]))
    return np.concatenate([values, np.stack(columns, axis=-1)], axis=-1)


def parameter_labels(model: StructuralModel) -> list[str]:
    """Return a name for every free parameter, with its group after the first."""
    return [
        row.name + (f".g{row.group}" if row.group > 1 else "") for row in model.rows_of_parameters
    ]


def r_squared_table(estimation: Estimation, group_labels: Sequence[str]) -> pd.DataFrame:
    """Return the explained share of every variance that something explains."""
    model = estimation.model
    values = standardized_values(model, estimation.samples.kinds, estimation.parameters, "all")
    explained = {
        (row.rhs if row.op == "=~" else row.lhs, row.group)
        for row in model.table.parameters
        if row.op in ("=~", "~")
    }
    names, groups, shares = [], [], []
    for row, value in zip(model.table.parameters, values, strict=True):
        if row.op == "~~" and row.lhs == row.rhs and (row.lhs, row.group) in explained:
            names.append(row.lhs)
            groups.append(group_labels[row.group - 1])
            shares.append(1 - float(value))
    return pd.DataFrame({"name": names, "group": groups, "r_squared": shares})


def factor_correlation_frames(
    estimation: Estimation, group_labels: Sequence[str]
) -> Mapping[str, pd.DataFrame]:
    """Return the correlations among the factors, by group."""
    names = list(estimation.model.table.latent)
    frames = {}
    for label, implied in zip(group_labels, estimation.implied, strict=True):
        covariance = implied.factor_covariance[: len(names), : len(names)]
        with np.errstate(invalid="ignore", divide="ignore"):
            deviations = np.sqrt(np.diag(covariance))
            correlation: NDArray[np.float64] = covariance / np.outer(deviations, deviations)
        frames[label] = pd.DataFrame(correlation, index=names, columns=names)
    return frames
