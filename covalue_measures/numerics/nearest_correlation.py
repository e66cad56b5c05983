"""Positive definite correlation matrices near one that is not."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.covariance import covariance_to_correlation
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True)
class NearestCorrelation:
    """A correlation matrix and how its search ended."""

    #: (n_items, n_items)
    correlation: FloatArray
    converged: bool
    iterations: int


def clip_eigenvalues(matrix: FloatArray, smallest: float) -> FloatArray:
    """Return the nearest matrix whose eigenvalues are at least ``smallest``.

    Parameters
    ----------
    matrix : (n_items, n_items)
        Symmetric.
    """
    values, vectors = np.linalg.eigh(matrix)
    clipped = (vectors * np.maximum(values, smallest)) @ vectors.T
    symmetric: FloatArray = (clipped + clipped.T) / 2
    return symmetric


def eigenvalue_correlation(correlation: FloatArray, smallest: float) -> FloatArray:
    """Return the correlations with eigenvalues raised to ``smallest``, the diagonal back at 1.

    Bringing the diagonal back moves the eigenvalues a little again.

    Parameters
    ----------
    correlation : (n_items, n_items)

    References
    ----------
    Rousseeuw and Molenberghs (1993), Communications in Statistics 22, 965-984: the method based on
    eigenvalues.
    """
    return covariance_to_correlation(clip_eigenvalues(correlation, smallest))


def nearest_correlation(
    correlation: FloatArray,
    smallest: float,
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
) -> NearestCorrelation:
    """Return the correlation matrix with the least sum of squared changes.

    Projections in turn on the matrices whose eigenvalues are at least ``smallest`` and on those
    with a unit diagonal; the first with Dykstra's correction, without which the limit would be
    some correlation matrix, not the nearest.

    Parameters
    ----------
    correlation : (n_items, n_items)
        Symmetric.
    smallest : float
        From 0 to 1.
    tolerance : float
        Largest change of an element in the last round.

    References
    ----------
    Higham (2002), doi:10.1093/imanum/22.3.329, algorithm 3.3 with unit weights.
    """
    current = correlation.copy()
    correction = np.zeros_like(current)
    converged, iterations = False, 0
    while not converged and iterations < max_iterations:
        iterations += 1
        shifted = current - correction
        inside = clip_eigenvalues(shifted, smallest)
        correction = inside - shifted
        following = inside.copy()
        np.fill_diagonal(following, 1.0)
        converged = bool(np.abs(following - current).max() < tolerance)
        current = following
    # The unit diagonal was set last: the eigenvalues are right to the tolerance only.
    return NearestCorrelation(eigenvalue_correlation(current, smallest), converged, iterations)
