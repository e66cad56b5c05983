"""Scores on the factors of an exploratory analysis, and how much they can be trusted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.covariance import covariance_to_correlation
from covalue_measures.numerics.factor_scores import (
    FactorScoreMethod,
    determinacy,
    factor_score_weights,
)
from covalue_measures.psychometrics.door import Responses, as_item_matrix
from covalue_measures.psychometrics.factor.efa_result import EfaResult
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FactorScoresResult(Readable):
    """Weighted sums of standardized answers that stand for the factors."""

    #: (n_respondents, n_factors) in the order of the data, NaN where an answer is missing.
    scores: pd.DataFrame
    #: (n_items, n_factors) for answers less their mean, divided by their standard deviation.
    weights: pd.DataFrame
    #: One row a factor: ``determinacy``, the highest correlation that any such sum can have with
    #: it; ``validity``, that of these scores; ``minimum_correlation``, the lowest that two sets of
    #: best scores can have, ``2 determinacy^2 - 1``.
    factors: pd.DataFrame
    #: (n_factors, n_factors) as the observed correlations imply them.
    score_correlations: pd.DataFrame
    method: FactorScoreMethod
    n_respondents: int
    #: Rows with a score.
    n_scored: int


def score_factors(
    fit: EfaResult,
    data: Responses,
    *,
    method: FactorScoreMethod = "thurstone",
    standardize_by: Responses | None = None,
) -> FactorScoresResult:
    """Return factor scores.

    Parameters
    ----------
    fit : EfaResult
    data : ResponseData, DataFrame or 2-D array
        The items of the fit, and perhaps others.
    method : str
        ``thurstone``, regression: as close to the factor as can be, and shrunken; ``bartlett``:
        unbiased given the factor; ``ten_berge``: correlated as the factors are; ``anderson``:
        uncorrelated, for orthogonal factors.
    standardize_by : ResponseData, DataFrame or 2-D array, optional
        Whose means and standard deviations (n - 1) count, those of ``data`` by default. Give the
        answers of the fit when others are scored.

    Raises
    ------
    ResponseDataError
        If an item of the fit is not among the data.
    InsufficientDataError
        If the correlations have no inverse, an item that its factors explain wholly has no weight,
        or an item does not vary.
    ValueError
        If uncorrelated scores are asked of correlated factors.

    Notes
    -----
    Weights of polychoric correlations are made for the latent responses; on the answers themselves
    they give an approximation, whose ``validity`` is that on the latent ones.

    References
    ----------
    Grice (2001), doi:10.1037/1082-989X.6.4.430, for methods and determinacy; formulas stand with
    the weights.
    """
    correlation = fit.correlations.matrix
    _refuse(fit, method)
    loadings, phi = fit.loadings.to_numpy(), fit.factor_correlations.to_numpy()
    weights = factor_score_weights(method, correlation, loadings, phi, fit.uniquenesses.to_numpy())
    answers = _answers(fit, data)
    base = answers if standardize_by is None else _answers(fit, standardize_by)
    # A row with a missing answer comes out as NaN, since every item has a weight.
    scores = _standardized(fit, answers, base) @ weights
    items, names = list(fit.item_ids), list(fit.loadings.columns)
    covariance = weights.T @ correlation @ weights
    best = determinacy(correlation, loadings, phi)
    validity = np.sum(weights * (loadings @ phi), axis=0) / np.sqrt(np.diag(covariance))
    return FactorScoresResult(
        scores=pd.DataFrame(scores, columns=names),
        weights=pd.DataFrame(weights, index=items, columns=names),
        factors=pd.DataFrame(
            {"determinacy": best, "validity": validity, "minimum_correlation": 2 * best**2 - 1},
            index=names,
        ),
        score_correlations=pd.DataFrame(
            covariance_to_correlation(covariance), index=names, columns=names
        ),
        method=method,
        n_respondents=len(scores),
        n_scored=int((~np.isnan(scores).any(axis=1)).sum()),
    )


def _refuse(fit: EfaResult, method: FactorScoreMethod) -> None:
    if method not in ("thurstone", "bartlett", "ten_berge", "anderson"):
        raise ValueError(
            f"There is no method '{method}' of scoring factors; choose among thurstone, bartlett,"
            " ten_berge, anderson."
        )
    if method == "anderson" and fit.is_oblique:
        raise ValueError(
            "Anderson's scores are uncorrelated, but these factors may correlate; use"
            " method='ten_berge'."
        )
    smallest = fit.correlations.smallest_eigenvalue
    if smallest <= 1e-12:
        raise InsufficientDataError(
            f"The {fit.correlations.method} correlations have no inverse (smallest eigenvalue"
            f" {smallest:.2e}), which factor scores need."
        )
    uniquenesses = fit.uniquenesses.to_numpy()
    lowest = int(np.argmin(uniquenesses))
    if method in ("bartlett", "anderson") and uniquenesses[lowest] <= 0:
        raise InsufficientDataError(
            f"Item '{fit.item_ids[lowest]}' has a uniqueness of {uniquenesses[lowest]:.3f}, and no"
            f" weight in the method '{method}'; use method='thurstone'."
        )


def _answers(fit: EfaResult, data: Responses) -> FloatArray:
    matrix = as_item_matrix(data)
    absent = [name for name in fit.item_ids if name not in matrix.item_ids]
    if absent:
        raise ResponseDataError(
            f"Item '{absent[0]}' of the factor analysis is not among the data's"
            f" {matrix.n_items} columns."
        )
    return matrix.values[:, [matrix.item_ids.index(name) for name in fit.item_ids]]


def _standardized(fit: EfaResult, answers: FloatArray, base: FloatArray) -> FloatArray:
    means = np.nanmean(base, axis=0)
    counts = np.sum(~np.isnan(base), axis=0)
    squares = np.nansum((base - means) ** 2, axis=0)
    is_constant = (counts < 2) | (squares <= 0)
    if is_constant.any():
        name = fit.item_ids[int(np.argmax(is_constant))]
        raise InsufficientDataError(
            f"Item '{name}' does not vary among the {len(base)} respondents to standardize by; give"
            " standardize_by the answers of the fit."
        )
    standardized: FloatArray = (answers - means) / np.sqrt(squares / (counts - 1))
    return standardized
