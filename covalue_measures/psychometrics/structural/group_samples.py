"""What each estimator needs to know of the answers of a group."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ModelError
from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.polychoric_covariance import polychoric_covariance
from covalue_measures.numerics.saturated_normal import fit_saturated_normal, patterns_of
from covalue_measures.numerics.structural.least_squares import MomentSample
from covalue_measures.numerics.structural.moment_covariance import moment_covariance
from covalue_measures.numerics.structural.moment_vector import MomentKinds
from covalue_measures.numerics.structural.normal_sample import (
    NormalSample,
    normal_sample,
    sample_of_moments,
)
from covalue_measures.numerics.structural.saturated import (
    saturated_information,
    saturated_point,
)
from covalue_measures.psychometrics.correlation import estimate_mixed
from covalue_measures.psychometrics.correlation.polychoric import MOST_CATEGORIES
from covalue_measures.psychometrics.structural.grouped_data import GroupedData
from covalue_measures.typing import FloatArray, IntArray

#: Correlations with a smaller eigenvalue have no inverse.
_SINGULAR = 1e-12
#: Items that correlate beyond this are one and the same.
_SAME = 1 - 1e-10
#: Sampling variance below which a moment has no chance error.
_NO_ERROR = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMoments:
    """Unrestricted estimates of one group."""

    #: (n_items,) 0 for ordinal items.
    means: FloatArray
    #: (n_items, n_items) denominator n; correlations where items are ordinal.
    covariance: FloatArray
    #: (n_thresholds,) of all ordinal items after one another.
    thresholds: FloatArray
    n_respondents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """Categories of the ordinal items, over all groups."""

    #: Item to the values in use, lowest first.
    values: dict[str, FloatArray]

    @property
    def counts(self) -> dict[str, int]:
        """Item to its number of categories."""
        return {item: len(values) for item, values in self.values.items()}

    @property
    def as_tuples(self) -> dict[str, tuple[float, ...]]:
        """Item to its categories, lowest first."""
        return {item: tuple(values.tolist()) for item, values in self.values.items()}


def categories_of(data: GroupedData, ordered: Collection[str], estimator: str) -> Categories:
    """Return the categories in use of the ordinal items.

    Raises
    ------
    ModelError
        If an item has too many values to be ordinal, or a group does not use a category.
    """
    found: dict[str, FloatArray] = {}
    gaps = []
    for column, item in enumerate(data.items):
        if item not in ordered:
            continue
        answers = [values[:, column] for values in data.values]
        pooled = np.unique(np.concatenate(answers))
        pooled = pooled[~np.isnan(pooled)]
        if len(pooled) > MOST_CATEGORIES:
            raise ModelError(
                f"Item '{item}' has {len(pooled)} distinct values: too many for an ordinal item"
                f" (at most {MOST_CATEGORIES}). {estimator} takes the items as ordinal unless told"
                " which are: ordered=() for none, or ordered=[...]."
            )
        if len(pooled) < 2:
            raise InsufficientDataError(
                f"Everyone who answered item '{item}' gave the same answer: it has no threshold."
            )
        found[item] = pooled
        for label, values in zip(data.group_labels, answers, strict=True):
            unused = np.setdiff1d(pooled, values)
            gaps += [f"category {value:g} of '{item}' in group '{label}'" for value in unused]
    if gaps:
        raise ModelError(
            f"No one chose {'; '.join(gaps)}. Thresholds that a group does not have cannot be"
            " compared: collapse the category with its neighbor in every group, or leave the item"
            " or the group out."
        )
    return Categories(values=found)


def normal_moments(data: GroupedData, group: int) -> tuple[NormalSample, ObservedMoments]:
    """Return a group's sufficient statistics and its unrestricted maximum likelihood estimates.

    Raises
    ------
    InsufficientDataError
        If an item does not vary, or the items' covariance matrix is singular.
    """
    values = data.values[group]
    sample = normal_sample(values)
    _refuse_constant(data, group)
    if sample.is_complete:
        mean, covariance = sample.means[0], sample.covariances[0]
    else:
        fit = fit_saturated_normal(patterns_of(values))
        mean, covariance = fit.mean, fit.covariance
    _refuse_singular(data, group, covariance)
    return sample, ObservedMoments(
        means=mean,
        covariance=covariance,
        thresholds=np.zeros(0),
        n_respondents=len(sample.pattern),
    )


def numeric_moment_sample(
    data: GroupedData, group: int, observed: ObservedMoments, discrepancy: str, *, has_means: bool
) -> tuple[MomentSample, FloatArray]:
    """Return a group's means and covariances with weights, and their asymptotic covariance."""
    values = data.values[group]
    n_items = len(data.items)
    kinds = MomentKinds(
        is_ordinal=np.zeros(n_items, dtype=np.bool_),
        threshold_item=np.zeros(0, dtype=np.int64),
        has_means=has_means,
    )
    first, second = kinds.pairs
    moments = observed.covariance[first, second]
    if has_means:
        moments = np.concatenate([observed.means, moments])
    gamma = moment_covariance(values, has_means=has_means)
    if discrepancy == "gls":
        sample = sample_of_moments(observed.means, observed.covariance, len(values))
        point = saturated_point(sample, observed.means, observed.covariance, has_means=has_means)
        weight = saturated_information(point, n_items, has_means=has_means, observed=False)
    else:
        weight = _weight(gamma, discrepancy)
    return MomentSample(kinds, moments, weight, float(len(values) - 1)), gamma


def ordinal_moment_sample(
    data: GroupedData, group: int, categories: Categories, discrepancy: str, *, standardizes: bool
) -> tuple[MomentSample, FloatArray, ObservedMoments]:
    """Return a group's thresholds and polychoric correlations, weights, and their covariance."""
    codes = _codes(data.values[group], [categories.values[item] for item in data.items])
    counts = np.array([len(categories.values[item]) for item in data.items])
    estimates = polychoric(codes, int(counts.max()), empty_cell_correction=0.0)
    gamma = polychoric_covariance(codes, estimates.thresholds, estimates.correlations)
    _refuse_undefined(data, group, estimates.correlations, gamma)
    cuts = estimates.thresholds[estimates.thresholds < BEYOND]
    kinds = MomentKinds(
        is_ordinal=np.ones(len(counts), dtype=np.bool_),
        threshold_item=np.repeat(np.arange(len(counts)), counts - 1).astype(np.int64),
        has_means=False,
        standardizes=standardizes,
    )
    first, second = kinds.pairs
    moments = np.concatenate([cuts, estimates.correlations[first, second]])
    n = int((codes >= 0).any(axis=1).sum())
    observed = ObservedMoments(
        means=np.zeros(len(counts)),
        covariance=estimates.correlations,
        thresholds=cuts,
        n_respondents=n,
    )
    return MomentSample(kinds, moments, _weight(gamma, discrepancy), n - 1.0), gamma, observed


def mixed_moment_sample(
    data: GroupedData, group: int, categories: Categories, discrepancy: str, *, standardizes: bool
) -> tuple[MomentSample, FloatArray, ObservedMoments]:
    """Return a group's moments of ordinal and numeric items together, weights, and covariance."""
    _refuse_constant(data, group)
    table = pd.DataFrame(data.values[group], columns=list(data.items))
    result = estimate_mixed(table, ordered=list(categories.values))
    is_ordinal = np.isin(np.array(data.items), list(categories.values))
    counts = [
        len(categories.values[item]) - 1 if item in categories.values else 0 for item in data.items
    ]
    kinds = MomentKinds(
        is_ordinal=is_ordinal,
        threshold_item=np.repeat(np.arange(len(data.items)), counts).astype(np.int64),
        has_means=True,
        standardizes=standardizes,
    )
    deviations = np.ones(len(data.items))
    means = np.zeros(len(data.items))
    deviations[~is_ordinal] = np.sqrt(result.variances.to_numpy())
    means[~is_ordinal] = result.means.to_numpy()
    observed = ObservedMoments(
        means=means,
        covariance=result.matrix * np.outer(deviations, deviations),
        thresholds=np.concatenate(list(result.thresholds.values())),
        n_respondents=result.n_answered,
    )
    items, places = kinds.locations
    first, second = kinds.pairs
    cuts = observed.thresholds[np.maximum(places, 0)]
    location = np.where(places >= 0, cuts, means[items])
    moments = np.concatenate([location, observed.covariance[first, second]])
    gamma = result.asymptotic_covariance.to_numpy()
    _refuse_undefined(data, group, result.matrix, gamma)
    weight = _weight(gamma, discrepancy)
    return MomentSample(kinds, moments, weight, result.n_answered - 1.0), gamma, observed


def _codes(values: FloatArray, categories: list[FloatArray]) -> IntArray:
    codes = np.full(values.shape, -1, dtype=np.int64)
    for column, known in enumerate(categories):
        answered = ~np.isnan(values[:, column])
        codes[answered, column] = np.searchsorted(known, values[answered, column])
    return codes


def _weight(gamma: FloatArray, discrepancy: str) -> FloatArray:
    if discrepancy == "uls":
        return np.ones(len(gamma))
    if discrepancy == "dwls":
        # A number of two values, half and half, has a variance without chance error to first
        # order. The model leaves it free, so that any weight will do.
        variances = np.diag(gamma)
        return 1.0 / np.where(variances > _NO_ERROR, variances, 1.0)
    scale = np.sqrt(np.maximum(np.diag(gamma), np.finfo(float).tiny))
    if np.linalg.eigvalsh(gamma / np.outer(scale, scale))[0] < _NO_ERROR:
        raise InsufficientDataError(
            "The covariance matrix of the moments is singular, and WLS weights by its inverse: use"
            " WLSMV. A numeric item with two values does that, too few respondents do."
        )
    inverse = np.linalg.inv(gamma)
    return np.asarray((inverse + inverse.T) / 2, dtype=np.float64)


def _refuse_constant(data: GroupedData, group: int) -> None:
    values, label = data.values[group], data.group_labels[group]
    for column, item in enumerate(data.items):
        answers = values[:, column]
        answers = answers[~np.isnan(answers)]
        if not len(answers) or np.ptp(answers) == 0:
            where = f" in group '{label}'" if label else ""
            raise InsufficientDataError(
                f"Item '{item}' does not vary{where}: no model can be fitted to it."
            )


def _refuse_singular(data: GroupedData, group: int, covariance: FloatArray) -> None:
    # Correlations do not depend on the items' units, which may be far apart.
    deviations = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(deviations, deviations)
    if np.linalg.eigvalsh(correlations)[0] >= _SINGULAR:
        return
    n, n_items, label = len(data.values[group]), len(covariance), data.group_labels[group]
    where = f" in group '{label}'" if label else ""
    first, second = np.argwhere(np.triu(np.abs(correlations), 1) > _SAME)[:1].T
    if n <= n_items:
        why = f"{n} respondents are too few for {n_items} items"
    elif len(first):
        one, other = data.items[first[0]], data.items[second[0]]
        sign = "-" if correlations[first[0], second[0]] < 0 else ""
        why = f"items '{one}' and '{other}' correlate {sign}1, leave one of them out"
    else:
        why = f"an item is a sum of others (n = {n})"
    raise InsufficientDataError(
        f"The covariance matrix of the {n_items} items{where} is singular: {why}."
    )


def _refuse_undefined(
    data: GroupedData, group: int, correlations: FloatArray, gamma: FloatArray
) -> None:
    undefined = np.isnan(np.diag(gamma))
    if not undefined.any():
        return
    first, second = np.triu_indices(len(data.items), 1)
    at = np.flatnonzero(undefined[-len(first) :])[0]
    label = data.group_labels[group]
    where = f" in group '{label}'" if label else ""
    raise InsufficientDataError(
        f"The polychoric correlation of '{data.items[first[at]]}' and '{data.items[second[at]]}'"
        f"{where} is {correlations[first[at], second[at]]:.3f}, the end of its range, because of"
        " empty cells in their table; it has no standard error and no weight. Collapse rare"
        " categories, or leave one of the two out."
    )
