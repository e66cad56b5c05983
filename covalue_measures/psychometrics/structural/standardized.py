"""Parameters in units of standard deviations."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.numerics.structural.implied import Implied, implied_moments
from covalue_measures.numerics.structural.layout import GroupLayout, MatrixName
from covalue_measures.numerics.structural.moment_vector import MomentKinds
from covalue_measures.psychometrics.structural.parameter_table import Parameter
from covalue_measures.psychometrics.structural.structural_model import Place, StructuralModel
from covalue_measures.typing import FloatArray, IntArray

#: ``all``: latent and observed variables have variance 1; ``latent``: only the latent ones.
Standardization: TypeAlias = Literal["all", "latent"]
_STEP = 1e-30


def row_values(model: StructuralModel, kinds: MomentKinds, parameters: FloatArray) -> FloatArray:
    """Return the value of every row of the table.

    Parameters
    ----------
    model : StructuralModel
    kinds : MomentKinds
    parameters : (..., n_parameters)

    Returns
    -------
    (..., n_rows)
    """
    return _by_row(model, kinds, parameters, lambda raw, *_: raw)


def standardized_values(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    standardization: Standardization,
) -> FloatArray:
    """Return every row of the table standardized: (..., n_rows).

    A loading or regression is multiplied by the standard deviation of what predicts and divided
    by that of what is predicted. A covariance is divided by both own (residual) standard
    deviations, a variance by the whole variance.
    """

    def scale(
        raw: FloatArray, row: Parameter, place: Place, units: "_Units", group: int
    ) -> FloatArray:
        return _standardized(raw, row, place, units, standardization)

    return _by_row(model, kinds, parameters, scale)


def delta_method(function: Callable[[FloatArray], FloatArray], at: FloatArray) -> FloatArray:
    """Return the derivatives of a function of the parameters, exact by complex steps.

    Parameters
    ----------
    function : callable
        From (n_parameters, n_parameters), one shifted vector a row, to (n_parameters, n_values).
    at : (n_parameters,)

    Returns
    -------
    (n_values, n_parameters)
    """
    shifted = at.astype(np.complex128) + 1j * _STEP * np.eye(len(at))
    derivatives: FloatArray = np.imag(function(shifted)).T / _STEP
    return derivatives


def standardized_rows(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    rows: Sequence[Parameter],
    places: Sequence[Place],
    values: FloatArray,
    standardization: Standardization,
) -> FloatArray:
    """Return values of parameters that need not stand in the table, standardized.

    Parameters
    ----------
    rows, places : sequence
    values : (n_rows,)

    Returns
    -------
    (n_rows,)
    """
    n_latent = len(model.table.latent)
    units = [_units(layout, kinds, parameters, n_latent)[1] for layout in model.layouts]
    # A negative variance has no square root: NaN says so.
    with np.errstate(invalid="ignore"):
        return np.array(
            [
                float(_standardized(value, row, place, units[row.group - 1], standardization))
                for value, row, place in zip(values, rows, places, strict=True)
            ]
        )


class _Units:
    """Standard deviations and variances of one group."""

    def __init__(
        self,
        matrices: dict[MatrixName, FloatArray],
        implied: Implied,
        item_variance: FloatArray,
        residual_variance: FloatArray,
        threshold_item: IntArray,
        n_latent: int,
    ) -> None:
        self.item_variance = item_variance
        self.residual_variance = residual_variance
        self.threshold_item = threshold_item
        self.factor_variance = np.diagonal(implied.factor_covariance, axis1=-2, axis2=-1)
        self.disturbance_variance = np.diagonal(matrices["latent_covariance"], axis1=-2, axis2=-1)
        #: Whether a factor is a latent variable, and not an observed one that stands among them.
        self.is_latent = np.arange(self.factor_variance.shape[-1]) < n_latent


def item_variances(
    kinds: MomentKinds, matrices: dict[MatrixName, FloatArray], implied: Implied
) -> FloatArray:
    """Return the variances of the latent responses: (..., n_items)."""
    variances = np.diagonal(implied.covariance, axis1=-2, axis2=-1)
    if kinds.standardizes or not kinds.is_any_ordinal:
        return variances
    scaled: FloatArray = np.where(kinds.is_ordinal, 1.0 / matrices["scales"] ** 2, variances)
    return scaled


def _by_row(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    transform: Callable[..., FloatArray],
) -> FloatArray:
    batch = parameters.shape[:-1]
    values = np.empty((*batch, len(model.table.parameters)), dtype=parameters.dtype)
    for group, layout in enumerate(model.layouts):
        matrices, units = _units(layout, kinds, parameters, len(model.table.latent))
        for number, (row, place) in enumerate(
            zip(model.table.parameters, model.places, strict=True)
        ):
            if row.group == group + 1:
                raw = _raw(matrices, units, kinds, row, place)
                values[..., number] = transform(raw, row, place, units, group)
    return values


def _units(
    layout: GroupLayout, kinds: MomentKinds, parameters: FloatArray, n_latent: int
) -> tuple[dict[MatrixName, FloatArray], _Units]:
    matrices = layout.fill(parameters)
    implied = implied_moments(layout, matrices)
    variances = item_variances(kinds, matrices, implied)
    common = np.diagonal(implied.covariance, axis1=-2, axis2=-1) - np.diagonal(
        matrices["residual_covariance"], axis1=-2, axis2=-1
    )
    return matrices, _Units(
        matrices, implied, variances, variances - common, layout.threshold_item, n_latent
    )


def _raw(
    matrices: dict[MatrixName, FloatArray],
    units: _Units,
    kinds: MomentKinds,
    row: Parameter,
    place: Place,
) -> FloatArray:
    if row.determined and place.matrix == "residual_covariance":
        return units.residual_variance[..., place.row]
    if row.determined and place.matrix == "scales" and kinds.standardizes:
        scale: FloatArray = 1.0 / np.sqrt(units.item_variance[..., place.row])
        return scale
    matrix = matrices[place.matrix]
    if place.matrix in ("intercepts", "latent_means", "thresholds", "scales"):
        return matrix[..., place.row]
    return matrix[..., place.row, place.column]


def _standardized(
    raw: FloatArray, row: Parameter, place: Place, units: _Units, standardization: Standardization
) -> FloatArray:
    one = np.ones_like(units.item_variance)
    items = np.sqrt(units.item_variance) if standardization == "all" else one
    is_scaled = units.is_latent if standardization == "latent" else np.ones_like(units.is_latent)
    factor_variance = np.where(is_scaled, units.factor_variance, 1.0)
    factors = np.sqrt(factor_variance)
    name, at, column = place.matrix, place.row, place.column
    result: FloatArray = raw
    if name == "loadings":
        result = raw * factors[..., column] / items[..., at]
    elif name == "regressions":
        result = raw * factors[..., column] / factors[..., at]
    elif name == "latent_covariance":
        if row.lhs == row.rhs:
            result = raw / factor_variance[..., at]
        else:
            own = np.where(is_scaled, units.disturbance_variance, 1.0)
            result = raw / np.sqrt(own[..., at] * own[..., column])
    elif name == "residual_covariance" and standardization == "all":
        if row.lhs == row.rhs:
            result = raw / units.item_variance[..., at]
        else:
            own = units.residual_variance
            result = raw / np.sqrt(own[..., at] * own[..., column])
    elif name == "latent_means":
        result = raw / factors[..., at]
    elif name == "intercepts":
        result = raw / items[..., at]
    elif name == "thresholds" and standardization == "all":
        result = raw / items[..., units.threshold_item[at]]
    elif name == "scales" and standardization == "all":
        result = np.ones_like(raw)
    return result
