"""Mean and covariance of a normal distribution from data with missing cells."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import chdtrc

from covalue_measures.numerics.convergence import Convergence
from covalue_measures.typing import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Pattern:
    """Respondents with the same columns observed, by their sums."""

    #: (n_columns,)
    is_observed: BoolArray
    n: int
    #: (n_observed,) mean of the observed columns.
    mean: FloatArray
    #: (n_observed, n_observed) sum of products of deviations from ``mean``.
    scatter: FloatArray


@dataclass(frozen=True, slots=True)
class SaturatedNormal:
    """Maximum likelihood estimates, the covariance with denominator n."""

    mean: FloatArray
    covariance: FloatArray
    convergence: Convergence


def patterns_of(values: FloatArray) -> list[Pattern]:
    """Return the rows grouped by which cells they have; rows without any are left out.

    Parameters
    ----------
    values : (n_respondents, n_columns)
        NaN where missing.
    """
    observed, group = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    patterns = []
    for number, is_observed in enumerate(observed):
        if is_observed.any():
            rows = values[np.ix_(group.ravel() == number, is_observed)]
            deviations = rows - rows.mean(axis=0)
            patterns.append(
                Pattern(is_observed, len(rows), rows.mean(axis=0), deviations.T @ deviations)
            )
    return patterns


def fit_saturated_normal(
    patterns: list[Pattern], *, tolerance: float = 1e-10, max_iterations: int = 10_000
) -> SaturatedNormal:
    """Return the estimates by expectation-maximization over the patterns.

    Parameters
    ----------
    patterns : list of Pattern
        Every column observed in at least one of them.
    tolerance : float
        Largest last change of a mean or covariance, in standard deviations of its columns.

    References
    ----------
    Little and Rubin (2002), Statistical analysis with missing data, section 11.2.1.
    """
    n = sum(pattern.n for pattern in patterns)
    mean, covariance = _available_moments(patterns)
    change, iteration = np.inf, 0
    while change > tolerance and iteration < max_iterations:
        iteration += 1
        new_mean, new_covariance = _step(patterns, n, mean, covariance)
        scale = np.sqrt(np.diag(new_covariance))
        change = max(
            float(np.max(np.abs(new_mean - mean) / scale)),
            float(np.max(np.abs(new_covariance - covariance) / np.outer(scale, scale))),
        )
        mean, covariance = new_mean, new_covariance
    converged = change <= tolerance
    return SaturatedNormal(
        mean=mean,
        covariance=covariance,
        convergence=Convergence(
            converged=converged,
            iterations=iteration,
            objective=float("nan"),
            gradient=change,
            message="converged" if converged else f"stopped after {max_iterations} steps",
        ),
    )


def _available_moments(patterns: list[Pattern]) -> tuple[FloatArray, FloatArray]:
    """Return means and variances of the observed cells, without correlations."""
    size = len(patterns[0].is_observed)
    counts, sums, squares = np.zeros(size), np.zeros(size), np.zeros(size)
    for pattern in patterns:
        where = pattern.is_observed
        counts[where] += pattern.n
        sums[where] += pattern.n * pattern.mean
        squares[where] += np.diag(pattern.scatter) + pattern.n * pattern.mean**2
    mean = sums / counts
    return mean, np.diag(squares / counts - mean**2)


def _step(
    patterns: list[Pattern], n: int, mean: FloatArray, covariance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the moments of the completed data: one expectation and one maximization."""
    shift, products = np.zeros_like(mean), np.zeros_like(covariance)
    for pattern in patterns:
        seen, hidden = np.flatnonzero(pattern.is_observed), np.flatnonzero(~pattern.is_observed)
        factor = cho_factor(covariance[np.ix_(seen, seen)])
        # Identity for what was seen, regression on it for what was not.
        complete = np.zeros((len(mean), len(seen)))
        complete[seen, np.arange(len(seen))] = 1.0
        complete[hidden] = cho_solve(factor, covariance[np.ix_(seen, hidden)]).T
        gap = pattern.mean - mean[seen]
        scatter = pattern.scatter + pattern.n * np.outer(gap, gap)
        shift += pattern.n * complete @ gap
        products += complete @ scatter @ complete.T
        rest = covariance[np.ix_(hidden, hidden)]
        rest = rest - complete[hidden] @ covariance[np.ix_(seen, hidden)]
        products[np.ix_(hidden, hidden)] += pattern.n * rest
    shift /= n
    return mean + shift, products / n - np.outer(shift, shift)


@dataclass(frozen=True, slots=True)
class LittleTest:
    """Little's chi-square test that values are missing completely at random."""

    statistic: float
    df: int
    p: float


def little_test(patterns: list[Pattern], fit: SaturatedNormal) -> LittleTest:
    r"""Return Little's test from the patterns' means.

    .. math::
        d^2 = \sum_j n_j (\bar y_j - \hat\mu_j)^\top \hat\Sigma_j^{-1} (\bar y_j - \hat\mu_j)

    Parameters
    ----------
    patterns : list of Pattern
    fit : SaturatedNormal
        Estimates, the covariance with denominator n.

    References
    ----------
    Little (1988), doi:10.1080/01621459.1988.10478722, equation 4.
    """
    statistic = 0.0
    for pattern in patterns:
        seen = np.flatnonzero(pattern.is_observed)
        gap = pattern.mean - fit.mean[seen]
        factor = cho_factor(fit.covariance[np.ix_(seen, seen)])
        statistic += pattern.n * float(gap @ cho_solve(factor, gap))
    df = sum(int(pattern.is_observed.sum()) for pattern in patterns) - len(fit.mean)
    return LittleTest(statistic, df, float(chdtrc(df, statistic)) if df else float("nan"))
