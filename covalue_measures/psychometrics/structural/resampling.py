"""Samples of some of the respondents, as fast as an estimator allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.polychoric_variances import polychoric_variances
from covalue_measures.numerics.structural.least_squares import MomentSample
from covalue_measures.numerics.structural.normal_sample import (
    normal_sample,
    sample_of_moments,
    unbiased_sample,
)
from covalue_measures.psychometrics.structural.estimator import Estimator
from covalue_measures.psychometrics.structural.group_samples import Categories, ObservedMoments
from covalue_measures.psychometrics.structural.grouped_data import GroupedData
from covalue_measures.psychometrics.structural.parameter_table import ParameterTable
from covalue_measures.psychometrics.structural.preparation import PreparedData, samples_of
from covalue_measures.psychometrics.structural.samples import Samples
from covalue_measures.typing import FloatArray, IntArray

#: Smallest eigenvalue over largest variance of a covariance that is not singular.
_SINGULAR = 1e-12


@dataclass(frozen=True, kw_only=True)
class Resampling:
    """The rows behind a fit, and what the fit made of all of them."""

    prepared: PreparedData
    #: Codes of the ordinal items by group, -1 for missing: (n_respondents, n_ordinal).
    codes: tuple[IntArray, ...]
    #: Without what only all rows together have: their own moments and covariances of moments.
    samples: Samples
    is_complete: bool
    table: ParameterTable
    #: Without corrections, which estimates do not need.
    estimator: Estimator

    @property
    def n_rows(self) -> tuple[int, ...]:
        """Respondents, by group."""
        return self.prepared.data.n_used

    def at(self, rows: Sequence[IntArray]) -> Samples:
        """Return the samples of these rows of each group, any of them as often as it is there.

        Raises
        ------
        ResponseDataError, numpy.linalg.LinAlgError
            If they do not vary, are too few, or lack a category.
        """
        self._refuse_unused_categories(rows)
        if self.estimator.discrepancy == "likelihood":
            if self.is_complete:
                return self._complete(rows)
            if not self.table.exogenous:
                return self._with_holes(rows)
        is_ordinal = len(self.prepared.categories.values) == len(self.prepared.data.items)
        if is_ordinal and self.estimator.discrepancy in ("uls", "dwls"):
            return self._ordinal(rows)
        prepared = replace(self.prepared, data=self._data(rows))
        return samples_of(prepared, self.estimator, self.table, unbiased=self.samples.unbiased)

    def _data(self, rows: Sequence[IntArray]) -> GroupedData:
        values = self.prepared.data.values
        drawn = tuple(part[kept] for part, kept in zip(values, rows, strict=True))
        return replace(self.prepared.data, values=drawn)

    def _refuse_unused_categories(self, rows: Sequence[IntArray]) -> None:
        counts = list(self.prepared.categories.counts.values())
        for codes, kept in zip(self.codes, rows, strict=True):
            is_used = np.zeros((codes.shape[1], max(counts, default=0) + 1), dtype=np.bool_)
            # The last column takes the missing answers.
            is_used[np.arange(codes.shape[1]), codes[kept]] = True
            if (is_used[:, :-1].sum(axis=1) < counts).any():
                raise InsufficientDataError("A category was not drawn: its threshold is unknown.")

    def _complete(self, rows: Sequence[IntArray]) -> Samples:
        normal, observed = [], []
        for values, kept in zip(self.prepared.data.values, rows, strict=True):
            weight = np.bincount(kept, minlength=len(values)) / len(kept)
            mean = weight @ values
            gap = values - mean
            sample = sample_of_moments(mean, (gap * weight[:, None]).T @ gap, len(kept))
            if self.samples.unbiased:
                sample = unbiased_sample(sample)
            covariance = sample.covariances[0]
            if np.linalg.eigvalsh(covariance)[0] < _SINGULAR * np.diag(covariance).max():
                raise InsufficientDataError("The covariance matrix of the draw is singular.")
            normal.append(sample)
            observed.append(
                ObservedMoments(
                    means=mean,
                    covariance=covariance,
                    thresholds=np.zeros(0),
                    n_respondents=len(kept),
                )
            )
        return replace(self.samples, normal=tuple(normal), observed=tuple(observed))

    def _with_holes(self, rows: Sequence[IntArray]) -> Samples:
        normal, observed = [], []
        for values, moments in zip(self._data(rows).values, self.samples.observed, strict=True):
            if not (np.fmin.reduce(values) < np.fmax.reduce(values)).all():
                raise InsufficientDataError("An item does not vary in the draw.")
            normal.append(normal_sample(values))
            # The unrestricted moments take iterations of their own, and nothing here needs them.
            observed.append(replace(moments, n_respondents=len(values)))
        return replace(self.samples, normal=tuple(normal), observed=tuple(observed))

    def _ordinal(self, rows: Sequence[IntArray]) -> Samples:
        first, second = self.samples.kinds.pairs
        n_categories = max(self.prepared.categories.counts.values())
        moments, observed = [], []
        for codes, kept, whole in zip(self.codes, rows, self.samples.observed, strict=True):
            drawn = codes[kept]
            found = polychoric(drawn, n_categories)
            cuts = found.thresholds[found.thresholds < BEYOND]
            vector = np.concatenate([cuts, found.correlations[first, second]])
            weight = np.ones(len(vector))
            if self.estimator.discrepancy == "dwls":
                weight = _inverse(polychoric_variances(drawn, found.thresholds, found.correlations))
            n = int((drawn >= 0).any(axis=1).sum())
            moments.append(MomentSample(self.samples.kinds, vector, weight, n - 1.0))
            observed.append(
                replace(whole, covariance=found.correlations, thresholds=cuts, n_respondents=n)
            )
        return replace(
            self.samples, moments=tuple(moments), observed=tuple(observed), covariances=()
        )


def resampling_of(
    prepared: PreparedData, samples: Samples, table: ParameterTable, estimator: Estimator
) -> Resampling:
    """Return what draws are made from.

    Parameters
    ----------
    prepared : PreparedData
    samples : Samples
        Of all rows.
    table : ParameterTable
    estimator : Estimator
    """
    return Resampling(
        prepared=prepared,
        codes=_codes(prepared.data, prepared.categories),
        samples=replace(samples, normal=(), covariances=()),
        is_complete=all(sample.is_complete for sample in samples.normal),
        table=table,
        estimator=replace(estimator, standard_errors="expected", test="none"),
    )


def _inverse(variances: FloatArray) -> FloatArray:
    if np.isnan(variances).any():
        raise InsufficientDataError("A polychoric correlation is at the end of its range.")
    return 1.0 / variances


def _codes(data: GroupedData, categories: Categories) -> tuple[IntArray, ...]:
    """Return the codes of the ordinal items by group, -1 where missing."""
    parts = []
    for values in data.values:
        codes = np.full((len(values), len(categories.values)), -1, dtype=np.int64)
        for place, (item, known) in enumerate(categories.values.items()):
            answers = values[:, data.items.index(item)]
            is_answered = ~np.isnan(answers)
            codes[is_answered, place] = np.searchsorted(known, answers[is_answered])
        parts.append(codes)
    return tuple(parts)
