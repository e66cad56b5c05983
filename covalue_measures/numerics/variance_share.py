"""Shares of variance with the slopes that standard errors need."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """A share of variance and its derivatives."""

    value: float
    #: (n_items, n_items) by each entry of the common and of the whole covariance.
    by_common: FloatArray
    by_total: FloatArray
    #: (n_thresholds,) empty unless items are categories.
    by_thresholds: FloatArray


def composite_share(common: FloatArray, total: FloatArray) -> VarianceShare:
    r"""Return the share of the variance of the items' sum that is common.

    .. math:: \mathbf{1}^\top C \mathbf{1} / \mathbf{1}^\top S \mathbf{1}

    Parameters
    ----------
    common, total : (n_items, n_items)
        Covariances of what the items share, and of the items.

    References
    ----------
    McDonald (1999), Test theory, doi:10.4324/9781410601087.
    """
    return _share(common, total, np.ones_like(common))


def item_share(common: FloatArray, total: FloatArray) -> VarianceShare:
    """Return the share of the items' own variances that is common: average variance extracted.

    Parameters
    ----------
    common, total : (n_items, n_items)

    References
    ----------
    Fornell and Larcker (1981), doi:10.1177/002224378101800104.
    """
    return _share(common, total, np.eye(len(common)))


def _share(common: FloatArray, total: FloatArray, weights: FloatArray) -> VarianceShare:
    whole = float((weights * total).sum())
    value = float((weights * common).sum()) / whole
    return VarianceShare(value, weights / whole, -value * weights / whole, np.zeros(0))
