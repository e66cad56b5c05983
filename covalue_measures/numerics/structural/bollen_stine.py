"""Rows that fit a model exactly, with the distribution of rows that do not."""

import numpy as np

from covalue_measures.typing import FloatArray


def model_rows(
    values: FloatArray,
    mean: FloatArray,
    covariance: FloatArray,
    implied_mean: FloatArray,
    implied_covariance: FloatArray,
) -> FloatArray:
    r"""Return the rows moved and stretched until their moments are those of the model.

    .. math:: z_r = \hat\mu + \hat\Sigma^{1/2} S^{-1/2} (y_r - \bar y)

    with symmetric square roots. Draws from them show how a test statistic varies where the model
    holds and the answers are no more normal than they are.

    Parameters
    ----------
    values : (n_respondents, n_items)
        Complete.
    mean : (n_items,)
    covariance : (n_items, n_items)
        Of the rows, divided by whatever it is compared with the model by; positive definite.
    implied_mean : (n_items,)
    implied_covariance : (n_items, n_items)

    References
    ----------
    Bollen and Stine (1992), doi:10.1177/0049124192021002004.
    """
    turn = _root(implied_covariance) @ np.linalg.inv(_root(covariance))
    rows: FloatArray = implied_mean + (values - mean) @ turn.T
    return rows


def _root(covariance: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(covariance)
    root: FloatArray = (vectors * np.sqrt(values)) @ vectors.T
    return root
