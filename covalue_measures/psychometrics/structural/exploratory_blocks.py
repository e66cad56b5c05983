"""Exploratory factors inside a model: a block is estimated unrotated, then rotated."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.linalg import null_space

from covalue_measures.exceptions import ModelError
from covalue_measures.numerics.rotation.choice import RotationChoice, RotationName, choose_rotation
from covalue_measures.numerics.rotation.stationarity import Stationarity
from covalue_measures.numerics.structural.constraint import Constraint
from covalue_measures.numerics.structural.implied import implied_moments
from covalue_measures.numerics.structural.layout import MatrixName
from covalue_measures.numerics.structural.minimize import Minimum
from covalue_measures.psychometrics.structural.block_rotation import BlockRotation
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.parameter_table import Parameter, ParameterTable
from covalue_measures.psychometrics.structural.standardized import delta_method, item_variances
from covalue_measures.psychometrics.structural.structural_model import StructuralModel
from covalue_measures.typing import FloatArray

#: Implied covariances may differ by no more after rotation, in units of the largest.
_SAME = 1e-7


def without_echelon(table: ParameterTable) -> ParameterTable:
    """Return the table with the loadings of its blocks fixed that rotation can bring to 0."""
    rows = list(table.parameters)
    for number in table.echelon:
        rows[number] = replace(rows[number], value=0.0)
    return replace(table, parameters=tuple(rows))


def rotate_blocks(
    estimation: Estimation,
    free: StructuralModel,
    choices: dict[str, RotationChoice],
    *,
    rng: np.random.Generator,
    n_starts: int,
) -> tuple[Estimation, tuple[BlockRotation, ...]]:
    """Return the fit with every block of factors rotated, and how that went.

    The rotated model has all loadings of a block free, and as many conditions as make them
    determinate: those that hold where the criterion is smallest. Everything that rests on the
    model's coordinates, standard errors first, then takes account of the rotation.

    Parameters
    ----------
    estimation : Estimation
        Of the table that ``without_echelon`` returns.
    free : StructuralModel
        Of the table with free loadings and, if rotated obliquely, free correlations.
    choices : dict
        Block to its rotation.

    Raises
    ------
    ModelError
        If the factors of a block do not have the same relations to all other variables.

    References
    ----------
    Asparouhov and Muthen (2009), doi:10.1080/10705510903008204; the conditions as constraints on
    the estimates: Jennrich (1974), doi:10.1007/BF02291575.
    """
    parameters = np.zeros(free.n_parameters)
    records, places = [], []
    for group, layout in enumerate(estimation.model.layouts):
        matrices = layout.fill(estimation.parameters)
        implied = implied_moments(layout, matrices)
        deviations = np.sqrt(item_variances(estimation.samples.kinds, matrices, implied))
        for block, factors in estimation.model.table.blocks.items():
            columns = np.array([estimation.model.factors.index(name) for name in factors])
            items = np.flatnonzero((matrices["loadings"][:, columns] != 0).any(axis=1))
            own = matrices["loadings"][np.ix_(items, columns)] / deviations[items, None]
            found = choices[block].rotate(own, rng=rng, n_starts=n_starts)
            _turn(matrices, columns, np.linalg.lstsq(own, found.loadings)[0])
            places.append((group, block, items, columns))
            records.append(
                BlockRotation(
                    block=block,
                    group=group + 1,
                    criterion=found.criterion,
                    converged=found.converged,
                    n_starts=found.n_starts,
                    n_starts_at_best=found.n_starts_at_best,
                    n_distinct_minima=found.n_distinct_minima,
                )
            )
        _read(free, matrices, group + 1, parameters)
    _refuse_lost_relations(estimation, free, parameters)
    conditions = [
        _conditions(estimation, free, parameters, choices[block], group, items, columns)
        for group, block, items, columns in places
    ]
    # Label equalities of the model hold besides.
    equal = null_space(free.constraint.basis.T).T
    basis = null_space(np.concatenate([equal, *conditions]))
    model = replace(free, constraint=Constraint(parameters, basis))
    minimum = Minimum(parameters, estimation.convergence)
    return replace(estimation, model=model, minimum=minimum), tuple(records)


def _turn(
    matrices: dict[MatrixName, FloatArray], columns: np.ndarray, by_loading: FloatArray
) -> None:
    """Turn the factors in place, so that their loadings are multiplied by a matrix.

    Parameters
    ----------
    columns : (n_factors,)
        Of the block.
    by_loading : (n_factors, n_factors)
    """
    by_score = np.linalg.inv(by_loading)
    matrices["loadings"][:, columns] = matrices["loadings"][:, columns] @ by_loading
    regressions, covariance = matrices["regressions"], matrices["latent_covariance"]
    regressions[:, columns] = regressions[:, columns] @ by_loading
    regressions[columns] = by_score @ regressions[columns]
    covariance[columns] = by_score @ covariance[columns]
    covariance[:, columns] = covariance[:, columns] @ by_score.T
    matrices["latent_means"][columns] = by_score @ matrices["latent_means"][columns]


def _read(
    model: StructuralModel,
    matrices: dict[MatrixName, FloatArray],
    group: int,
    parameters: FloatArray,
) -> None:
    """Fill in the free parameters of a group from its matrices."""
    for row, place, parameter in zip(
        model.table.parameters, model.places, model.parameter_of_row, strict=True
    ):
        if row.group == group and parameter >= 0:
            matrix = matrices[place.matrix]
            cell = place.row if matrix.ndim == 1 else (place.row, place.column)
            parameters[parameter] = matrix[cell]


def _conditions(
    estimation: Estimation,
    model: StructuralModel,
    parameters: FloatArray,
    choice: RotationChoice,
    group: int,
    items: np.ndarray,
    columns: np.ndarray,
) -> FloatArray:
    """Return the derivatives of what the rotation brings to 0: (n_conditions, n_parameters)."""
    layout, kinds = model.layouts[group], estimation.samples.kinds
    rows, others = np.triu_indices(len(columns), 1)

    def rotated(at: FloatArray) -> FloatArray:
        matrices = layout.fill(at)
        variances = item_variances(kinds, matrices, implied_moments(layout, matrices))
        loadings = matrices["loadings"][..., items[:, None], columns]
        loadings = loadings / np.sqrt(variances[..., items])[..., None]
        phi = matrices["latent_covariance"][..., columns[rows], columns[others]]
        parts = [loadings.reshape(*loadings.shape[:-2], -1)]
        if choice.oblique:
            parts.append(phi)
        return np.concatenate(parts, axis=-1)

    values = rotated(parameters)
    n_loadings = len(items) * len(columns)
    loadings = values[:n_loadings].reshape(len(items), len(columns))
    phi = np.eye(len(columns))
    if choice.oblique:
        phi[rows, others] = phi[others, rows] = values[n_loadings:]
    stationarity = Stationarity(
        choice.criterion(*loadings.shape), oblique=choice.oblique, normalize=choice.normalize
    )
    by_parameter = delta_method(rotated, parameters)
    return stationarity.derivatives(loadings, phi) @ by_parameter


def _refuse_lost_relations(
    estimation: Estimation, model: StructuralModel, parameters: FloatArray
) -> None:
    for layout, implied in zip(model.layouts, estimation.implied, strict=True):
        turned = implied_moments(layout, layout.fill(parameters)).covariance
        if np.abs(turned - implied.covariance).max() > _SAME * np.abs(implied.covariance).max():
            raise ModelError(
                "The factors of an exploratory block must have the same relations to all other"
                " variables: let each of them predict, be predicted, or correlate, or none."
            )


def with_free_correlations(
    table: ParameterTable, choices: dict[str, RotationChoice]
) -> ParameterTable:
    """Return the table with correlations of the blocks' factors free where they may correlate."""
    block_of = {name: block for block, names in table.blocks.items() for name in names}
    rows: list[Parameter] = []
    for row in table.parameters:
        block = block_of.get(row.lhs)
        is_pair = row.op == "~~" and row.lhs != row.rhs and block == block_of.get(row.rhs)
        if is_pair and block is not None and choices[block].oblique:
            rows.append(replace(row, value=None))
        else:
            rows.append(row)
    return replace(table, parameters=tuple(rows))


def choose_block_rotations(
    table: ParameterTable,
    rotation: RotationName,
    parameter: float | None,
    target: pd.DataFrame | None,
) -> dict[str, RotationChoice]:
    """Return the rotation of every block of at least two factors.

    Raises
    ------
    ModelError
        If a block has one factor, the rotation has no conditions, or the target does not fit.
    """
    if rotation == "promax":
        raise ModelError(
            "Promax minimizes nothing, so that its standard errors are unknown; use another"
            " rotation, such as geomin or oblimin."
        )
    choices = {}
    for block, factors in table.blocks.items():
        items = [row.rhs for row in table.parameters if row.lhs == factors[0] and row.op == "=~"]
        items = list(dict.fromkeys(items))
        if len(factors) < 2:
            raise ModelError(f"The exploratory block '{block}' has one factor: nothing to rotate.")
        pattern = None
        if target is not None:
            absent = [name for name in (*items, *factors) if name not in {*target.index, *target}]
            if absent:
                raise ModelError(f"The target has no row or column '{absent[0]}'.")
            pattern = target.loc[items, list(factors)].to_numpy(dtype=np.float64)
        choices[block] = choose_rotation(
            rotation,
            n_items=len(items),
            n_factors=len(factors),
            parameter=parameter,
            pattern=pattern,
        )
    return choices
