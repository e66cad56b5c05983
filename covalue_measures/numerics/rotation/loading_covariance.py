"""Sampling covariance of rotated loadings and factor correlations.

Parameters stand in the order of a rotation's conditions: standardized loadings by rows, then, if
factors may correlate, their correlations above the diagonal. Items are none of them Heywood cases.
"""

import numpy as np

from covalue_measures.typing import FloatArray

# Rotations that fit and rotate equally well leave a bordered matrix worse conditioned than this.
_LARGEST_CONDITION = 1e13


def likelihood_covariance(
    loadings: FloatArray, factor_correlations: FloatArray, conditions: FloatArray
) -> FloatArray:
    r"""Return the covariance of maximum likelihood estimates times the number of respondents.

    For normal answers of which covariances, not correlations, were observed: standardized loadings
    follow from ``unstandardized_covariance`` by the delta method, since the variances of the items
    are estimates too.

    Parameters
    ----------
    loadings : (n_items, n_factors)
    factor_correlations : (n_factors, n_factors)
    conditions : (n_conditions, n_parameters)
        Derivatives of what is 0 for this rotation.

    Returns
    -------
    (n_parameters, n_parameters)
        NaN if the conditions do not single out a rotation.
    """
    standardized = _standardization(loadings, factor_correlations, conditions.shape[1])
    inner = unstandardized_covariance(loadings, factor_correlations, conditions)
    covariance: FloatArray = standardized @ inner @ standardized.T
    return covariance


def unstandardized_covariance(
    loadings: FloatArray, factor_correlations: FloatArray, conditions: FloatArray
) -> FloatArray:
    r"""Return the covariance of the estimates before items are brought to variance 1.

    In units in which that variance is 1; uniquenesses follow the other parameters. The information
    of :math:`\Sigma = \Lambda\Phi\Lambda^\top + \Psi` is singular, as every rotation fits as well;
    bordered by the conditions that single one out it has an inverse, whose leading block is the
    covariance.

    Parameters
    ----------
    loadings : (n_items, n_factors)
    factor_correlations : (n_factors, n_factors)
    conditions : (n_conditions, n_parameters)
        Derivatives, by standardized parameters, of what is 0 for this rotation.

    Returns
    -------
    (n_parameters + n_items, n_parameters + n_items)

    References
    ----------
    Jennrich (1974), doi:10.1007/BF02291575; the information: Lawley and Maxwell (1971), Factor
    analysis as a statistical method.
    """
    n_parameters = conditions.shape[1]
    standardized = _standardization(loadings, factor_correlations, n_parameters)
    information = _information(loadings, factor_correlations, n_parameters)
    return _bordered_inverse(information, conditions @ standardized)


def least_squares_weights(
    loadings: FloatArray, factor_correlations: FloatArray, conditions: FloatArray
) -> FloatArray:
    r"""Return what each correlation adds to each minimum residual estimate.

    With J the derivatives of the implied correlations, the leading block of the inverse of
    :math:`J^\top J`, bordered by the conditions, times :math:`J^\top`.

    Parameters
    ----------
    loadings : (n_items, n_factors)
    factor_correlations : (n_factors, n_factors)
    conditions : (n_conditions, n_parameters)
        Derivatives of what is 0 for this rotation.

    Returns
    -------
    (n_parameters, n_pairs)
        Of the correlations above the diagonal, in row order; NaN if the conditions do not single
        out a rotation.

    References
    ----------
    Browne (1984), doi:10.1111/j.2044-8317.1984.tb00789.x, for estimators that do not weight by
    their data's covariance; bordered as in Jennrich (1974), doi:10.1007/BF02291575.
    """
    first, second = np.triu_indices(len(loadings), 1)
    structure = loadings @ factor_correlations
    pairs = np.arange(len(first))
    by_loading = np.zeros((len(first), *loadings.shape))
    by_loading[pairs, first] = structure[second]
    by_loading[pairs, second] = structure[first]
    derivatives = by_loading.reshape(len(first), -1)
    if conditions.shape[1] > loadings.size:
        one, other = np.triu_indices(len(factor_correlations), 1)
        products = loadings[:, one][first] * loadings[:, other][second]
        products += loadings[:, other][first] * loadings[:, one][second]
        derivatives = np.hstack([derivatives, products])
    inverse = _bordered_inverse(derivatives.T @ derivatives, conditions)
    weights: FloatArray = inverse @ derivatives.T
    return weights


def normal_covariance_of(weights: FloatArray, correlation: FloatArray) -> FloatArray:
    r"""Return the covariance of weighted sums of correlations times the number of respondents.

    For normal answers. To first order a sum of correlations is a sum of covariances,
    :math:`\operatorname{tr} H S`, and two such sums covary by
    :math:`2 \operatorname{tr} H_1 \Sigma H_2 \Sigma / n`.

    Parameters
    ----------
    weights : (n_sums, n_pairs)
        Of the correlations above the diagonal, in row order.
    correlation : (n_items, n_items)

    Returns
    -------
    (n_sums, n_sums)
    """
    n_items = len(correlation)
    sums = np.zeros((len(weights), n_items, n_items))
    first, second = np.triu_indices(n_items, 1)
    sums[:, first, second] = sums[:, second, first] = weights / 2
    # A correlation falls by half of itself with the variance of either item.
    items = np.arange(n_items)
    sums[:, items, items] = -(sums * correlation).sum(axis=2)
    products = sums @ correlation
    flat, turned = (each.reshape(len(weights), -1) for each in (products, products.mT))
    covariance: FloatArray = 2 * flat @ turned.T
    return covariance


def _standardization(
    loadings: FloatArray, factor_correlations: FloatArray, n_parameters: int
) -> FloatArray:
    """Return the derivatives of standardized parameters by the parameters, then uniquenesses.

    A loading is divided by the item's standard deviation, here at its value of 1.
    """
    n_items, n_factors = loadings.shape
    by_loading = np.zeros((n_items, n_items, n_factors))
    items = np.arange(n_items)
    by_loading[items, items] = 2 * loadings @ factor_correlations
    one, other = np.triu_indices(n_factors, 1)
    by_pair = 2 * loadings[:, one] * loadings[:, other]
    of_variance = np.hstack([by_loading.reshape(n_items, -1), by_pair])[:, :n_parameters]
    of_variance = np.repeat(np.hstack([of_variance, np.eye(n_items)]), n_factors, axis=0)
    standardized = np.eye(n_parameters, n_parameters + n_items)
    standardized[: loadings.size] -= loadings.reshape(-1, 1) * of_variance / 2
    return standardized


def _information(
    loadings: FloatArray, factor_correlations: FloatArray, n_parameters: int
) -> FloatArray:
    r"""Return the information of one answer on the parameters, then uniquenesses.

    Two parameters share :math:`\tfrac12 \operatorname{tr} \Sigma^{-1} \dot\Sigma_1 \Sigma^{-1}
    \dot\Sigma_2`. Each derivative of the covariances is :math:`u v^\top + v u^\top`, for a
    uniqueness with v half of u, which makes the trace a sum of two products.
    """
    n_items, n_factors = loadings.shape
    structure = loadings @ factor_correlations
    implied = structure @ loadings.T
    np.fill_diagonal(implied, 1.0)
    one, other = np.triu_indices(n_factors, 1)
    n_pairs = n_parameters - loadings.size
    unit = np.eye(n_items)
    left = np.hstack([np.repeat(unit, n_factors, axis=1), loadings[:, one][:, :n_pairs], unit])
    right = np.hstack(
        [np.tile(structure, n_items), loadings[:, other][:, :n_pairs], unit / 2],
    )
    weighted_left, weighted_right = np.linalg.solve(implied, left), np.linalg.solve(implied, right)
    straight = (left.T @ weighted_left) * (right.T @ weighted_right)
    crossed = left.T @ weighted_right
    information: FloatArray = straight + crossed * crossed.T
    return information


def _bordered_inverse(information: FloatArray, conditions: FloatArray) -> FloatArray:
    """Return the leading block of the inverse of the information with the conditions around it."""
    size, n_conditions = len(information), len(conditions)
    # To the size of the information, so that the condition number speaks of the problem alone.
    lengths: FloatArray = np.linalg.norm(conditions, axis=1, keepdims=True)
    scaled = conditions / np.where(lengths > 0, lengths, 1.0) * np.abs(information).max()
    bordered = np.zeros((size + n_conditions, size + n_conditions))
    bordered[:size, :size] = information
    bordered[size:, :size], bordered[:size, size:] = scaled, scaled.T
    if np.linalg.cond(bordered) > _LARGEST_CONDITION:
        return np.full((size, size), np.nan)
    inverse: FloatArray = np.asarray(np.linalg.inv(bordered)[:size, :size])
    return inverse
