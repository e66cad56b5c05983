"""Covariances and correlations with missing cells."""

import numpy as np

from covalue_measures.typing import FloatArray


def pairwise_counts(values: FloatArray) -> FloatArray:
    """Return how many rows have both values, for each pair of columns.

    Parameters
    ----------
    values : (n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    (n_items, n_items)
    """
    present = (~np.isnan(values)).astype(np.float64)
    return present.T @ present


def pairwise_covariance(values: FloatArray) -> FloatArray:
    """Return covariances (denominator n - 1), each over the rows that have both values.

    Means are those of the same rows, so that without missing cells the result is the ordinary
    covariance matrix, and with them it need not be positive definite.

    Parameters
    ----------
    values : (n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    (n_items, n_items)
        NaN where fewer than two rows have both values.
    """
    present, filled, n = _centered(values)
    sums = filled.T @ present
    products = filled.T @ filled
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance: FloatArray = (products - sums * sums.T / n) / np.where(n > 1, n - 1, np.nan)
    return covariance


def pairwise_correlation(values: FloatArray) -> FloatArray:
    """Return Pearson correlations, means and variances taken over the rows of each pair.

    Parameters
    ----------
    values : (n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    (n_items, n_items)
        NaN where a column does not vary among the rows of a pair.
    """
    present, filled, n = _centered(values)
    sums = filled.T @ present
    squares = (filled**2).T @ present
    with np.errstate(invalid="ignore", divide="ignore"):
        cross = filled.T @ filled - sums * sums.T / n
        spread = squares - sums**2 / n
        # Rounding leaves a spread of about 1e-13 for a column that does not vary.
        spread = np.where(spread > 1e-12 * np.maximum(squares, 1e-300), spread, np.nan)
        # Rounding leaves a column's correlation with its copy a little above 1.
        correlation: FloatArray = np.clip(cross / np.sqrt(spread * spread.T), -1.0, 1.0)
    np.fill_diagonal(correlation, np.where(np.isnan(np.diag(spread)), np.nan, 1.0))
    return correlation


def _centered(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return presence, column-centered values with 0 for missing, and pairwise counts.

    Centering first keeps the sums of products small, and so exact.
    """
    present = (~np.isnan(values)).astype(np.float64)
    counts = present.sum(axis=0)
    zeroed = np.where(present > 0, values, 0.0)
    means = zeroed.sum(axis=0) / np.where(counts > 0, counts, 1.0)
    return present, np.where(present > 0, values - means, 0.0), present.T @ present


def covariance_to_correlation(covariance: FloatArray) -> FloatArray:
    """Return the covariances divided by both standard deviations.

    Parameters
    ----------
    covariance : (n_items, n_items)
    """
    deviations = np.sqrt(np.diag(covariance))
    correlation: FloatArray = covariance / np.outer(deviations, deviations)
    return correlation
