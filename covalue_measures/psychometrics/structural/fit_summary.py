"""Fit indices and residuals of an estimation."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from covalue_measures.numerics.structural.fit_indices import MomentFit, fit_indices
from covalue_measures.numerics.structural.goodness_of_fit import goodness_of_fit_index
from covalue_measures.numerics.structural.implied import Implied
from covalue_measures.numerics.structural.moment_residuals import (
    Moments,
    residual_correlations,
    residual_summary,
)
from covalue_measures.numerics.structural.moment_vector import moments_at
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.group_samples import ObservedMoments
from covalue_measures.typing import FloatArray


def implied_and_observed(estimation: Estimation) -> list[tuple[Moments, Moments]]:
    """Return the implied and the observed moments of each group.

    Those of ordinal items are thresholds and correlations of the latent responses.
    """
    pairs = []
    for layout, implied, observed in zip(
        estimation.model.layouts, estimation.implied, estimation.samples.observed, strict=True
    ):
        kinds = estimation.samples.kinds
        vector = moments_at(layout, kinds, estimation.parameters)
        items, places = kinds.locations
        first, second = kinds.pairs
        covariance = np.zeros_like(implied.covariance)
        covariance[first, second] = covariance[second, first] = vector[len(items) :]
        if kinds.is_any_ordinal:
            ordinal = np.flatnonzero(kinds.is_ordinal)
            covariance[ordinal, ordinal] = 1.0
        cuts = vector[: len(items)][places >= 0] if kinds.is_any_ordinal else None
        of_model = Moments(
            covariance=covariance,
            means=_means(estimation, implied),
            thresholds=cuts,
        )
        of_sample = Moments(
            covariance=observed.covariance,
            means=observed.means if of_model.means is not None else None,
            thresholds=observed.thresholds if kinds.is_any_ordinal else None,
        )
        pairs.append((of_model, of_sample))
    return pairs


def summarize_fit(estimation: Estimation) -> dict[str, float]:
    """Return every fit index."""
    pairs = implied_and_observed(estimation)
    kinds = estimation.samples.kinds
    counts = [observed.n_respondents for observed in estimation.samples.observed]
    residuals = residual_summary(
        [of_sample for _, of_sample in pairs],
        [of_model for of_model, _ in pairs],
        counts,
        kinds.is_ordinal,
    )
    moments = MomentFit(
        residuals=residuals,
        goodness_of_fit=_goodness_of_fit(estimation),
        n_moments=len(estimation.model.layouts) * kinds.n_moments,
        is_categorical=kinds.is_any_ordinal,
    )
    indices = fit_indices(
        estimation.target,
        estimation.baseline,
        n_respondents=estimation.samples.n_respondents,
        n_parameters=estimation.model.n_free,
        n_groups=len(estimation.model.layouts),
        n_effective=_n_effective(estimation),
        discrepancy=None if estimation.samples.moments else estimation.convergence_value,
        robust=estimation.robust,
        log_likelihoods=estimation.log_likelihoods,
        moments=moments,
    )
    return {
        name: value if isinstance(value, int) else float(value) for name, value in indices.items()
    }


def residual_frames(estimation: Estimation, group_labels: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return observed less implied correlations, by group."""
    names = list(estimation.model.items)
    return {
        label: pd.DataFrame(
            residual_correlations(of_sample, of_model).covariance, index=names, columns=names
        )
        for label, (of_model, of_sample) in zip(
            group_labels, implied_and_observed(estimation), strict=True
        )
    }


def _n_effective(estimation: Estimation) -> int:
    """Return what lavaan divides noncentrality by: n, less one a group for least squares."""
    n, n_groups = estimation.samples.n_respondents, len(estimation.model.layouts)
    return n - n_groups if estimation.samples.unbiased else n


def _means(estimation: Estimation, implied: Implied) -> FloatArray | None:
    if estimation.samples.has_means:
        return implied.mean
    return None


def _goodness_of_fit(estimation: Estimation) -> float:
    """Return the goodness of fit; NaN with missing values, for which it is not defined."""
    if not all(sample.is_complete for sample in estimation.samples.normal):
        return float("nan")
    fitted, samples = estimation.fitted, estimation.samples
    kinds = samples.kinds
    given = estimation.samples.is_given
    first, second = kinds.pairs
    is_given = np.concatenate([given[kinds.locations[0]], given[first] & given[second]])
    observed, implied, weights = [], [], []
    for group, (layout, moments) in enumerate(
        zip(estimation.model.layouts, samples.observed, strict=True)
    ):
        weight = fitted.weight(group)
        if is_given.any():
            weight = (np.diag(weight) if weight.ndim == 1 else weight).copy()
            weight[is_given, :] = 0.0
            weight[:, is_given] = 0.0
        observed.append(_observed_vector(estimation, moments))
        implied.append(moments_at(layout, kinds, estimation.parameters))
        weights.append(weight)
    counts = [moments.n_respondents for moments in samples.observed]
    return goodness_of_fit_index(observed, implied, weights, counts)


def _observed_vector(estimation: Estimation, observed: ObservedMoments) -> FloatArray:
    kinds = estimation.samples.kinds
    items, places = kinds.locations
    first, second = kinds.pairs
    location = observed.means[items]
    if kinds.is_any_ordinal:
        location = np.where(places >= 0, observed.thresholds[np.maximum(places, 0)], location)
    return np.concatenate([location, observed.covariance[first, second]])
