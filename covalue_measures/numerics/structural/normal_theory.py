r"""The normal log-likelihood of a mean and a covariance, from sums over patterns of missing cells.

Everything is half the discrepancy that is usual, that is minus the log-likelihood per respondent
without its constant:

.. math:: F = \sum_p \frac{n_p}{n} \frac12
    \left[\log|\Sigma_p| + \operatorname{tr}\Sigma_p^{-1}(S_p + d_p d_p^\top)\right],
    \quad d_p = \bar y_p - \mu_p
"""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.structural.implied import Slopes
from covalue_measures.numerics.structural.normal_sample import NormalSample
from covalue_measures.typing import FloatArray

#: Numbers held at a time when (n_parameters, n_parameters) matrices of many patterns are added.
_BLOCK = 2**24


@dataclass(frozen=True, slots=True)
class NormalPoint:
    r"""The likelihood's parts at one mean and covariance.

    With W the inverse covariance of what a pattern observed, padded with zeros, and T its
    scatter about the implied mean.
    """

    value: float
    #: (n_patterns, n_items, n_items) W.
    precision: FloatArray
    #: (n_patterns, n_items) W d.
    pull: FloatArray
    #: (n_patterns, n_items, n_items) W T W.
    scatter: FloatArray
    #: (n_patterns,) share of the respondents.
    share: FloatArray

    @property
    def covariance_gradient(self) -> FloatArray:
        """E with dF = tr(E dSigma) / 2: (n_items, n_items)."""
        total: FloatArray = np.einsum("p,pij->ij", self.share, self.precision - self.scatter)
        return total

    @property
    def mean_gradient(self) -> FloatArray:
        """Derivative of F by the mean: (n_items,)."""
        return -(self.share @ self.pull)


def normal_point(
    sample: NormalSample, mean: FloatArray, covariance: FloatArray, *, has_means: bool
) -> NormalPoint | None:
    """Return the likelihood's parts, or None where the covariance is not positive definite.

    Parameters
    ----------
    sample : NormalSample
    mean : (n_items,)
        Ignored without ``has_means``: each pattern then has its own.
    covariance : (n_items, n_items)
    """
    seen = sample.is_observed.astype(np.float64)
    both = seen[:, :, None] * seen[:, None, :]
    padded = covariance * both
    diagonal = np.arange(len(mean))
    padded[:, diagonal, diagonal] += 1.0 - seen
    try:
        factor = np.linalg.cholesky(padded)
    except np.linalg.LinAlgError:
        return None
    log_determinant = 2 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    precision = np.linalg.inv(padded) * both
    scatter = sample.covariances
    if has_means:
        gap = np.where(sample.is_observed, sample.means - mean, 0.0)
        scatter = scatter + gap[:, :, None] * gap[:, None, :]
        pull = (precision @ gap[..., None])[..., 0]
    else:
        pull = np.zeros_like(sample.means)
    share = sample.counts / sample.counts.sum()
    distance = np.einsum("pij,pij->p", precision, scatter)
    return NormalPoint(
        value=float(share @ (log_determinant + distance) / 2),
        precision=precision,
        pull=pull,
        scatter=precision @ scatter @ precision,
        share=share,
    )


def normal_gradient(point: NormalPoint, moved: Slopes) -> FloatArray:
    """Return the derivatives of F by the parameters: (n_moved,)."""
    covariance = np.einsum("qi,ij,qj->q", moved.left, point.covariance_gradient, moved.right)
    gradient: FloatArray = covariance + moved.mean @ point.mean_gradient
    return gradient


def expected_information(point: NormalPoint, moved: Slopes) -> FloatArray:
    """Return the expected second derivatives of F, over the patterns observed.

    Returns
    -------
    (n_moved, n_moved)
    """
    left, right, mean = moved.left, moved.right, moved.mean
    total = np.zeros((len(left), len(left)))
    for part in _blocks(point, len(left)):
        precision, share = point.precision[part], point.share[part]
        by_left, by_right = left @ precision, right @ precision
        both = (by_left @ left.T) * (by_right @ right.T)
        cross = by_left @ right.T
        both += cross * cross.swapaxes(1, 2)
        both += mean @ precision @ mean.T
        total += np.tensordot(share, both, axes=1)
    return total


def observed_curvature(point: NormalPoint, moved: Slopes) -> FloatArray:
    """Return the second derivatives of F along the slopes, their own bending left out.

    Returns
    -------
    (n_moved, n_moved)
    """
    left, right, mean = moved.left, moved.right, moved.mean
    total = np.zeros((len(left), len(left)))
    for part in _blocks(point, len(left)):
        precision, share, pull = point.precision[part], point.share[part], point.pull[part]
        scatter = point.scatter[part]
        by_left, by_right, by_mean = left @ precision, right @ precision, mean @ precision
        left_left, right_right = by_left @ left.T, by_right @ right.T
        left_right = by_left @ right.T
        right_left = left_right.swapaxes(1, 2)
        bent_left, bent_right = left @ scatter, right @ scatter
        bent = bent_left @ right.T
        curve = right_left * bent + left_right * bent.swapaxes(1, 2)
        curve += left_left * (bent_right @ right.T) + right_right * (bent_left @ left.T)
        curve -= left_left * right_right + left_right * right_left
        turn = (by_mean @ left.T) * (pull @ right.T)[:, None, :]
        turn += (by_mean @ right.T) * (pull @ left.T)[:, None, :]
        curve += turn + turn.swapaxes(1, 2) + by_mean @ mean.T
        total += np.tensordot(share, curve, axes=1)
    return total


def casewise_scores(
    sample: NormalSample, point: NormalPoint, moved: Slopes, mean: FloatArray, *, has_means: bool
) -> FloatArray:
    """Return each respondent's derivatives of the log-likelihood by the parameters.

    Parameters
    ----------
    sample : NormalSample
        With its rows.
    mean : (n_items,)

    Returns
    -------
    (n_respondents, n_moved)
    """
    if sample.values is None:
        raise ValueError("Scores of respondents need their rows, not only their moments.")
    center = np.where(has_means, mean, sample.means[0])
    gap = np.nan_to_num(sample.values - center)
    pull = np.empty_like(gap)
    for number in range(len(sample.counts)):
        rows = sample.pattern == number
        pull[rows] = gap[rows] @ point.precision[number]
    level = np.einsum("qi,pij,qj->pq", moved.left, point.precision, moved.right, optimize=True)
    scores = (pull @ moved.left.T) * (pull @ moved.right.T)
    scores -= level[sample.pattern]
    if has_means:
        scores += pull @ moved.mean.T
    return scores


def _blocks(point: NormalPoint, n_moved: int) -> list[slice]:
    step = max(1, _BLOCK // max(1, n_moved**2))
    return [slice(start, start + step) for start in range(0, len(point.share), step)]
