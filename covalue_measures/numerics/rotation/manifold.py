"""Where the transformations of a rotation live: all with unit columns, or all orthogonal."""

from typing import Protocol

import numpy as np

from covalue_measures.typing import FloatArray


class Manifold(Protocol):
    """A set of transformations (n_starts, n_factors, n_factors) to search in."""

    def rotated(self, loadings: FloatArray, transformations: FloatArray) -> FloatArray:
        """Return the loadings after each transformation: (n_starts, n_items, n_factors)."""

    def gradient(
        self,
        loadings: FloatArray,
        transformations: FloatArray,
        rotated: FloatArray,
        by_rotated: FloatArray,
    ) -> FloatArray:
        """Return the derivatives by the transformations from those by the rotated loadings."""

    def projected(self, transformations: FloatArray, gradient: FloatArray) -> FloatArray:
        """Return the part of the gradient that is tangent to the set."""

    def retracted(self, moved: FloatArray) -> FloatArray:
        """Return the transformations of the set nearest to those moved off it."""


class Oblique:
    """Columns of length 1: T with rotated loadings A inv(T)' and factor correlations T'T.

    References
    ----------
    Jennrich (2002), doi:10.1007/BF02294706.
    """

    def rotated(self, loadings: FloatArray, transformations: FloatArray) -> FloatArray:
        """Return A inv(T)'."""
        rotated: FloatArray = loadings @ np.linalg.inv(transformations).mT
        return rotated

    def gradient(
        self,
        loadings: FloatArray,
        transformations: FloatArray,
        rotated: FloatArray,
        by_rotated: FloatArray,
    ) -> FloatArray:
        """Return -(L' G inv(T))' for rotated loadings L and their gradient G."""
        gradient: FloatArray = -(rotated.mT @ by_rotated @ np.linalg.inv(transformations)).mT
        return gradient

    def projected(self, transformations: FloatArray, gradient: FloatArray) -> FloatArray:
        """Return the gradient without what would lengthen a column."""
        along = (transformations * gradient).sum(axis=-2, keepdims=True)
        projected: FloatArray = gradient - transformations * along
        return projected

    def retracted(self, moved: FloatArray) -> FloatArray:
        """Return the columns scaled to length 1."""
        unit: FloatArray = moved / np.linalg.norm(moved, axis=-2, keepdims=True)
        return unit


class Orthogonal:
    """Orthogonal T with rotated loadings A T.

    References
    ----------
    Jennrich (2001), doi:10.1007/BF02294840.
    """

    def rotated(self, loadings: FloatArray, transformations: FloatArray) -> FloatArray:
        """Return A T."""
        return loadings @ transformations

    def gradient(
        self,
        loadings: FloatArray,
        transformations: FloatArray,
        rotated: FloatArray,
        by_rotated: FloatArray,
    ) -> FloatArray:
        """Return A' G for the gradient G by the rotated loadings."""
        return loadings.T @ by_rotated

    def projected(self, transformations: FloatArray, gradient: FloatArray) -> FloatArray:
        """Return the gradient without its part that is symmetric in the coordinates of T."""
        inner = transformations.mT @ gradient
        projected: FloatArray = gradient - transformations @ (inner + inner.mT) / 2
        return projected

    def retracted(self, moved: FloatArray) -> FloatArray:
        """Return the orthogonal factor of the polar decomposition."""
        left, _, right = np.linalg.svd(moved)
        nearest: FloatArray = left @ right
        return nearest
