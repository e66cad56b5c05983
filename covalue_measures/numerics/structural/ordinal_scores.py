"""Scores on latent variables behind ordinal items, alone or among numeric ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.sparse.csgraph import connected_components

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.structural.category_posterior import (
    ChosenIntervals,
    posterior_mode,
    posterior_moments,
)
from covalue_measures.numerics.structural.latent_scores import JointMoments, LatentScores
from covalue_measures.typing import BoolArray, FloatArray, IntArray

OrdinalScoreMethod: TypeAlias = Literal["EAP", "EBM"]
#: Smallest eigenvalue, singular value or correlation that is not rounding.
_NOTHING = 1e-9


def ordinal_scores(
    method: OrdinalScoreMethod,
    codes: IntArray,
    thresholds: Sequence[FloatArray],
    values: FloatArray,
    moments: JointMoments,
    is_ordinal: BoolArray,
) -> LatentScores:
    """Return the mean (EAP) or the mode (EBM) of the factors given the answers.

    Numeric items are taken first: what they leave is normal again. Given the factors, responses
    to the ordinal items are then independent, except those whose residuals covary; what these
    share is integrated (EAP) or maximized over (EBM) like a factor. Directions of the factors
    that no ordinal item sees, such as the rest of a factor of factors, follow from the others.

    Parameters
    ----------
    method : str
    codes : (n_respondents, n_ordinal)
        Categories from 0, -1 where missing.
    thresholds : sequence of (n_categories - 1,)
        In units of the responses.
    values : (n_respondents, n_numeric)
        NaN where missing.
    moments : JointMoments
        Of all items, with variances of the responses that are cut.
    is_ordinal : (n_items,)

    Raises
    ------
    numpy.linalg.LinAlgError
        If factors or residuals have no covariance matrix.

    Notes
    -----
    The standard error of the mean is the posterior standard deviation, that of the mode comes from
    the curvature there.

    References
    ----------
    Bock and Mislevy (1982), doi:10.1177/014662168200600405.
    """
    answers = np.column_stack([codes, np.nan_to_num(values), np.isnan(values)])
    _, first, own = np.unique(answers, axis=0, return_index=True, return_inverse=True)
    codes, values = codes[first], values[first]
    scores = np.empty((len(first), len(moments.factor_mean)))
    errors = np.empty_like(scores)
    seen, pattern = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    numeric, ordinal = np.flatnonzero(~is_ordinal), np.flatnonzero(is_ordinal)
    posterior = posterior_moments if method == "EAP" else posterior_mode
    for number, answered in enumerate(seen):
        rows = np.flatnonzero(pattern.ravel() == number)
        left = _given(moments, numeric[answered], ordinal, values[np.ix_(rows, answered)])
        view = _view(left)
        deviations = np.sqrt(view.residual_variances)
        lower, upper = _intervals(codes[rows], thresholds, left.item_mean, deviations)
        slopes = view.slopes / deviations[:, None]
        center, spread = posterior(ChosenIntervals(lower=lower, upper=upper, slopes=slopes))
        scores[rows] = left.factor_mean + center @ view.factor_slopes.T
        explained = np.einsum("fd,nde,fe->nf", view.factor_slopes, spread, view.factor_slopes)
        errors[rows] = np.sqrt(np.maximum(explained + view.unseen_variances, 0.0))
    return LatentScores(scores[own.ravel()], errors[own.ravel()])


def n_seen_dimensions(moments: JointMoments, is_ordinal: BoolArray) -> int:
    """Return over how many dimensions the ordinal items are independent, at most.

    Raises
    ------
    numpy.linalg.LinAlgError
        If factors or residuals have no covariance matrix.
    """
    nothing = np.zeros(0, dtype=np.int64)
    ordinal = np.flatnonzero(is_ordinal).astype(np.int64)
    return int(_view(_given(moments, nothing, ordinal, np.zeros((1, 0)))).slopes.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """Factors and responses behind ordinal items, as far as numeric items leave them open."""

    #: (n_rows, n_factors), (n_rows, n_ordinal)
    factor_mean: FloatArray
    item_mean: FloatArray
    factor_covariance: FloatArray
    factor_item: FloatArray
    item_covariance: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """Independent standard normal dimensions in place of factors."""

    #: (n_ordinal, n_dimensions) what they do to the responses.
    slopes: FloatArray
    #: (n_ordinal,)
    residual_variances: FloatArray
    #: (n_factors, n_dimensions) what they say of the factors.
    factor_slopes: FloatArray
    #: (n_factors,) variances that they leave.
    unseen_variances: FloatArray


def _given(
    moments: JointMoments, numeric: IntArray, ordinal: IntArray, values: FloatArray
) -> _Left:
    """Return what is left after numeric items are known."""
    known = moments.covariance[np.ix_(numeric, numeric)]
    with_factors = moments.factor_item[:, numeric]
    with_items = moments.covariance[np.ix_(ordinal, numeric)]
    deviations = np.linalg.solve(known, (values - moments.mean[numeric]).T).T
    gain = np.linalg.solve(known, with_items.T)
    factor_item = moments.factor_item[:, ordinal] - with_factors @ gain
    explained = with_factors @ np.linalg.solve(known, with_factors.T)
    return _Left(
        factor_mean=moments.factor_mean + deviations @ with_factors.T,
        item_mean=moments.mean[ordinal] + deviations @ with_items.T,
        factor_covariance=moments.factor_covariance - explained,
        factor_item=factor_item,
        item_covariance=moments.covariance[np.ix_(ordinal, ordinal)] - with_items @ gain,
    )


def _view(left: _Left) -> _View:
    """Return the dimensions that the ordinal items see."""
    values, vectors = np.linalg.eigh(left.factor_covariance)
    if values[0] < -_NOTHING * values[-1]:
        raise np.linalg.LinAlgError("the covariances of the factors are not those of any variables")
    kept = values > _NOTHING * values[-1]
    root = vectors[:, kept] * np.sqrt(values[kept])
    # Effects of independent dimensions on the responses, through the factors.
    effects = (np.linalg.pinv(root) @ left.factor_item).T
    variances, shared = split_residuals(left.item_covariance - effects @ effects.T)
    both = np.hstack([effects, shared])
    _, sizes, turned = np.linalg.svd(both, full_matrices=False)
    turned = turned[sizes > _NOTHING * sizes.max(initial=0.0)].T
    factor_slopes = root @ turned[: root.shape[1]]
    return _View(
        slopes=both @ turned,
        residual_variances=variances,
        factor_slopes=factor_slopes,
        unseen_variances=np.diag(left.factor_covariance) - np.sum(factor_slopes**2, axis=1),
    )


def split_residuals(covariance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return variances of independent residuals, and what is shared beside them.

    Each block of correlated residuals keeps the smallest eigenvalue of its correlations as the
    independent part, which is the largest that leaves the rest a covariance.

    Parameters
    ----------
    covariance : (n_items, n_items)

    Returns
    -------
    (n_items,), (n_items, n_shared)
        Such that ``covariance = diag(variances) + shared @ shared.T``.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the covariance is not positive definite.
    """
    variances = np.diag(covariance).copy()
    if variances.min(initial=np.inf) <= _NOTHING:
        raise np.linalg.LinAlgError("the residual variance of an ordinal item is not positive")
    deviations = np.sqrt(variances)
    correlation = covariance / np.outer(deviations, deviations)
    n_blocks, block = connected_components(np.abs(correlation) > _NOTHING, directed=False)
    shared = [np.zeros((len(covariance), 0))]
    for number in range(n_blocks):
        own = np.flatnonzero(block == number)
        values, vectors = np.linalg.eigh(correlation[np.ix_(own, own)])
        if values[0] <= _NOTHING:
            raise np.linalg.LinAlgError("residual covariances are not those of any variables")
        variances[own] *= values[0]
        directions = np.zeros((len(covariance), len(own)))
        directions[own] = vectors * np.sqrt(values - values[0]) * deviations[own, None]
        shared.append(directions[:, values - values[0] > _NOTHING])
    return variances, np.hstack(shared)


def _intervals(
    codes: IntArray, thresholds: Sequence[FloatArray], means: FloatArray, deviations: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the limits of each chosen category, less the mean, in residual units."""
    lower, upper = np.full(codes.shape, -BEYOND), np.full(codes.shape, BEYOND)
    for item, cuts in enumerate(thresholds):
        chosen = codes[:, item]
        standardized = (cuts - means[:, item, None]) / deviations[item]
        above, below = chosen > 0, (chosen >= 0) & (chosen < len(cuts))
        lower[above, item] = standardized[above, chosen[above] - 1]
        upper[below, item] = standardized[below, chosen[below]]
    return lower, upper
