"""Reliability of a sum of ordinal answers, whose factors stand behind latent responses."""

import numpy as np
from scipy.special import ndtr

from covalue_measures.numerics.bivariate_normal import (
    bivariate_normal_cdf,
    bivariate_normal_density,
    bivariate_normal_slope,
)
from covalue_measures.numerics.variance_share import VarianceShare
from covalue_measures.typing import FloatArray, IntArray


def category_covariance(
    thresholds: FloatArray, threshold_item: IntArray, correlations: FloatArray
) -> FloatArray:
    r"""Return the covariances of the category numbers of cut normal responses.

    A category number is the count of thresholds below the response, so that

    .. math::
        \operatorname{cov}(X_j, X_k) = \sum_a \sum_b
        \Phi_2(\tau_{ja}, \tau_{kb}; \rho_{jk}) - \Phi(\tau_{ja}) \Phi(\tau_{kb})

    Parameters
    ----------
    thresholds : (n_thresholds,)
        Of responses with mean 0 and variance 1, item after item.
    threshold_item : (n_thresholds,)
    correlations : (n_items, n_items)
        With 1 in the diagonal it holds the items' own variances.

    Returns
    -------
    (n_items, n_items)

    References
    ----------
    Green and Yang (2009), doi:10.1007/s11336-008-9099-3.
    """
    rho = correlations[np.ix_(threshold_item, threshold_item)]
    first, second = thresholds[:, None], thresholds[None, :]
    # One response cut twice: below both thresholds is below the lower one.
    is_same = rho >= 1
    apart = bivariate_normal_cdf(first, second, np.where(is_same, 0.0, rho))
    joint = np.where(is_same, ndtr(np.minimum(first, second)), apart)
    below = ndtr(thresholds)
    owner = _owners(threshold_item, len(correlations))
    covariance: FloatArray = owner.T @ (joint - np.outer(below, below)) @ owner
    return covariance


def category_share(
    thresholds: FloatArray,
    threshold_item: IntArray,
    common: FloatArray,
    total: FloatArray,
    total_thresholds: FloatArray | None = None,
) -> VarianceShare:
    r"""Return the share of the variance of the sum of category numbers that is common.

    The common covariances are those of two sets of answers whose latent responses have nothing in
    common but the factors.

    Parameters
    ----------
    thresholds : (n_thresholds,)
        Of responses with mean 0 and variance 1.
    threshold_item : (n_thresholds,)
    common : (n_items, n_items)
        Covariances of what the latent responses share, communalities in the diagonal.
    total : (n_items, n_items)
        Correlations of the latent responses.
    total_thresholds : (n_thresholds,), optional
        Behind the whole variance, where it is observed and not implied.

    References
    ----------
    Green and Yang (2009), doi:10.1007/s11336-008-9099-3.
    """
    cuts = thresholds if total_thresholds is None else total_thresholds
    shared = float(category_covariance(thresholds, threshold_item, common).sum())
    whole = float(category_covariance(cuts, threshold_item, total).sum())
    value = shared / whole
    shared_by_cut, shared_by_common = _sum_slopes(thresholds, threshold_item, common)
    whole_by_cut, whole_by_total = _sum_slopes(cuts, threshold_item, total)
    return VarianceShare(
        value=value,
        by_common=shared_by_common / whole,
        by_total=-value * whole_by_total / whole,
        by_thresholds=(shared_by_cut - value * whole_by_cut) / whole,
    )


def _sum_slopes(
    thresholds: FloatArray, threshold_item: IntArray, correlations: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the derivatives of the sum of all category covariances.

    Returns
    -------
    (n_thresholds,), (n_items, n_items)
        By a correlation of 1, which is no parameter, 0.
    """
    rho = correlations[np.ix_(threshold_item, threshold_item)]
    first, second = thresholds[:, None], thresholds[None, :]
    is_same = rho >= 1
    inside = np.where(is_same, 0.0, rho)
    density = np.exp(-(thresholds**2) / 2) / np.sqrt(2 * np.pi)
    # Moving the higher of two cuts of one response changes nothing; equal ones share the change.
    same = density[:, None] * (0.5 + 0.5 * np.sign(second - first))
    moved = np.where(is_same, same, bivariate_normal_slope(first, second, inside))
    by_threshold = 2 * (moved.sum(axis=1) - density * ndtr(thresholds).sum())
    bend = np.where(is_same, 0.0, bivariate_normal_density(first, second, inside))
    owner = _owners(threshold_item, len(correlations))
    return by_threshold, owner.T @ bend @ owner


def _owners(threshold_item: IntArray, n_items: int) -> FloatArray:
    owners: FloatArray = np.eye(n_items)[threshold_item]
    return owners
