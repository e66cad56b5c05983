"""The answers of all groups as an estimator takes them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from covalue_measures.numerics.structural.layout import GroupLayout
from covalue_measures.numerics.structural.least_squares import LeastSquares, MomentSample
from covalue_measures.numerics.structural.likelihood import NormalLikelihood
from covalue_measures.numerics.structural.moment_vector import MomentKinds
from covalue_measures.numerics.structural.normal_sample import NormalSample, unbiased_sample
from covalue_measures.numerics.structural.saturated import saturated_scaling
from covalue_measures.psychometrics.structural.estimator import Estimator
from covalue_measures.psychometrics.structural.group_samples import (
    Categories,
    ObservedMoments,
    mixed_moment_sample,
    normal_moments,
    numeric_moment_sample,
    ordinal_moment_sample,
)
from covalue_measures.psychometrics.structural.grouped_data import GroupedData
from covalue_measures.typing import BoolArray, FloatArray


@dataclass(frozen=True, kw_only=True)
class Samples:
    """Sufficient statistics, weights and their uncertainty, by group."""

    observed: tuple[ObservedMoments, ...]
    #: Of maximum likelihood, and of numeric items in general.
    normal: tuple[NormalSample, ...] = ()
    #: Of least squares.
    moments: tuple[MomentSample, ...] = ()
    #: Asymptotic covariances of the moments; empty where nothing rests on them.
    covariances: tuple[FloatArray, ...] = ()
    has_means: bool
    #: (n_items,) covariates, whose moments are not explained.
    is_given: BoolArray
    #: Whether groups count n - 1: with unbiased covariances, and with all least squares.
    unbiased: bool = False

    @property
    def kinds(self) -> MomentKinds:
        """Which moments the groups are seen by."""
        if self.moments:
            return self.moments[0].kinds
        return MomentKinds(
            is_ordinal=np.zeros(len(self.observed[0].means), dtype=np.bool_),
            threshold_item=np.zeros(0, dtype=np.int64),
            has_means=self.has_means,
        )

    @property
    def n_respondents(self) -> int:
        """Rows used of all groups."""
        return sum(moments.n_respondents for moments in self.observed)

    @property
    def shares(self) -> FloatArray:
        """(n_groups,) of the respondents."""
        counts = np.array([moments.n_respondents for moments in self.observed], dtype=np.float64)
        if self.unbiased:
            counts -= 1
        return np.asarray(counts / counts.sum())

    @cached_property
    def moment_scaling(self) -> float:
        """Trace of score products over information of the unrestricted moments."""
        return sum(
            saturated_scaling(
                sample,
                moments.means,
                moments.covariance,
                has_means=self.has_means,
                is_given=self.is_given,
            )
            for sample, moments in zip(self.normal, self.observed, strict=True)
        )

    def discrepancy(self, layouts: tuple[GroupLayout, ...]) -> NormalLikelihood | LeastSquares:
        """Return the function to minimize for models of this layout."""
        if self.moments:
            return LeastSquares(layouts, self.moments)
        return NormalLikelihood(layouts, self.normal, self.has_means)


def numeric_samples(
    data: GroupedData,
    estimator: Estimator,
    *,
    covariates: Collection[str],
    has_means: bool,
    unbiased: bool,
) -> Samples:
    """Return the samples of numeric items.

    Parameters
    ----------
    data : GroupedData
    estimator : Estimator
    covariates : collection of str
        Items whose moments are given.
    has_means : bool
    unbiased : bool
        Divide covariances by n - 1.
    """
    normal, observed, moments, covariances = [], [], [], []
    for group in range(len(data.values)):
        sample, estimates = normal_moments(data, group)
        # Least squares take the unbiased covariance, as lavaan does.
        if unbiased or estimator.discrepancy != "likelihood":
            sample = unbiased_sample(sample)
            estimates = replace(estimates, covariance=sample.covariances[0])
        normal.append(sample)
        observed.append(estimates)
        if estimator.discrepancy != "likelihood" or estimator.standard_errors == "robust_moments":
            moment_sample, gamma = numeric_moment_sample(
                data, group, estimates, estimator.discrepancy, has_means=has_means
            )
            covariances.append(gamma)
            if estimator.discrepancy != "likelihood":
                moments.append(moment_sample)
    return Samples(
        observed=tuple(observed),
        normal=tuple(normal),
        moments=tuple(moments),
        covariances=tuple(covariances),
        has_means=has_means,
        is_given=np.isin(np.array(data.items), list(covariates)),
        unbiased=unbiased or estimator.discrepancy != "likelihood",
    )


def ordinal_samples(
    data: GroupedData,
    estimator: Estimator,
    categories: Categories,
    *,
    covariates: Collection[str],
    standardizes: bool,
) -> Samples:
    """Return the samples of ordinal items, alone or among numeric ones."""
    is_mixed = len(categories.values) < len(data.items)
    moment_sample = mixed_moment_sample if is_mixed else ordinal_moment_sample
    parts = [
        moment_sample(data, group, categories, estimator.discrepancy, standardizes=standardizes)
        for group in range(len(data.values))
    ]
    return Samples(
        observed=tuple(part[2] for part in parts),
        moments=tuple(part[0] for part in parts),
        covariances=tuple(part[1] for part in parts),
        has_means=is_mixed,
        is_given=np.isin(np.array(data.items), list(covariates)),
        unbiased=True,
    )
