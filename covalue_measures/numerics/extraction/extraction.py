"""Unrotated factors, as every extraction returns them."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.convergence import Convergence
from covalue_measures.typing import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Extraction:
    """Unrotated factors: orthogonal, in order of the variance they explain."""

    #: (n_items, n_factors) columns signed to positive sums.
    loadings: FloatArray
    #: (n_items,)
    uniquenesses: FloatArray
    #: (n_items,) whose uniqueness stands at its lower bound.
    is_heywood: BoolArray
    convergence: Convergence


def first_uniquenesses(correlation: FloatArray) -> FloatArray:
    """Return what the other items do not explain of each: (n_items,).

    One less the squared multiple correlation; the usual start of an extraction.
    """
    explained: FloatArray = 1 / np.diag(np.linalg.pinv(correlation))
    return explained


def signed(loadings: FloatArray) -> FloatArray:
    """Return the loadings, each column mirrored if it sums to a negative number."""
    mirrored: FloatArray = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return mirrored
