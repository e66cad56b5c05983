"""Moments that a structural equation model implies, and how they move with its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.structural.layout import GroupLayout, MatrixName
from covalue_measures.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Implied:
    """Moments of the responses; leading axes as the parameters had."""

    #: (..., n_items, n_items)
    covariance: FloatArray
    #: (..., n_items)
    mean: FloatArray
    #: (..., n_items, n_factors) what a disturbance of each latent variable does to each item:
    #: loadings through all regressions.
    total_loadings: FloatArray
    #: (..., n_factors, n_items) covariance of each latent variable with each item's common part.
    factor_item: FloatArray
    #: (..., n_factors)
    factor_mean: FloatArray
    #: (..., n_factors, n_factors)
    factor_covariance: FloatArray


@dataclass(frozen=True, slots=True)
class Slopes:
    r"""Derivatives of mean and covariance, each of the latter a sum of two outer products.

    :math:`\partial\Sigma / \partial\theta_q = u_q v_q^\top + v_q u_q^\top`, so that whatever is
    asked of it costs products with vectors, never with (n_items, n_items) matrices.
    """

    #: (n_moved,) place of each parameter.
    parameter: IntArray
    #: (..., n_moved, n_items) the u and the v.
    left: FloatArray
    right: FloatArray
    #: (..., n_moved, n_items)
    mean: FloatArray


def implied_moments(layout: GroupLayout, matrices: Mapping[MatrixName, FloatArray]) -> Implied:
    r"""Return the moments behind the responses.

    .. math::
        \Sigma = \Lambda (I-B)^{-1} \Psi (I-B)^{-\top} \Lambda^\top + \Theta, \quad
        \mu = \nu + \Lambda (I-B)^{-1} \alpha

    Parameters
    ----------
    layout : GroupLayout
    matrices : mapping
        As ``layout.fill`` returns them.

    References
    ----------
    Bollen (1989), Structural equations with latent variables, doi:10.1002/9781118619179.
    """
    loadings, alpha = matrices["loadings"], matrices["latent_means"]
    psi = matrices["latent_covariance"]
    if layout.has_regressions:
        total = np.linalg.inv(np.eye(psi.shape[-1]) - matrices["regressions"])
        factor_mean = (total @ alpha[..., None])[..., 0]
        factor_covariance = total @ psi @ total.swapaxes(-1, -2)
        total_loadings = loadings @ total
    else:
        factor_mean, factor_covariance, total_loadings = alpha, psi, loadings
    factor_item = factor_covariance @ loadings.swapaxes(-1, -2)
    return Implied(
        covariance=loadings @ factor_item + matrices["residual_covariance"],
        mean=matrices["intercepts"] + (loadings @ factor_mean[..., None])[..., 0],
        total_loadings=total_loadings,
        factor_item=factor_item,
        factor_mean=factor_mean,
        factor_covariance=factor_covariance,
    )


def slopes(layout: GroupLayout, implied: Implied) -> Slopes:
    """Return the derivatives by every parameter that moves a mean or a covariance.

    A parameter that stands in several cells comes once for each of them: derivatives add up.
    """
    one = np.eye(layout.n_items)
    batch = implied.mean.shape[:-1]
    columns = implied.total_loadings.swapaxes(-1, -2)
    parameter, left, right, mean = [], [], [], []
    for name, cells in layout.cells.items():
        row, column = cells.row, cells.column
        shape = (*batch, len(row), layout.n_items)
        still = np.zeros(shape)
        half = np.where(row == column, 0.5, 1.0)[:, None]
        if name == "loadings":
            pair = np.broadcast_to(one[row], shape), implied.factor_item[..., column, :]
            moved = one[row] * implied.factor_mean[..., column, None]
        elif name == "regressions":
            pair = columns[..., row, :], implied.factor_item[..., column, :]
            moved = columns[..., row, :] * implied.factor_mean[..., column, None]
        elif name == "latent_covariance":
            pair, moved = (columns[..., row, :], columns[..., column, :] * half), still
        elif name == "residual_covariance":
            pair = np.broadcast_to(one[row], shape), np.broadcast_to(one[column] * half, shape)
            moved = still
        elif name == "intercepts":
            pair, moved = (still, still), np.broadcast_to(one[row], shape)
        elif name == "latent_means":
            pair, moved = (still, still), columns[..., row, :]
        else:
            continue
        parameter.append(cells.parameter)
        left.append(pair[0])
        right.append(pair[1])
        mean.append(moved)
    if not parameter:
        nothing = np.zeros((*batch, 0, layout.n_items))
        return Slopes(np.zeros(0, dtype=np.int64), nothing, nothing, nothing)
    return Slopes(
        np.concatenate(parameter),
        np.concatenate(left, axis=-2),
        np.concatenate(right, axis=-2),
        np.concatenate(mean, axis=-2),
    )


def covariance_slopes(moved: Slopes, first: IntArray, second: IntArray) -> FloatArray:
    """Return the derivatives of the covariances of the pairs of items.

    Returns
    -------
    (..., n_moved, n_pairs)
    """
    left, right = moved.left, moved.right
    pairs: FloatArray = (
        left[..., first] * right[..., second] + right[..., first] * left[..., second]
    )
    return pairs
