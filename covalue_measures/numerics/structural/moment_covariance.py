"""Asymptotic covariance of means and covariances, without assuming a distribution."""

import numpy as np

from covalue_measures.typing import FloatArray


def moment_covariance(values: FloatArray, *, has_means: bool) -> FloatArray:
    r"""Return the covariance of the moments times the number of respondents.

    .. math:: \Gamma = \frac1n \sum_r (t_r - \bar t)(t_r - \bar t)^\top, \quad
        t_r = (y_r, \operatorname{vech} (y_r - \bar y)(y_r - \bar y)^\top)

    Parameters
    ----------
    values : (n_respondents, n_items)
        Complete.
    has_means : bool
        Put the means before the upper triangle of the covariance by rows.

    References
    ----------
    Browne (1984), doi:10.1111/j.2044-8317.1984.tb00789.x, equation 2.4.
    """
    gap = values - values.mean(axis=0)
    first, second = np.triu_indices(values.shape[1])
    terms = gap[:, first] * gap[:, second]
    terms -= terms.mean(axis=0)
    if has_means:
        terms = np.concatenate([gap, terms], axis=1)
    covariance: FloatArray = terms.T @ terms / len(values)
    return covariance
