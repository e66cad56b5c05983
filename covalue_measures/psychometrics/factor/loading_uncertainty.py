"""How far rotated loadings would move with other respondents."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.special import ndtri

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.extraction.choice import extract
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.progress import Progress, silent
from covalue_measures.psychometrics.correlation.polychoric import encode_categories
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.psychometrics.factor.analytic_uncertainty import analytic_standard_errors
from covalue_measures.psychometrics.factor.efa_result import EfaResult
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray, IntArray

#: Respondents drawn anew, or the delta method.
UncertaintyMethod: TypeAlias = Literal["bootstrap", "analytic"]

# Fewer draws than these that worked say nothing of an interval's ends.
_LEAST_DRAWS = 20


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LoadingUncertaintyResult(Readable):
    """Standard errors and intervals of loadings and factor correlations.

    Frames have the shape and the names of those of the fit.
    """

    standard_errors: pd.DataFrame
    #: Percentile interval of a bootstrap, normal interval of analytic standard errors.
    lower: pd.DataFrame
    upper: pd.DataFrame
    factor_correlation_standard_errors: pd.DataFrame
    factor_correlation_lower: pd.DataFrame
    factor_correlation_upper: pd.DataFrame
    #: One row a factor: ``mean`` and ``minimum`` over the draws of its congruence with the factor
    #: of the fit. Much below .95 the draws do not all have this factor, and its intervals mix it
    #: with another. NaN without draws.
    congruence: pd.DataFrame
    method: UncertaintyMethod
    confidence_level: float
    #: 0 for analytic standard errors, and so are the two below.
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
    data: Responses | None = None,
    *,
    method: UncertaintyMethod = "bootstrap",
    n_draws: int = 500,
    confidence_level: float = 0.95,
    n_starts: int = 10,
    seed: int = 0,
    progress: Progress = silent,
) -> LoadingUncertaintyResult:
    """Return how loadings vary when respondents are drawn anew, correlations and all.

    Each draw of the bootstrap is correlated, extracted and rotated as the fit was, and its factors
    given the order and the signs that make them most congruent with those of the fit. Analytic
    standard errors follow from the equations that extraction and rotation solve, at once.

    Parameters
    ----------
    fit : EfaResult
    data : ResponseData, DataFrame or 2-D array, optional
        What the fit was made from; analytic standard errors need the fit alone.
    method : ``bootstrap`` or ``analytic``
        Analytic standard errors are those of maximum likelihood or minres loadings of Pearson
        correlations, for normal and complete answers, and of minres loadings of polychoric
        correlations. Correlations that were given count as Pearson's. Promax and unrotated
        factors have none.
    n_draws : int
        Of the bootstrap, and so are the starts and the seed.
    n_starts : int
        Of each draw's rotation.
    seed : int
        Each draw has its own stream, so that the result does not depend on their order.

    Raises
    ------
    ResponseDataError
        If the fit was made from something else, or has no analytic standard errors.
    InsufficientDataError
        If fewer than 20 draws have a solution, or the fit is at a boundary.

    Notes
    -----
    Analytic standard errors of maximum likelihood agree with the derivatives of the estimates by
    the observed covariances. Those that lavaan 0.6-14 prints after an oblique rotation are off by
    up to 30 percent: the item variances in its border leave out the factor correlations. Its
    standardized ones are forward differences of rotations, good to one or a few percent.

    References
    ----------
    Bootstrap: Zhang, Preacher and Luo (2010), Multivariate Behavioral Research 45, 104-134.
    Analytic: Jennrich (1973), doi:10.1007/BF02291497; (1974), doi:10.1007/BF02291575; Archer and
    Jennrich (1973), doi:10.1007/BF02291496.
    """
    require_choice("method", method, UncertaintyMethod)
    require_share("confidence_level", confidence_level)
    if method == "analytic":
        return _analytic(fit, confidence_level, seed)
    if data is None:
        raise ResponseDataError(
            "A bootstrap draws respondents, and so needs the data that the fit was made from."
        )
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


def _analytic(fit: EfaResult, confidence_level: float, seed: int) -> LoadingUncertaintyResult:
    errors, phi_errors = analytic_standard_errors(fit)
    reach = float(ndtri((1 + confidence_level) / 2))
    loadings, phi = fit.loadings, fit.factor_correlations
    return LoadingUncertaintyResult(
        standard_errors=_like(loadings, errors),
        lower=loadings - reach * errors,
        upper=loadings + reach * errors,
        factor_correlation_standard_errors=_like(phi, phi_errors),
        factor_correlation_lower=phi - reach * phi_errors,
        factor_correlation_upper=phi + reach * phi_errors,
        congruence=pd.DataFrame(
            np.nan, index=fit.loadings.columns, columns=["mean", "minimum"], dtype=np.float64
        ),
        method="analytic",
        confidence_level=confidence_level,
        n_draws=0,
        n_failed=0,
        n_heywood=0,
        seed=seed,
    )


def _like(frame: pd.DataFrame, values: FloatArray) -> pd.DataFrame:
    return pd.DataFrame(values, index=frame.index, columns=frame.columns)


def _summarize(
    fit: EfaResult, draws: list[_Draw], confidence_level: float, n_draws: int, seed: int
) -> LoadingUncertaintyResult:
    ends = [(1 - confidence_level) / 2, (1 + confidence_level) / 2]
    loadings = np.stack([draw.loadings for draw in draws])
    correlations = np.stack([draw.factor_correlations for draw in draws])
    congruence = np.stack([draw.congruence for draw in draws])
    low, high = np.quantile(loadings, ends, axis=0)
    phi_low, phi_high = np.quantile(correlations, ends, axis=0)

    return LoadingUncertaintyResult(
        standard_errors=_like(fit.loadings, loadings.std(axis=0, ddof=1)),
        lower=_like(fit.loadings, low),
        upper=_like(fit.loadings, high),
        factor_correlation_standard_errors=_like(
            fit.factor_correlations, correlations.std(axis=0, ddof=1)
        ),
        factor_correlation_lower=_like(fit.factor_correlations, phi_low),
        factor_correlation_upper=_like(fit.factor_correlations, phi_high),
        congruence=pd.DataFrame(
            {"mean": congruence.mean(axis=0), "minimum": congruence.min(axis=0)},
            index=fit.loadings.columns,
        ),
        method="bootstrap",
        confidence_level=confidence_level,
        n_draws=n_draws,
        n_failed=n_draws - len(draws),
        n_heywood=sum(draw.is_heywood for draw in draws),
        seed=seed,
    )
