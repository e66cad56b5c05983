"""Implied moments as one vector, in the order of the sample's, with their Jacobian."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.structural.implied import (
    Implied,
    Slopes,
    covariance_slopes,
    implied_moments,
    slopes,
)
from covalue_measures.numerics.structural.layout import GroupLayout
from covalue_measures.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentKinds:
    """Which moments a group is seen by.

    Numeric items have means (if wanted), variances and covariances. Ordinal items have thresholds
    and correlations of the normal responses behind them, whose variance is 1; with a numeric item
    they have a covariance in units of that item.
    """

    #: (n_items,)
    is_ordinal: BoolArray
    #: (n_thresholds,) item of each threshold, ascending.
    threshold_item: IntArray
    has_means: bool
    #: Whether the scale of a response is 1 over its standard deviation (theta parameterization),
    #: or a parameter (delta parameterization).
    standardizes: bool = False

    @property
    def is_any_ordinal(self) -> bool:
        """Whether an item is cut into categories."""
        return bool(self.is_ordinal.any())

    @property
    def locations(self) -> tuple[IntArray, IntArray]:
        """Item of each location, and its threshold or -1 for a mean, in item order."""
        numeric = np.flatnonzero(~self.is_ordinal) if self.has_means else np.zeros(0, np.int64)
        items = np.concatenate([self.threshold_item, numeric]).astype(np.int64)
        places = np.concatenate(
            [np.arange(len(self.threshold_item)), np.full(len(numeric), -1)]
        ).astype(np.int64)
        order = np.argsort(items, kind="stable")
        return items[order], places[order]

    @property
    def pairs(self) -> tuple[IntArray, IntArray]:
        """Items of each variance or covariance.

        All numeric: the upper triangle with its diagonal by rows. Otherwise the variances of the
        numeric items, then all pairs by rows.
        """
        n_items = len(self.is_ordinal)
        if not self.is_any_ordinal:
            first, second = np.triu_indices(n_items)
            return first.astype(np.int64), second.astype(np.int64)
        numeric = np.flatnonzero(~self.is_ordinal)
        first, second = np.triu_indices(n_items, 1)
        return (
            np.concatenate([numeric, first]).astype(np.int64),
            np.concatenate([numeric, second]).astype(np.int64),
        )

    @property
    def n_moments(self) -> int:
        """Length of the vector."""
        return len(self.locations[0]) + len(self.pairs[0])


def moments_at(layout: GroupLayout, kinds: MomentKinds, parameters: FloatArray) -> FloatArray:
    """Return the implied moments: (..., n_moments); complex numbers go through."""
    matrices = layout.fill(parameters)
    implied = implied_moments(layout, matrices)
    scale = _scales(kinds, matrices["scales"], implied)
    return _moments(kinds, matrices["thresholds"], implied, scale)


def moments_and_jacobian(
    layout: GroupLayout, kinds: MomentKinds, parameters: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the implied moments and their derivatives by the group's own parameters.

    Returns
    -------
    (n_moments,), (n_moments, n_own)
        In the order of ``layout.own_parameters``, each of which stands in one cell.
    """
    matrices = layout.fill(parameters)
    implied = implied_moments(layout, matrices)
    moved = slopes(layout, implied)
    scale = _scales(kinds, matrices["scales"], implied)
    moments = _moments(kinds, matrices["thresholds"], implied, scale)
    own = layout.own_parameters
    jacobian = np.zeros((len(moments), len(own)))
    jacobian[:, np.searchsorted(own, moved.parameter)] = _moved_moments(
        kinds, matrices["thresholds"], implied, moved, scale
    )
    _add_threshold_slopes(jacobian, layout, kinds, scale)
    if not kinds.standardizes:
        _add_scale_slopes(jacobian, layout, kinds, moments, scale)
    return moments, jacobian


def _scales(kinds: MomentKinds, scales: FloatArray, implied: Implied) -> FloatArray:
    if not kinds.standardizes:
        return np.where(kinds.is_ordinal, scales, 1.0)
    variances = np.diagonal(implied.covariance, axis1=-2, axis2=-1)
    standardized: FloatArray = np.where(kinds.is_ordinal, 1.0 / np.sqrt(variances), 1.0)
    return standardized


def _moments(
    kinds: MomentKinds, thresholds: FloatArray, implied: Implied, scale: FloatArray
) -> FloatArray:
    items, places = kinds.locations
    first, second = kinds.pairs
    mean = implied.mean[..., items]
    is_cut = places >= 0
    cuts = thresholds[..., np.maximum(places, 0)] if thresholds.shape[-1] else np.zeros_like(mean)
    location = np.where(is_cut, scale[..., items] * (cuts - mean), mean)
    spread = scale[..., first] * scale[..., second] * implied.covariance[..., first, second]
    return np.concatenate([location, spread], axis=-1)


def _moved_moments(
    kinds: MomentKinds,
    thresholds: FloatArray,
    implied: Implied,
    moved: Slopes,
    scale: FloatArray,
) -> FloatArray:
    """Return the derivatives through means and covariances: (n_moments, n_moved)."""
    items, places = kinds.locations
    first, second = kinds.pairs
    is_cut = places >= 0
    location = moved.mean[:, items] * np.where(is_cut, -scale[items], 1.0)
    spread = covariance_slopes(moved, first, second) * (scale[first] * scale[second])
    if kinds.standardizes:
        # The scale itself moves: d log scale = - d variance / (2 variance).
        every = np.arange(len(scale))
        shrink = -0.5 * covariance_slopes(moved, every, every) * scale**2
        shrink = np.where(kinds.is_ordinal, shrink, 0.0)
        cuts = thresholds[np.maximum(places, 0)] if len(thresholds) else np.zeros(len(items))
        at = np.where(is_cut, scale[items] * (cuts - implied.mean[items]), 0.0)
        location = location + at * shrink[:, items]
        size = scale[first] * scale[second] * implied.covariance[first, second]
        spread = spread + size * (shrink[:, first] + shrink[:, second])
    return np.concatenate([location, spread], axis=1).T


def _add_threshold_slopes(
    jacobian: FloatArray, layout: GroupLayout, kinds: MomentKinds, scale: FloatArray
) -> None:
    if "thresholds" in layout.cells:
        cells = layout.cells["thresholds"]
        _, places = kinds.locations
        row_of = np.empty(len(kinds.threshold_item), dtype=np.int64)
        row_of[places[places >= 0]] = np.flatnonzero(places >= 0)
        column = np.searchsorted(layout.own_parameters, cells.parameter)
        jacobian[row_of[cells.row], column] += scale[kinds.threshold_item[cells.row]]


def _add_scale_slopes(
    jacobian: FloatArray,
    layout: GroupLayout,
    kinds: MomentKinds,
    moments: FloatArray,
    scale: FloatArray,
) -> None:
    if "scales" in layout.cells:
        cells = layout.cells["scales"]
        items, places = kinds.locations
        first, second = kinds.pairs
        owners = np.where(places >= 0, items, -1)
        spread = moments[len(items) :, None]
        for_pairs = (first[:, None] == cells.row).astype(np.float64) + (
            second[:, None] == cells.row
        )
        touched = np.concatenate(
            [moments[: len(items), None] * (owners[:, None] == cells.row), spread * for_pairs]
        )
        column = np.searchsorted(layout.own_parameters, cells.parameter)
        jacobian[:, column] += touched / scale[cells.row]
