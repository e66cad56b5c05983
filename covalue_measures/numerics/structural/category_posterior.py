"""What categories say of standard normal variables behind them: posterior mode and moments."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
from scipy.special import ndtr

from covalue_measures.typing import FloatArray

#: Nodes of the quadrature in one dimension and over all dimensions, at most.
_MOST_NODES = 41
_ALL_NODES = 4096
#: Nodes times respondents that are held at a time.
_BLOCK = 2**18
#: Smallest probability whose logarithm is taken.
_TINY = 1e-300
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenIntervals:
    r"""The interval that each respondent's category leaves for the response behind it.

    Given the dimensions z, which are standard normal and independent, the category is chosen with
    probability :math:`\Phi(u - s^\top z) - \Phi(l - s^\top z)`, independently over items.
    """

    #: (n_respondents, n_items) in units of the residual standard deviation; the widest interval
    #: stands for a missing answer.
    lower: FloatArray
    upper: FloatArray
    #: (n_items, n_dimensions)
    slopes: FloatArray


def posterior_mode(chosen: ChosenIntervals) -> tuple[FloatArray, FloatArray]:
    """Return the most likely dimensions, and the inverse curvature of the log posterior there.

    Newton's method; the posterior is log-concave and has one mode.

    Returns
    -------
    (n_respondents, n_dimensions), (n_respondents, n_dimensions, n_dimensions)
    """
    slopes = chosen.slopes
    mode = np.zeros((len(chosen.lower), slopes.shape[1]))
    value, gradient, curvature = _log_posterior(chosen, mode)
    for _ in range(_MOST_STEPS):
        step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
        if np.abs(step).max(initial=0.0) < 1e-10:
            break
        # Halved until nobody's posterior falls, but for rounding.
        for _ in range(30):
            trial = _log_posterior(chosen, mode + step)
            falls = trial[0] < value - 1e-10 * np.abs(value)
            if not falls.any():
                break
            step[falls] /= 2
        mode = mode + step
        value, gradient, curvature = trial
    return mode, np.asarray(np.linalg.inv(curvature), dtype=np.float64)


def posterior_moments(chosen: ChosenIntervals) -> tuple[FloatArray, FloatArray]:
    """Return means and covariances of the dimensions.

    Gauss-Hermite quadrature about each respondent's mode, along the curvature there: 41 nodes in
    one dimension, 21 in each of two; over more, as many in each as make about 4,000 together, 3
    at least.

    Returns
    -------
    (n_respondents, n_dimensions), (n_respondents, n_dimensions, n_dimensions)

    References
    ----------
    Naylor and Smith (1982), doi:10.2307/2347995.
    """
    mode, spread = posterior_mode(chosen)
    root = np.linalg.cholesky(spread)
    nodes, log_weights = _product_rule(mode.shape[1])
    mean, covariance = np.empty_like(mode), np.empty_like(spread)
    size = max(_BLOCK // len(nodes), 1)
    for first in range(0, len(mode), size):
        rows = slice(first, first + size)
        at = mode[rows, None, :] + nodes @ root[rows].swapaxes(-1, -2)
        heights = log_weights - np.sum(at**2, axis=-1) / 2
        for item, slopes in enumerate(chosen.slopes):
            common = at @ slopes
            lower, upper = chosen.lower[rows, item, None], chosen.upper[rows, item, None]
            heights += np.log(_probability(lower - common, upper - common))
        weights = np.exp(heights - heights.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        shift = weights @ nodes
        second = (
            weights @ (nodes[:, :, None] * nodes[:, None, :]).reshape(len(nodes), -1)
        ).reshape(-1, *spread.shape[1:]) - shift[:, :, None] * shift[:, None, :]
        mean[rows] = mode[rows] + (root[rows] @ shift[..., None])[..., 0]
        covariance[rows] = root[rows] @ second @ root[rows].swapaxes(-1, -2)
    return mean, covariance


def n_nodes(n_dimensions: int) -> int:
    """Return the nodes of the quadrature in each dimension."""
    if n_dimensions < 3:
        return {0: 1, 1: _MOST_NODES, 2: 21}[n_dimensions]
    return max(int(_ALL_NODES ** (1 / n_dimensions) + 1e-9), 3)


def _product_rule(n_dimensions: int) -> tuple[FloatArray, FloatArray]:
    """Return nodes (n_nodes, n_dimensions), and log weights for a density over a normal one."""
    points, weights = np.polynomial.hermite_e.hermegauss(n_nodes(n_dimensions))
    grid = np.stack(np.meshgrid(*[points] * n_dimensions, indexing="ij"), axis=-1)
    nodes = grid.reshape(-1, n_dimensions)
    every = reduce(np.multiply.outer, [weights] * n_dimensions, np.ones(())).ravel()
    return nodes, np.log(every) + np.sum(nodes**2, axis=1) / 2


def _log_posterior(
    chosen: ChosenIntervals, at: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the log posterior (n,), its gradient (n, d) and minus its Hessian (n, d, d)."""
    common = at @ chosen.slopes.T
    lower, upper = chosen.lower - common, chosen.upper - common
    probability = _probability(lower, upper)
    at_lower, at_upper = _density(lower), _density(upper)
    first = (at_lower - at_upper) / probability
    second = first**2 - (lower * at_lower - upper * at_upper) / probability
    value = np.log(probability).sum(axis=1) - np.sum(at**2, axis=1) / 2
    gradient = first @ chosen.slopes - at
    weighted = chosen.slopes.T @ (second[:, :, None] * chosen.slopes)
    return value, gradient, weighted + np.eye(at.shape[1])


def _probability(lower: FloatArray, upper: FloatArray) -> FloatArray:
    """Return the normal probability between, without loss of digits in the upper tail."""
    mirrored = lower > 0
    high = np.where(mirrored, -lower, upper)
    low = np.where(mirrored, -upper, lower)
    return np.asarray(np.maximum(ndtr(high) - ndtr(low), _TINY))


def _density(at: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi))
