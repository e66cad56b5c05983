"""Rotation criteria: each returns its value and its gradient by the loadings."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from covalue_measures.typing import FloatArray

#: Loadings (n_items, n_factors) to the criterion and its gradient of the same shape.
Criterion: TypeAlias = Callable[[FloatArray], tuple[float, FloatArray]]


def oblimin(loadings: FloatArray) -> tuple[float, FloatArray]:
    r"""Return direct oblimin with gamma 0 (quartimin): small products of squared loadings.

    .. math:: f = \tfrac14 \sum_i \sum_{j \ne l} \lambda_{ij}^2 \lambda_{il}^2

    References
    ----------
    Jennrich and Sampson (1966), doi:10.1007/BF02289465; gradient as in Bernaards and Jennrich
    (2005), doi:10.1177/0013164404272507, table 1.
    """
    squares = loadings**2
    others = squares.sum(axis=1, keepdims=True) - squares
    return float(np.sum(squares * others)) / 4, loadings * others
