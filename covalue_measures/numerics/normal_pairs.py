"""Correlations of pairs of continuous items whose means and variances are those of the margins."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.covariance import pairwise_counts
from covalue_measures.typing import FloatArray


def normal_correlations(standardized: FloatArray) -> FloatArray:
    r"""Return the correlations that make the pairs of a bivariate normal sample most likely.

    Over the rows with both values; means and variances are each item's own, over all its rows.
    Without missing cells this is Pearson's correlation. The likelihood equation is the cubic

    .. math:: n\rho^3 - s_{12}\rho^2 + (s_{11} + s_{22} - n)\rho - s_{12} = 0,

    s being sums of squares and products of the standardized values of a pair.

    Parameters
    ----------
    standardized : (n_respondents, n_continuous)
        Means 0 and mean squares 1 over each column's own rows; NaN for missing.

    Returns
    -------
    (n_continuous, n_continuous)
        Unit diagonal.

    References
    ----------
    Kendall and Stuart (1979), The advanced theory of statistics, volume 2, chapter 18: the cubic.
    """
    n_items = standardized.shape[1]
    first, second = np.triu_indices(n_items, 1)
    present = (~np.isnan(standardized)).astype(np.float64)
    z = np.nan_to_num(standardized)
    n = pairwise_counts(standardized)[first, second]
    products = (z.T @ z)[first, second] / n
    squares = (z**2).T @ present
    sizes = (squares[first, second] + squares[second, first]) / n
    # Roots of a monic cubic are the eigenvalues of its companion matrix.
    companion = np.zeros((len(n), 3, 3))
    companion[:, 1, 0] = companion[:, 2, 1] = 1.0
    companion[:, 0, 2] = products
    companion[:, 1, 2] = 1 - sizes
    companion[:, 2, 2] = products
    roots = np.linalg.eigvals(companion)
    is_real = np.abs(roots.imag) < 1e-8
    rho = np.clip(roots.real, -1 + 1e-12, 1 - 1e-12)
    rest = 1 - rho**2
    deviance = np.log(rest) + (sizes[:, None] - 2 * rho * products[:, None]) / rest
    best = np.argmin(np.where(is_real, deviance, np.inf), axis=1)
    correlations = np.eye(n_items)
    correlations[first, second] = correlations[second, first] = rho[np.arange(len(n)), best]
    return correlations


@dataclass(frozen=True, slots=True)
class NormalSlopes:
    """First derivatives of the bivariate normal log-density, for a list of pairs.

    Each (n_respondents, n_pairs), 0 where either is missing.
    """

    by_correlation: FloatArray
    #: By the standardized values, with a minus sign.
    first_residual: FloatArray
    second_residual: FloatArray


def normal_slopes(first: FloatArray, second: FloatArray, rho: FloatArray) -> NormalSlopes:
    """Return the derivatives at standardized values.

    Parameters
    ----------
    first, second : (n_respondents, n_pairs)
        NaN for missing.
    rho : (n_pairs,)
    """
    is_present = ~np.isnan(first + second)
    rest = (1 - rho) * (1 + rho)
    x, y = np.where(is_present, first, 0.0), np.where(is_present, second, 0.0)
    first_residual, second_residual = (x - rho * y) / rest, (y - rho * x) / rest
    # The exponent is half of x times its residual plus y times its own.
    by_correlation = np.where(is_present, rho / rest + first_residual * second_residual, 0.0)
    return NormalSlopes(by_correlation, first_residual, second_residual)
