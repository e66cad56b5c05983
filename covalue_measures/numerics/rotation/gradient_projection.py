"""Oblique rotation by gradient projection, from several starts."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.rotation.criteria import Criterion
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True)
class Rotation:
    """Rotated factors; signs so that each column of loadings sums to a positive number."""

    #: (n_items, n_factors)
    loadings: FloatArray
    #: (n_factors, n_factors)
    factor_correlations: FloatArray
    criterion: float
    converged: bool
    iterations: int
    #: Starts that ended at a criterion no more than 1e-6 above the best.
    n_starts_at_best: int
    n_starts: int


def rotate_oblique(
    loadings: FloatArray,
    criterion: Criterion,
    *,
    rng: np.random.Generator,
    n_starts: int = 10,
    tolerance: float = 1e-7,
    max_iterations: int = 2000,
) -> Rotation:
    """Return the best of several gradient projections: the identity, then random starts.

    Parameters
    ----------
    loadings : (n_items, n_factors)
        Unrotated.
    n_starts : int
        The first one is the unrotated position.
    tolerance : float
        Largest Frobenius norm of the projected gradient of a converged rotation.

    References
    ----------
    Jennrich (2002), doi:10.1007/BF02294706, section 3.
    """
    n_factors = loadings.shape[1]
    starts = [np.eye(n_factors)]
    starts += [_random_orthogonal(n_factors, rng) for _ in range(n_starts - 1)]
    ends = [_descend(loadings, criterion, start, tolerance, max_iterations) for start in starts]
    best = min(ends, key=lambda end: end.criterion)
    at_best = sum(end.criterion <= best.criterion + 1e-6 for end in ends)
    return _oriented(loadings, best, at_best, n_starts)


@dataclass(frozen=True, slots=True)
class _End:
    transformation: FloatArray
    criterion: float
    converged: bool
    iterations: int


def _descend(
    loadings: FloatArray,
    criterion: Criterion,
    start: FloatArray,
    tolerance: float,
    max_iterations: int,
) -> _End:
    transformation, step = start, 1.0
    value, gradient = _at(loadings, criterion, transformation)
    for iteration in range(max_iterations):
        projected = gradient - transformation * (transformation * gradient).sum(axis=0)
        norm = float(np.linalg.norm(projected))
        if norm < tolerance:
            return _End(transformation, value, True, iteration)
        step *= 2
        while step > 1e-12:
            moved = transformation - step * projected
            candidate = moved / np.linalg.norm(moved, axis=0)
            new_value, new_gradient = _at(loadings, criterion, candidate)
            if value - new_value > 0.5 * norm**2 * step:
                break
            step /= 2
        else:
            # No step is small enough to improve: the criterion is flat in double precision.
            return _End(transformation, value, norm < 1e-5, iteration)
        transformation, value, gradient = candidate, new_value, new_gradient
    return _End(transformation, value, False, max_iterations)


def _at(
    loadings: FloatArray, criterion: Criterion, transformation: FloatArray
) -> tuple[float, FloatArray]:
    inverse = np.linalg.inv(transformation)
    rotated = loadings @ inverse.T
    value, by_loadings = criterion(rotated)
    return value, -(rotated.T @ by_loadings @ inverse).T


def _random_orthogonal(size: int, rng: np.random.Generator) -> FloatArray:
    orthogonal, triangle = np.linalg.qr(rng.standard_normal((size, size)))
    matrix: FloatArray = orthogonal * np.sign(np.diag(triangle))
    return matrix


def _oriented(loadings: FloatArray, end: _End, at_best: int, n_starts: int) -> Rotation:
    rotated = loadings @ np.linalg.inv(end.transformation).T
    signs = np.where(rotated.sum(axis=0) < 0, -1.0, 1.0)
    order = np.argsort(-(rotated**2).sum(axis=0), kind="stable")
    signed = end.transformation * signs
    return Rotation(
        loadings=(rotated * signs)[:, order],
        factor_correlations=(signed.T @ signed)[np.ix_(order, order)],
        criterion=end.criterion,
        converged=end.converged,
        iterations=end.iterations,
        n_starts_at_best=at_best,
        n_starts=n_starts,
    )
