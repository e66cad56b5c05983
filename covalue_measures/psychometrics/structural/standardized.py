"""Parameters in units of standard deviations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.numerics.structural.implied import Implied, implied_moments
from covalue_measures.numerics.structural.layout import GroupLayout, MatrixName
from covalue_measures.numerics.structural.moment_vector import MomentKinds
from covalue_measures.psychometrics.structural.parameter_table import Parameter
from covalue_measures.psychometrics.structural.structural_model import Place, StructuralModel
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: ``all``: latent and observed variables have variance 1; ``latent``: only the latent ones.
Standardization: TypeAlias = Literal["all", "latent"]
#: Of complex derivatives: so small that nothing but the first order is left.
STEP = 1e-30


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
    return _all_groups(model, kinds, parameters, None)


def standardized_values(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    standardization: Standardization,
) -> FloatArray:
    """Return every row of the table standardized: (..., n_rows).

    A loading or regression is multiplied by the standard deviation of what predicts and divided
    by that of what is predicted. A covariance is divided by both own (residual) standard
    deviations, a variance by the whole variance. NaN where a variance is negative.
    """
    return _all_groups(model, kinds, parameters, standardization)


def value_slopes(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    standardization: Standardization | None,
) -> FloatArray:
    """Return the derivatives of every row of the table by the parameters.

    Returns
    -------
    (n_rows, n_parameters)
    """
    slopes = np.zeros((len(model.table.parameters), len(parameters)))
    for group, layout in enumerate(model.layouts):
        own = layout.own_parameters
        blocks = _blocks_of_group(model, group)
        if not len(own) or not blocks:
            continue
        rows = np.concatenate([block.numbers for block in blocks])
        shifted = parameters + 1j * STEP * np.eye(len(parameters))[own]
        values = _group_values(model, kinds, shifted, group, blocks, standardization)
        slopes[np.ix_(rows, own)] = np.imag(values).T / STEP
    return slopes


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
    standardized = np.empty(len(rows))
    for group, layout in enumerate(model.layouts):
        _, units = _units(layout, kinds, parameters, len(model.table.latent))
        for block in _blocks(rows, places, group):
            standardized[block.numbers] = _standardized(
                values[block.numbers], block, units, standardization
            )
    return standardized


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
    shifted = at.astype(np.complex128) + 1j * STEP * np.eye(len(at))
    derivatives: FloatArray = np.imag(function(shifted)).T / STEP
    return derivatives


def item_variances(
    kinds: MomentKinds, matrices: dict[MatrixName, FloatArray], implied: Implied
) -> FloatArray:
    """Return the variances of the latent responses: (..., n_items)."""
    variances = np.diagonal(implied.covariance, axis1=-2, axis2=-1)
    if kinds.standardizes or not kinds.is_any_ordinal:
        return variances
    scaled: FloatArray = np.where(kinds.is_ordinal, 1.0 / matrices["scales"] ** 2, variances)
    return scaled


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of one group that stand in one matrix."""

    matrix: MatrixName
    #: (n_rows,) each: place in the table, cell, whether it is a variance, whether it follows from
    #: others.
    numbers: IntArray
    row: IntArray
    column: IntArray
    is_variance: BoolArray
    is_determined: BoolArray


@dataclass(frozen=True, slots=True)
class _Units:
    """Variances of one group."""

    #: (..., n_items) whole and residual.
    items: FloatArray
    residuals: FloatArray
    #: (..., n_factors) whole and own.
    factors: FloatArray
    disturbances: FloatArray
    threshold_item: IntArray
    #: (n_factors,) whether it is latent, and not an observed variable that stands among them.
    is_latent: BoolArray


def _blocks(rows: Sequence[Parameter], places: Sequence[Place], group: int) -> list[_Block]:
    numbers: dict[MatrixName, list[int]] = {}
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        if row.group == group + 1:
            numbers.setdefault(place.matrix, []).append(number)
    return [
        _Block(
            matrix=name,
            numbers=np.array(own, dtype=np.int64),
            row=np.array([places[number].row for number in own], dtype=np.int64),
            column=np.array([places[number].column for number in own], dtype=np.int64),
            is_variance=np.array([rows[number].lhs == rows[number].rhs for number in own]),
            is_determined=np.array([rows[number].determined for number in own]),
        )
        for name, own in numbers.items()
    ]


def _blocks_of_group(model: StructuralModel, group: int) -> list[_Block]:
    return _blocks(model.table.parameters, model.places, group)


def _all_groups(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    standardization: Standardization | None,
) -> FloatArray:
    values = np.empty((*parameters.shape[:-1], len(model.table.parameters)), dtype=parameters.dtype)
    for group in range(len(model.layouts)):
        blocks = _blocks_of_group(model, group)
        if blocks:
            numbers = np.concatenate([block.numbers for block in blocks])
            values[..., numbers] = _group_values(
                model, kinds, parameters, group, blocks, standardization
            )
    return values


def _group_values(
    model: StructuralModel,
    kinds: MomentKinds,
    parameters: FloatArray,
    group: int,
    blocks: Sequence[_Block],
    standardization: Standardization | None,
) -> FloatArray:
    """Return the values of the blocks after one another."""
    layout = model.layouts[group]
    matrices, units = _units(layout, kinds, parameters, len(model.table.latent))
    parts = []
    for block in blocks:
        raw = _raw(matrices, units, kinds, block)
        parts.append(
            raw if standardization is None else _standardized(raw, block, units, standardization)
        )
    return np.concatenate(parts, axis=-1)


def _units(
    layout: GroupLayout, kinds: MomentKinds, parameters: FloatArray, n_latent: int
) -> tuple[dict[MatrixName, FloatArray], _Units]:
    matrices = layout.fill(parameters)
    implied = implied_moments(layout, matrices)
    variances = item_variances(kinds, matrices, implied)
    residual, psi = matrices["residual_covariance"], matrices["latent_covariance"]
    common = np.diagonal(implied.covariance - residual, axis1=-2, axis2=-1)
    return matrices, _Units(
        items=variances,
        residuals=variances - common,
        factors=np.diagonal(implied.factor_covariance, axis1=-2, axis2=-1),
        disturbances=np.diagonal(psi, axis1=-2, axis2=-1),
        threshold_item=layout.threshold_item,
        is_latent=np.arange(psi.shape[-1]) < n_latent,
    )


def _raw(
    matrices: dict[MatrixName, FloatArray], units: _Units, kinds: MomentKinds, block: _Block
) -> FloatArray:
    """Return what stands in the matrix, or follows from other parameters."""
    matrix, at = matrices[block.matrix], block.row
    if block.matrix in ("intercepts", "latent_means", "thresholds"):
        return matrix[..., at]
    if block.matrix == "scales":
        follows = block.is_determined & kinds.standardizes
        with np.errstate(invalid="ignore"):
            scale = 1.0 / np.sqrt(units.items[..., at])
        return np.where(follows, scale, matrix[..., at])
    raw = matrix[..., at, block.column]
    if block.matrix == "residual_covariance":
        return np.where(block.is_determined, units.residuals[..., at], raw)
    return raw


def _standardized(
    raw: FloatArray, block: _Block, units: _Units, standardization: Standardization
) -> FloatArray:
    is_all, at, column = standardization == "all", block.row, block.column
    factors = units.factors if is_all else np.where(units.is_latent, units.factors, 1.0)
    own = units.disturbances if is_all else np.where(units.is_latent, units.disturbances, 1.0)
    items = units.items if is_all else np.ones_like(units.items)
    # A negative variance has no square root: NaN says so.
    with np.errstate(invalid="ignore"):
        if block.matrix == "loadings":
            result = raw * np.sqrt(factors[..., column] / items[..., at])
        elif block.matrix == "regressions":
            result = raw * np.sqrt(factors[..., column] / factors[..., at])
        elif block.matrix == "latent_covariance":
            between = raw / np.sqrt(own[..., at] * own[..., column])
            result = np.where(block.is_variance, raw / factors[..., at], between)
        elif block.matrix == "residual_covariance" and is_all:
            residuals = units.residuals
            between = raw / np.sqrt(residuals[..., at] * residuals[..., column])
            result = np.where(block.is_variance, raw / items[..., at], between)
        elif block.matrix == "latent_means":
            result = raw / np.sqrt(factors[..., at])
        elif block.matrix == "intercepts":
            result = raw / np.sqrt(items[..., at])
        elif block.matrix == "thresholds":
            result = raw / np.sqrt(items[..., units.threshold_item[at]])
        elif block.matrix == "scales" and is_all:
            result = np.ones_like(raw)
        else:
            result = raw
    standardized: FloatArray = result
    return standardized
