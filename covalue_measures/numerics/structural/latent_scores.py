"""Scores on latent variables that are linear in the items, and their errors."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Below this share of what is seen of a factor alone, nothing of it is seen apart from others.
_UNSEEN = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class JointMoments:
    """Moments of factors and items together; items that are cut count as what is cut."""

    #: (n_factors,)
    factor_mean: FloatArray
    #: (n_factors, n_factors)
    factor_covariance: FloatArray
    #: (n_factors, n_items)
    factor_item: FloatArray
    #: (n_items,)
    mean: FloatArray
    #: (n_items, n_items)
    covariance: FloatArray


@dataclass(frozen=True, slots=True)
class LatentScores:
    """A score on each factor for each respondent, NaN where there is none."""

    #: (n_respondents, n_factors)
    scores: FloatArray
    #: (n_respondents, n_factors) standard deviation of score less factor.
    standard_errors: FloatArray


def regression_scores(values: FloatArray, moments: JointMoments) -> LatentScores:
    r"""Return the expected factors given the items that were answered.

    .. math::
        \hat\eta = \alpha + \Psi_{\eta y} \Sigma^{-1} (y - \mu), \quad
        \operatorname{Var}(\eta \mid y) = \Phi - \Psi_{\eta y} \Sigma^{-1} \Psi_{y \eta}

    Parameters
    ----------
    values : (n_respondents, n_items)
        NaN where missing; a respondent without answers gets the mean of the factors.
    moments : JointMoments

    References
    ----------
    Thurstone (1935), The vectors of mind, p. 226.
    """
    precision, pattern = _precisions(values, moments.covariance)
    weights = moments.factor_item @ precision
    explained = np.sum(weights * moments.factor_item, axis=-1)
    variances = np.diag(moments.factor_covariance) - explained
    return _scored(values, moments, weights, variances, pattern)


def bartlett_scores(
    values: FloatArray, moments: JointMoments, loadings: FloatArray
) -> LatentScores:
    r"""Return the scores that are unbiased for every value of the factors.

    .. math::
        \hat\eta = \alpha + (\Lambda^\top \Sigma^{-1} \Lambda)^{-1}
        \Lambda^\top \Sigma^{-1} (y - \mu), \quad
        \operatorname{Var}(\hat\eta - \eta) = (\Lambda^\top \Sigma^{-1} \Lambda)^{-1} - \Phi

    which is weighted least squares by :math:`\Theta^{-1}`, without a need for an inverse of it.
    Factors that load on no item, but on other factors, have scores that are unbiased for every
    value of such factors alone.

    Parameters
    ----------
    values : (n_respondents, n_items)
        NaN where missing.
    moments : JointMoments
    loadings : (n_items, n_factors)

    Returns
    -------
    LatentScores
        NaN for factors that the answers do not tell from others.

    References
    ----------
    Bartlett (1937), doi:10.1111/j.2044-8295.1937.tb00863.x.
    """
    precision, pattern = _precisions(values, moments.covariance)
    has_items = np.asarray((loadings != 0).any(axis=0))
    weights = np.empty((len(precision), *moments.factor_item.shape))
    variances = np.empty(weights.shape[:2])
    for own, effects in (
        (has_items, loadings[:, has_items]),
        (~has_items, _effects(moments, ~has_items)),
    ):
        weights[:, own], errors = _unbiased(precision, effects)
        variances[:, own] = errors - np.diag(moments.factor_covariance)[own]
    return _scored(values, moments, weights, variances, pattern)


def _precisions(values: FloatArray, covariance: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the inverse covariance of each pattern, 0 where missing, and each row's pattern."""
    seen, pattern = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    both = seen[:, :, None] & seen[:, None, :]
    inverse = np.linalg.inv(np.where(both, covariance, np.eye(len(covariance))))
    return np.where(both, inverse, 0.0), pattern.ravel().astype(np.int64)


def _effects(moments: JointMoments, own: BoolArray) -> FloatArray:
    """Return what the factors do to the items, through others too."""
    among = moments.factor_covariance[np.ix_(own, own)]
    effects = (np.linalg.pinv(among, hermitian=True) @ moments.factor_item[own]).T
    effects[np.abs(effects) < _UNSEEN * np.abs(effects).max(initial=0.0)] = 0.0
    return np.asarray(effects, dtype=np.float64)


def _unbiased(precision: FloatArray, effects: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return weights (n_patterns, n_factors, n_items) and variances (n_patterns, n_factors)."""
    projected = effects.T @ precision
    information = projected @ effects
    size = np.sqrt(np.diagonal(information, axis1=-2, axis2=-1))
    size = np.where(size > 0, size, 1.0)
    scale = size[..., :, None] * size[..., None, :]
    values, vectors = np.linalg.eigh(information / scale)
    kept = values > _UNSEEN
    inverse = (vectors * np.where(kept, 1.0 / np.where(kept, values, 1.0), 0.0)[..., None, :]) @ (
        vectors.swapaxes(-1, -2)
    )
    inverse = inverse / scale
    is_seen = np.sum(vectors**2 * kept[..., None, :], axis=-1) > 1 - 1e-6
    weights = np.where(is_seen[..., None], inverse @ projected, np.nan)
    return weights, np.where(is_seen, np.diagonal(inverse, axis1=-2, axis2=-1), np.nan)


def _scored(
    values: FloatArray,
    moments: JointMoments,
    weights: FloatArray,
    variances: FloatArray,
    pattern: IntArray,
) -> LatentScores:
    deviations = np.nan_to_num(values - moments.mean)
    scores = moments.factor_mean + np.einsum("nfi,ni->nf", weights[pattern], deviations)
    # A factor that the items determine has an error of 0, up to rounding; a variance that is
    # negative beyond that belongs to an improper solution, and has no root.
    rounding = 1e-10 * np.abs(np.diag(moments.factor_covariance))
    variances = np.where(np.abs(variances) < rounding, 0.0, variances)
    errors = np.sqrt(np.where(variances < 0, np.nan, variances))
    return LatentScores(scores, errors[pattern])
