"""Weights that turn standardized answers into factor scores."""

from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.typing import FloatArray

FactorScoreMethod: TypeAlias = Literal["thurstone", "bartlett", "ten_berge", "anderson"]


def factor_score_weights(
    method: FactorScoreMethod,
    correlation: FloatArray,
    loadings: FloatArray,
    factor_correlations: FloatArray,
    uniquenesses: FloatArray,
) -> FloatArray:
    """Return the weights (n_items, n_factors) of a method.

    Parameters
    ----------
    correlation : (n_items, n_items)
        Positive definite.
    loadings : (n_items, n_factors)
        Pattern.
    factor_correlations : (n_factors, n_factors)
    uniquenesses : (n_items,)
        Above 0.

    References
    ----------
    Thurstone (1935), The vectors of mind, p. 226; Bartlett (1937),
    doi:10.1111/j.2044-8295.1937.tb00863.x; ten Berge, Krijnen, Wansbeek and Shapiro (1999),
    doi:10.1016/S0024-3795(97)10007-6; Anderson and Rubin (1956), Proceedings of the third Berkeley
    symposium 5, 111-150.
    """
    weights: FloatArray
    if method == "thurstone":
        structure = loadings @ factor_correlations
        weights = np.asarray(np.linalg.solve(correlation, structure), dtype=np.float64)
        return weights
    if method == "ten_berge":
        return _ten_berge(correlation, loadings, factor_correlations)
    precise = loadings / uniquenesses[:, None]
    if method == "bartlett":
        weights = precise @ np.linalg.inv(loadings.T @ precise)
    else:
        weights = precise @ _power(precise.T @ correlation @ precise, -0.5)
    return weights


def determinacy(
    correlation: FloatArray, loadings: FloatArray, factor_correlations: FloatArray
) -> FloatArray:
    """Return the highest correlation that any weighted sum can have with each factor.

    The multiple correlation of the factor with the items: (n_factors,).

    References
    ----------
    Guttman (1955), doi:10.1111/j.2044-8317.1955.tb00321.x.
    """
    structure = loadings @ factor_correlations
    squares = np.sum(structure * np.linalg.solve(correlation, structure), axis=0)
    highest: FloatArray = np.sqrt(np.maximum(squares, 0.0))
    return highest


def _ten_berge(
    correlation: FloatArray, loadings: FloatArray, factor_correlations: FloatArray
) -> FloatArray:
    """Return weights of scores that correlate as the factors do."""
    root = _power(factor_correlations, 0.5)
    turned = _power(correlation, -0.5) @ loadings @ root
    weights: FloatArray = (
        _power(correlation, -0.5) @ turned @ _power(turned.T @ turned, -0.5) @ root
    )
    return weights


def _power(symmetric: FloatArray, exponent: float) -> FloatArray:
    values, vectors = np.linalg.eigh(symmetric)
    power: FloatArray = (vectors * values**exponent) @ vectors.T
    return power
