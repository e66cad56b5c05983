"""Parameters to start from: one factor at a time, from what earlier factors left."""

import numpy as np

from covalue_measures.numerics.structural.layout import GroupLayout, MatrixName
from covalue_measures.typing import BoolArray, FloatArray

_N_AXIS_STEPS = 15
#: A marker starts no nearer to 0 than this share of its standard deviation.
_SMALLEST_MARKER = 0.2
#: Share of a variance that starts as residual at the least.
_SMALLEST_RESIDUAL = 0.2


def start_values(
    layout: GroupLayout,
    covariance: FloatArray,
    means: FloatArray,
    thresholds: FloatArray,
    n_parameters: int,
) -> FloatArray:
    """Return a start for the parameters of one group; 0 for those of other groups.

    Parameters
    ----------
    layout : GroupLayout
    covariance : (n_items, n_items)
        Correlations where items are ordinal.
    means : (n_items,)
    thresholds : (n_thresholds,)
    n_parameters : int
    """
    loadings, factors = _first_order(layout, covariance)
    regressions, disturbances = _higher_order(layout, factors)
    common = np.einsum("if,fg,ig->i", loadings, factors, loadings)
    variances = np.diag(covariance)
    residual = np.maximum(variances - common, _SMALLEST_RESIDUAL * variances)
    values: dict[MatrixName, FloatArray] = {
        "loadings": loadings,
        "regressions": regressions,
        "latent_covariance": disturbances,
        "residual_covariance": np.diag(residual),
        "intercepts": means,
        "latent_means": _latent_means(layout, means),
        "thresholds": thresholds,
        "scales": np.ones(layout.n_items),
    }
    start = np.zeros(n_parameters)
    for name, cells in layout.cells.items():
        matrix = values[name]
        start[cells.parameter] = (
            matrix[cells.row] if matrix.ndim == 1 else matrix[cells.row, cells.column]
        )
    return start


def _first_order(layout: GroupLayout, covariance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return loadings, and covariances of the factors that have items."""
    fixed = layout.fixed["loadings"]
    is_free = _free(layout, "loadings")
    has_item = is_free | (fixed != 0)
    n_factors = fixed.shape[1]
    left = covariance.copy()
    loadings, weights = fixed.copy(), np.zeros_like(fixed)
    variance = np.zeros(n_factors)
    for factor in np.argsort(-has_item.sum(axis=0), kind="stable").tolist():
        items = np.flatnonzero(has_item[:, factor])
        if not len(items):
            continue
        pattern = _one_factor(left[np.ix_(items, items)])
        marker = fixed[items, factor]
        pattern, variance[factor] = _scaled(
            pattern, marker, _fixed_variance(layout, factor), np.diag(covariance)[items]
        )
        loadings[items, factor] = np.where(is_free[items, factor], pattern, marker)
        column = loadings[items, factor]
        weights[items, factor] = column / max(column @ column, 1e-12)
        left[np.ix_(items, items)] -= variance[factor] * np.outer(column, column)
    between = weights.T @ covariance @ weights
    np.fill_diagonal(between, variance)
    return loadings, _tamed(between)


def _higher_order(layout: GroupLayout, factors: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return regressions among latent variables, and what they leave of their covariances.

    A latent variable without items is one factor of the latent variables that it predicts.
    """
    fixed = layout.fixed["regressions"]
    is_free = _free(layout, "regressions")
    regressions, disturbances = fixed.copy(), factors.copy()
    for factor in np.flatnonzero(np.diag(factors) == 0).tolist():
        outcomes = np.flatnonzero(is_free[:, factor] | (fixed[:, factor] != 0))
        if not len(outcomes):
            continue
        pattern = _one_factor(factors[np.ix_(outcomes, outcomes)])
        marker = fixed[outcomes, factor]
        own = np.diag(factors)[outcomes]
        pattern, variance = _scaled(pattern, marker, _fixed_variance(layout, factor), own)
        column = np.where(is_free[outcomes, factor], pattern, marker)
        regressions[outcomes, factor] = column
        disturbances[factor, factor] = variance
        rest = np.maximum(own - variance * column**2, _SMALLEST_RESIDUAL * own)
        disturbances[outcomes, outcomes] = rest
    return regressions, disturbances


def _one_factor(covariance: FloatArray) -> FloatArray:
    """Return the loadings of one factor by a few steps of principal axes, the first positive."""
    variances = np.where(np.diag(covariance) > 0, np.diag(covariance), 1e-12)
    if len(covariance) == 1:
        return np.sqrt(variances / 2)
    deviations = np.sqrt(variances)
    correlation = np.clip(covariance / np.outer(deviations, deviations), -1.0, 1.0)
    off_diagonal = np.abs(correlation - np.eye(len(correlation)))
    communalities = off_diagonal.max(axis=1)
    vector = np.zeros(len(correlation))
    for _ in range(_N_AXIS_STEPS):
        np.fill_diagonal(correlation, communalities)
        values, vectors = np.linalg.eigh(correlation)
        vector = vectors[:, -1] * np.sqrt(max(values[-1], 1e-12))
        communalities = np.clip(vector**2, 0.05, 1 - _SMALLEST_RESIDUAL)
    loadings: FloatArray = vector * deviations
    return loadings if loadings[0] >= 0 else -loadings


def _scaled(
    pattern: FloatArray, marker: FloatArray, fixed_variance: float | None, variances: FloatArray
) -> tuple[FloatArray, float]:
    """Return loadings and factor variance in the metric that fixed values set."""
    at = np.flatnonzero(marker)
    if fixed_variance:
        sign = np.sign(pattern[at[0]] * marker[at[0]]) if len(at) else 1.0
        return (sign or 1.0) * pattern / np.sqrt(fixed_variance), fixed_variance
    if not len(at):
        return pattern, 1.0
    first = at[0]
    least = _SMALLEST_MARKER * np.sqrt(variances[first])
    size = np.copysign(max(abs(pattern[first]), least), pattern[first]) / marker[first]
    return pattern / size, float(size**2)


def _fixed_variance(layout: GroupLayout, factor: int) -> float | None:
    """Return the variance that a factor is given, or None if it is free."""
    if _free(layout, "latent_covariance")[factor, factor]:
        return None
    return float(layout.fixed["latent_covariance"][factor, factor])


def _free(layout: GroupLayout, name: MatrixName) -> BoolArray:
    is_free = np.zeros(layout.fixed[name].shape, dtype=np.bool_)
    if name in layout.cells:
        is_free[layout.cells[name].row, layout.cells[name].column] = True
    return is_free


def _tamed(covariance: FloatArray) -> FloatArray:
    """Return the covariances with correlations brought inside their range."""
    if not covariance.size:
        return covariance
    deviations = np.sqrt(np.diag(covariance))
    limit = 0.9 * np.outer(deviations, deviations)
    inside = np.clip(covariance, -limit, limit)
    np.fill_diagonal(inside, np.diag(covariance))
    while np.linalg.eigvalsh(inside)[0] < -1e-12 and (np.abs(inside).sum() > 1e-12):
        inside = 0.8 * inside + 0.2 * np.diag(np.diag(inside))
    return inside


def _latent_means(layout: GroupLayout, means: FloatArray) -> FloatArray:
    """Return least-squares means of the latent variables where intercepts are given."""
    loadings = layout.fixed["loadings"]
    given = layout.fixed["intercepts"]
    return np.asarray(np.linalg.lstsq(loadings, means - given)[0], dtype=np.float64)
