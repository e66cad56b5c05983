"""How much two categories count as agreement."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.typing import FloatArray

WeightScheme: TypeAlias = Literal[
    "unweighted", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"
]


def category_weights(scheme: WeightScheme, values: FloatArray) -> FloatArray:
    r"""Return the agreement weights of every two categories: 1 less their relative distance.

    With x and y the values of two categories, a and b the smallest and the largest of all and
    g the number of categories from one to the other, the distances are

    .. math::
        \text{linear } |x - y|, \quad \text{quadratic } (x - y)^2, \quad
        \text{radical } \sqrt{|x - y|}, \quad \text{ordinal } \tfrac{g (g - 1)}{2}, \quad
        \text{ratio } \left(\frac{x - y}{x + y}\right)^2,

    .. math::
        \text{circular } \sin^2 \frac{\pi (x - y)}{b - a + 1}, \quad
        \text{bipolar } \frac{(x - y)^2}{(x + y - 2a)(2b - x - y)}

    each divided by the largest of them.

    Parameters
    ----------
    scheme : WeightScheme
    values : (n_categories,)
        Ascending and distinct; ``ratio`` takes none below 0.

    Returns
    -------
    (n_categories, n_categories)
        1 on the diagonal; ``unweighted`` gives 0 elsewhere.

    References
    ----------
    Gwet (2014), Handbook of inter-rater reliability, 4th edition; linear and quadratic weights:
    Cohen (1968), doi:10.1037/h0026256.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = _DISTANCES[scheme](values[:, None], values)
    # Two poles have no distance from themselves, though the formula has 0/0 there.
    np.fill_diagonal(distance, 0)
    largest = float(distance.max())
    # One category alone has no distance.
    weights: FloatArray = 1 - distance / (largest or 1.0)
    return weights


def _ordinal(rows: FloatArray, columns: FloatArray) -> FloatArray:
    places = np.arange(columns.size)
    gap = np.abs(places[:, None] - places)
    triangular: FloatArray = gap * (gap + 1) / 2
    return triangular


def _circular(rows: FloatArray, columns: FloatArray) -> FloatArray:
    circumference = columns.max() - columns.min() + 1
    turn: FloatArray = np.sin(np.pi * (rows - columns) / circumference) ** 2
    return turn


def _bipolar(rows: FloatArray, columns: FloatArray) -> FloatArray:
    total = rows + columns
    from_poles = (total - 2 * columns.min()) * (2 * columns.max() - total)
    relative: FloatArray = (rows - columns) ** 2 / from_poles
    return relative


_DISTANCES: dict[WeightScheme, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "unweighted": lambda rows, columns: (rows != columns).astype(np.float64),
    "linear": lambda rows, columns: np.abs(rows - columns),
    "quadratic": lambda rows, columns: (rows - columns) ** 2,
    "ordinal": _ordinal,
    "radical": lambda rows, columns: np.sqrt(np.abs(rows - columns)),
    "ratio": lambda rows, columns: ((rows - columns) / (rows + columns)) ** 2,
    "circular": _circular,
    "bipolar": _bipolar,
}
