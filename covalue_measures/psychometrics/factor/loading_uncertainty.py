"""How far rotated loadings would move with other respondents."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.extraction.choice import extract
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.progress import Progress, silent
from covalue_measures.psychometrics.correlation.polychoric import encode_categories
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.psychometrics.factor.efa_result import EfaResult
from covalue_measures.typing import FloatArray, IntArray

# Fewer draws than these that worked say nothing of an interval's ends.
_LEAST_DRAWS = 20


@dataclass(frozen=True, kw_only=True, eq=False)
class LoadingUncertaintyResult:
    """Bootstrap standard errors and intervals of loadings and factor correlations.

    Frames have the shape and the names of those of the fit.
    """

    standard_errors: pd.DataFrame
    #: Percentile interval.
    lower: pd.DataFrame
    upper: pd.DataFrame
    factor_correlation_standard_errors: pd.DataFrame
    factor_correlation_lower: pd.DataFrame
    factor_correlation_upper: pd.DataFrame
    #: One row a factor: ``mean`` and ``minimum`` over the draws of its congruence with the factor
    #: of the fit. Much below .95 the draws do not all have this factor, and its intervals mix it
    #: with another.
    congruence: pd.DataFrame
    confidence_level: float
    n_draws: int
    #: Draws without a solution: an item did not vary, an extraction or rotation did not converge.
    n_failed: int
    #: Draws with an item whose uniqueness stands at its lower bound; they count.
    n_heywood: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Draw:
    loadings: FloatArray
    factor_correlations: FloatArray
    congruence: FloatArray
    is_heywood: bool


def estimate_loading_uncertainty(
    fit: EfaResult,
    data: Responses,
    *,
    n_draws: int = 500,
    confidence_level: float = 0.95,
    n_starts: int = 10,
    seed: int = 0,
    progress: Progress = silent,
) -> LoadingUncertaintyResult:
    """Return how loadings vary when respondents are drawn anew, correlations and all.

    Each draw is correlated, extracted and rotated as the fit was, and its factors given the order
    and the signs that make them most congruent with those of the fit.

    Parameters
    ----------
    fit : EfaResult
    data : ResponseData, DataFrame or 2-D array
        What the fit was made from.
    n_starts : int
        Of each draw's rotation.
    seed : int
        Each draw has its own stream, so that the result does not depend on their order.

    Raises
    ------
    ResponseDataError
        If the fit was made from something else.
    InsufficientDataError
        If fewer than 20 draws have a solution.

    References
    ----------
    Zhang, Preacher and Luo (2010), Multivariate Behavioral Research 45, 104-134.
    """
    matrix = _same_data(fit, data)
    correlation_of = _correlation_of(fit, matrix)
    draws: list[_Draw] = []
    for draw, child in enumerate(np.random.SeedSequence(seed).spawn(n_draws)):
        rng = np.random.default_rng(child)
        rows = rng.integers(0, matrix.n_respondents, matrix.n_respondents)
        drawn = _drawn(fit, correlation_of(rows), rng, n_starts)
        if drawn is not None:
            draws.append(drawn)
        progress("bootstrap of loadings", draw + 1, n_draws)
    if len(draws) < _LEAST_DRAWS:
        raise InsufficientDataError(
            f"Only {len(draws)} of {n_draws} bootstrap draws have a solution; {_LEAST_DRAWS} are"
            " needed for an interval."
        )
    return _summarize(fit, draws, confidence_level, n_draws, seed)


def _same_data(fit: EfaResult, data: Responses) -> ItemMatrix:
    matrix = as_item_matrix(data)
    if fit.settings.missing == "listwise":
        matrix = matrix.listwise()
    if (matrix.item_ids, matrix.n_respondents) != (fit.item_ids, fit.n_respondents):
        raise ResponseDataError(
            f"The fit was made from {fit.n_items} items of {fit.n_respondents} respondents, not"
            f" from these {matrix.n_items} of {matrix.n_respondents}."
        )
    if fit.settings.correlation not in ("pearson", "polychoric"):
        raise ResponseDataError(
            f"The fit was made from {fit.settings.correlation} correlations, which cannot be"
            " estimated anew from other respondents."
        )
    return matrix


def _correlation_of(fit: EfaResult, matrix: ItemMatrix) -> Callable[[IntArray], FloatArray]:
    """Return the function from drawn rows to their correlations."""
    if fit.settings.correlation == "pearson":
        return lambda rows: pairwise_correlation(matrix.values[rows])
    codes, categories = encode_categories(matrix)
    largest = max(len(values) for values in categories)
    return lambda rows: polychoric(codes[rows], largest).correlations


def _drawn(
    fit: EfaResult, correlation: FloatArray, rng: np.random.Generator, n_starts: int
) -> _Draw | None:
    needs_inverse = fit.settings.extraction == "maximum_likelihood"
    if not np.isfinite(correlation).all():
        return None
    if needs_inverse and np.linalg.eigvalsh(correlation)[0] <= 1e-12:
        return None
    extracted = extract(fit.settings.extraction, correlation, fit.n_factors)
    loadings, phi, converged = extracted.loadings, np.eye(fit.n_factors), True
    if fit.rotation is not None:
        rotated = fit.rotation.choice.rotate(loadings, rng=rng, n_starts=n_starts)
        loadings, phi, converged = (
            rotated.loadings,
            rotated.factor_correlations,
            rotated.converged,
        )
    if not (converged and extracted.convergence.converged):
        return None
    aligned = align(loadings, phi, fit.loadings.to_numpy())
    return _Draw(*aligned, is_heywood=bool(extracted.is_heywood.any()))


def _summarize(
    fit: EfaResult, draws: list[_Draw], confidence_level: float, n_draws: int, seed: int
) -> LoadingUncertaintyResult:
    ends = [(1 - confidence_level) / 2, (1 + confidence_level) / 2]
    loadings = np.stack([draw.loadings for draw in draws])
    correlations = np.stack([draw.factor_correlations for draw in draws])
    congruence = np.stack([draw.congruence for draw in draws])
    low, high = np.quantile(loadings, ends, axis=0)
    phi_low, phi_high = np.quantile(correlations, ends, axis=0)

    def like(frame: pd.DataFrame, values: FloatArray) -> pd.DataFrame:
        return pd.DataFrame(values, index=frame.index, columns=frame.columns)

    return LoadingUncertaintyResult(
        standard_errors=like(fit.loadings, loadings.std(axis=0, ddof=1)),
        lower=like(fit.loadings, low),
        upper=like(fit.loadings, high),
        factor_correlation_standard_errors=like(
            fit.factor_correlations, correlations.std(axis=0, ddof=1)
        ),
        factor_correlation_lower=like(fit.factor_correlations, phi_low),
        factor_correlation_upper=like(fit.factor_correlations, phi_high),
        congruence=pd.DataFrame(
            {"mean": congruence.mean(axis=0), "minimum": congruence.min(axis=0)},
            index=fit.loadings.columns,
        ),
        confidence_level=confidence_level,
        n_draws=n_draws,
        n_failed=n_draws - len(draws),
        n_heywood=sum(draw.is_heywood for draw in draws),
        seed=seed,
    )
