"""Rotation by gradient projection from several starts at once."""

from dataclasses import dataclass, replace

import numpy as np

from covalue_measures.numerics.rotation.criteria import Criterion
from covalue_measures.numerics.rotation.manifold import Manifold, Oblique, Orthogonal
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Criteria that differ by no more belong to the same minimum.
SAME_MINIMUM = 1e-6
_SMALLEST_STEP, _LARGEST_STEP = 1e-12, 1e4
# Least decrease of the criterion as a share of what the gradient promises, and the weight of the
# past in the reference that it is measured from.
_DECREASE, _MEMORY = 1e-4, 0.85
# A start that rounding stops below this gradient has arrived all the same.
_FLAT = 1e-5


@dataclass(frozen=True, slots=True)
class Rotation:
    """Rotated factors, and how the search for them went."""

    #: (n_items, n_factors)
    loadings: FloatArray
    #: (n_factors, n_factors)
    factor_correlations: FloatArray
    #: Value at the best end; of row-normalized loadings if they were.
    criterion: float
    converged: bool
    iterations: int
    #: Frobenius norm of the projected gradient at the best end.
    gradient_norm: float
    #: Starts that ended at a criterion no more than 1e-6 above the best.
    n_starts_at_best: int
    n_starts: int
    #: Different criteria, more than 1e-6 apart, at which converged starts ended.
    n_distinct_minima: int


def rotate(
    loadings: FloatArray,
    criterion: Criterion,
    *,
    oblique: bool,
    rng: np.random.Generator,
    n_starts: int = 10,
    tolerance: float = 1e-8,
    max_iterations: int = 5000,
    normalize: bool = False,
) -> Rotation:
    """Return the best of several gradient projections: from the identity, then random starts.

    Columns stand where the search left them; see ``arranged``.

    Parameters
    ----------
    loadings : (n_items, n_factors)
        Unrotated.
    n_starts : int
        The first one is the unrotated position.
    tolerance : float
        Largest Frobenius norm of the projected gradient of a converged rotation.
    normalize : bool
        Kaiser normalization: rows are rotated at length 1, then given their length back.

    References
    ----------
    Jennrich (2001), doi:10.1007/BF02294840; (2002), doi:10.1007/BF02294706. Step lengths of
    Barzilai and Borwein (1988), doi:10.1093/imanum/8.1.141, and the line search of Zhang and Hager
    (2004), doi:10.1137/S1052623403428208, instead of doubling and halving.
    """
    n_factors = loadings.shape[1]
    lengths = np.ones((len(loadings), 1))
    if normalize:
        lengths = np.linalg.norm(loadings, axis=1, keepdims=True)
        lengths[lengths == 0] = 1.0
    starts = [np.eye(n_factors)]
    starts += [_random_orthogonal(n_factors, rng) for _ in range(n_starts - 1)]
    manifold: Manifold = Oblique() if oblique else Orthogonal()
    search = _Search(loadings / lengths, criterion, manifold, np.stack(starts), tolerance)
    iterations = search.descend(max_iterations)
    best = int(np.argmin(search.values))
    transformation = search.transformations[best]
    converged = search.converged | (search.is_stuck & (search.norms < _FLAT))
    correlations = transformation.T @ transformation if oblique else np.eye(n_factors)
    return Rotation(
        loadings=manifold.rotated(loadings, transformation[None])[0],
        factor_correlations=correlations,
        criterion=float(search.values[best]),
        converged=bool(converged[best]),
        iterations=int(iterations[best]),
        gradient_norm=float(search.norms[best]),
        n_starts_at_best=int(np.sum(search.values <= search.values[best] + SAME_MINIMUM)),
        n_starts=n_starts,
        n_distinct_minima=_count_distinct(search.values[converged]),
    )


def arranged(
    rotation: Rotation, *, n_in_place: int = 0, keeps_sign: BoolArray | None = None
) -> Rotation:
    """Return the rotation, its columns by sum of squares and signed to positive sums.

    Parameters
    ----------
    n_in_place : int
        Leading columns that are something by their place, such as a general factor.
    keeps_sign : (n_factors,), optional
        Columns that are something by their sign, such as those with a target; none if not given.
    """
    loadings = rotation.loadings
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    if keeps_sign is not None:
        signs[keeps_sign] = 1.0
    by_size = n_in_place + np.argsort(-(loadings[:, n_in_place:] ** 2).sum(axis=0), kind="stable")
    order = np.concatenate([np.arange(n_in_place), by_size])
    correlations = rotation.factor_correlations * np.outer(signs, signs)
    return replace(
        rotation,
        loadings=(loadings * signs)[:, order],
        factor_correlations=correlations[np.ix_(order, order)],
    )


class _Search:
    """All starts of one rotation on their way down."""

    def __init__(
        self,
        loadings: FloatArray,
        criterion: Criterion,
        manifold: Manifold,
        starts: FloatArray,
        tolerance: float,
    ) -> None:
        self.loadings, self.criterion, self.manifold = loadings, criterion, manifold
        self.tolerance = tolerance
        self.transformations = starts
        self.values, self.gradients = self._at(starts)
        self.norms: FloatArray = np.linalg.norm(self.gradients, axis=(-2, -1))
        #: (n_starts,) for which no step goes down: the criterion is flat in double precision.
        self.is_stuck: BoolArray = np.zeros(len(starts), dtype=np.bool_)

    @property
    def converged(self) -> BoolArray:
        """(n_starts,) whose gradient is within the tolerance."""
        converged: BoolArray = self.norms < self.tolerance
        return converged

    def descend(self, max_iterations: int) -> FloatArray:
        """Move every start to a minimum; return the iterations that each took."""
        n_starts = len(self.values)
        steps = np.ones(n_starts)
        references, weights = self.values.copy(), np.ones(n_starts)
        iterations = np.zeros(n_starts)
        is_moving = ~self.converged
        for iteration in range(max_iterations):
            moving = np.flatnonzero(is_moving)
            if not len(moving):
                break
            before = self.transformations[moving], self.gradients[moving]
            self._step(moving, steps, references)
            iterations[moving] += 1
            steps[moving] = self._next_steps(moving, *before, even=iteration % 2 == 0)
            past = _MEMORY * weights[moving]
            references[moving] = (past * references[moving] + self.values[moving]) / (past + 1)
            weights[moving] = past + 1
            is_moving = ~self.is_stuck & ~self.converged
        return iterations

    def _at(self, transformations: FloatArray) -> tuple[FloatArray, FloatArray]:
        rotated = self.manifold.rotated(self.loadings, transformations)
        values, by_rotated = self.criterion(rotated)
        gradient = self.manifold.gradient(self.loadings, transformations, rotated, by_rotated)
        return values, self.manifold.projected(transformations, gradient)

    def _step(self, moving: IntArray, steps: FloatArray, references: FloatArray) -> None:
        """Move these starts by the first step, halved as often as needed, that goes down enough."""
        pending = moving
        # Rounding of the criterion hides the decrease of the last steps.
        slack = 1e-15 * np.maximum(np.abs(references), 1e-3)
        while len(pending):
            downhill = steps[pending, None, None] * self.gradients[pending]
            candidates = self.manifold.retracted(self.transformations[pending] - downhill)
            values, gradients = self._at(candidates)
            promised = _DECREASE * steps[pending] * self.norms[pending] ** 2
            is_lower = values <= references[pending] - promised + slack[pending]
            done = pending[is_lower]
            self.transformations[done] = candidates[is_lower]
            self.values[done], self.gradients[done] = values[is_lower], gradients[is_lower]
            self.norms[done] = np.linalg.norm(gradients[is_lower], axis=(-2, -1))
            steps[pending[~is_lower]] /= 2
            pending = pending[~is_lower & (steps[pending] > _SMALLEST_STEP)]
        self.is_stuck[moving] = steps[moving] <= _SMALLEST_STEP

    def _next_steps(
        self, moving: IntArray, transformations: FloatArray, gradients: FloatArray, *, even: bool
    ) -> FloatArray:
        moved = self.transformations[moving] - transformations
        turned = self.gradients[moving] - gradients
        along = np.abs((moved * turned).sum(axis=(-2, -1)))
        above, below = (moved**2).sum(axis=(-2, -1)), along
        if even:
            above, below = along, (turned**2).sum(axis=(-2, -1))
        with np.errstate(divide="ignore", invalid="ignore"):
            steps = above / below
        return np.clip(np.where(np.isfinite(steps), steps, 1.0), 10 * _SMALLEST_STEP, _LARGEST_STEP)


def _random_orthogonal(size: int, rng: np.random.Generator) -> FloatArray:
    orthogonal, triangle = np.linalg.qr(rng.standard_normal((size, size)))
    matrix: FloatArray = orthogonal * np.sign(np.diag(triangle))
    return matrix


def _count_distinct(values: FloatArray) -> int:
    if not len(values):
        return 0
    return 1 + int(np.sum(np.diff(np.sort(values)) > SAME_MINIMUM))
