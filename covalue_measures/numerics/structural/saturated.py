"""The model without restrictions: every mean, variance and covariance a parameter of its own."""

import numpy as np

from covalue_measures.numerics.structural.implied import Slopes
from covalue_measures.numerics.structural.normal_sample import NormalSample
from covalue_measures.numerics.structural.normal_theory import (
    NormalPoint,
    casewise_scores,
    normal_point,
)
from covalue_measures.typing import BoolArray, FloatArray


def saturated_slopes(n_items: int, *, has_means: bool) -> Slopes:
    """Return the derivatives by means, then by the upper triangle of the covariance by rows."""
    first, second = np.triu_indices(n_items)
    one = np.eye(n_items)
    left, right = one[first], one[second] * np.where(first == second, 0.5, 1.0)[:, None]
    mean = np.zeros_like(left)
    if has_means:
        nothing = np.zeros((n_items, n_items))
        left, right = np.concatenate([nothing, left]), np.concatenate([nothing, right])
        mean = np.concatenate([one, mean])
    return Slopes(np.arange(len(left), dtype=np.int64), left, right, mean)


def saturated_information(
    point: NormalPoint, n_items: int, *, has_means: bool, observed: bool
) -> FloatArray:
    r"""Return the second derivatives of the likelihood by the moments themselves.

    Sums over patterns of :math:`W \otimes W` and :math:`W \otimes WTW` are one matrix product
    each; only then are the pairs picked.

    Parameters
    ----------
    point : NormalPoint
    n_items : int
    has_means : bool
    observed : bool
        Or expected, given the patterns.

    Returns
    -------
    (n_moments, n_moments)
    """
    flat = point.precision.reshape(len(point.share), -1)
    weighted = flat * point.share[:, None]
    same = weighted.T @ flat
    crossed = same
    if observed:
        mixed = weighted.T @ point.scatter.reshape(len(point.share), -1)
        crossed = mixed + mixed.T - same
    shape = (n_items,) * 4
    # [i, k, j, l] holds the sum of W_ik C_jl.
    products = crossed.reshape(shape)
    first, second = np.triu_indices(n_items)
    i, j = first[:, None], second[:, None]
    k, m = first[None, :], second[None, :]
    pairs = products[i, k, j, m] + products[i, m, j, k]
    pairs = (pairs + products[j, m, i, k] + products[j, k, i, m]) / 2
    half = np.where(first == second, 0.5, 1.0)
    pairs = pairs * half[:, None] * half
    if not has_means:
        return pairs
    n_means = n_items
    total = np.empty((n_means + len(first),) * 2)
    total[n_means:, n_means:] = pairs
    total[:n_means, :n_means] = np.tensordot(point.share, point.precision, axes=1)
    turn = np.zeros((n_means, len(first)))
    if observed:
        # [a, i, j] holds the sum of W_ai (W d)_j.
        leaning = np.tensordot(weighted.reshape(-1, n_items, n_items), point.pull, axes=(0, 0))
        turn = (leaning[:, first, second] + leaning[:, second, first]) * half
    total[:n_means, n_means:] = turn
    total[n_means:, :n_means] = turn.T
    return total


def saturated_point(
    sample: NormalSample, mean: FloatArray, covariance: FloatArray, *, has_means: bool
) -> NormalPoint:
    """Return the likelihood's parts at the saturated estimates.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the covariance is not positive definite.
    """
    point = normal_point(sample, mean, covariance, has_means=has_means)
    if point is None:
        raise np.linalg.LinAlgError("The sample covariance is not positive definite.")
    return point


def saturated_scaling(
    sample: NormalSample,
    mean: FloatArray,
    covariance: FloatArray,
    *,
    has_means: bool,
    is_given: BoolArray,
) -> float:
    r"""Return the trace of the products of scores times the inverse information.

    The number of moments if the responses are normal, and more if their tails are heavy. With
    complete data it needs the Mahalanobis distances only:
    :math:`p + \frac12 (\overline{d^4} - 2p + p)`, since the information of the moments is that
    of the normal distribution.

    Parameters
    ----------
    sample : NormalSample
        With its rows.
    mean : (n_items,)
    covariance : (n_items, n_items)
        Maximum likelihood estimates.
    has_means : bool
    is_given : (n_items,)
        Covariates, whose own moments are not counted.

    References
    ----------
    Yuan and Bentler (2000), doi:10.1111/0081-1750.00078; in this form Asparouhov and Muthen
    (2005), Multivariate statistical modeling with survey data.
    """
    n_items = len(mean)
    point = saturated_point(sample, mean, covariance, has_means=has_means)
    if sample.is_complete and sample.values is not None and not is_given.any():
        gap = sample.values - mean
        distance = np.einsum("ri,ij,rj->r", gap, point.precision[0], gap, optimize=True)
        pairs = float(np.mean(distance**2) - n_items) / 2
        return pairs + (n_items if has_means else 0)
    moved = saturated_slopes(n_items, has_means=has_means)
    scores = casewise_scores(sample, point, moved, mean, has_means=has_means)
    information = saturated_information(point, n_items, has_means=has_means, observed=True)
    products = scores.T @ scores / len(scores)
    counted = ~given_moments(is_given, has_means=has_means)
    kept = np.ix_(counted, counted)
    return float(np.trace(np.linalg.solve(information[kept], products[kept])))


def given_moments(is_given: BoolArray, *, has_means: bool) -> BoolArray:
    """Return which moments are those of given variables only: (n_moments,).

    Parameters
    ----------
    is_given : (n_items,)
    has_means : bool
        Means come before the upper triangle of the covariance by rows.
    """
    first, second = np.triu_indices(len(is_given))
    pairs: BoolArray = is_given[first] & is_given[second]
    return np.concatenate([is_given, pairs]) if has_means else pairs
