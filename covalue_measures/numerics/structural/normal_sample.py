"""What a normal likelihood needs to know of a sample, complete or not."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class NormalSample:
    """Respondents grouped by the cells that they have; complete data are one pattern."""

    #: (n_patterns, n_items)
    is_observed: BoolArray
    #: (n_patterns,) respondents.
    counts: FloatArray
    #: (n_patterns, n_items) means, 0 where not observed.
    means: FloatArray
    #: (n_patterns, n_items, n_items) covariances about those means with denominator n, 0 where
    #: not observed.
    covariances: FloatArray
    #: (n_respondents, n_items) the rows themselves, NaN where missing; rows without any value are
    #: left out. None if only moments are known.
    values: FloatArray | None
    #: (n_respondents,) pattern of each row.
    pattern: IntArray

    @property
    def n_respondents(self) -> float:
        """Number of rows with a value."""
        return float(self.counts.sum())

    @property
    def is_complete(self) -> bool:
        """Whether no cell is missing."""
        return bool(self.is_observed.all())


def normal_sample(values: FloatArray) -> NormalSample:
    """Return the sufficient statistics of the rows that have a value.

    Parameters
    ----------
    values : (n_respondents, n_items)
        NaN where missing.
    """
    seen = ~np.isnan(values)
    answered = seen.any(axis=1)
    rows = np.asarray(values[answered], dtype=np.float64)
    is_observed, pattern = np.unique(seen[answered], axis=0, return_inverse=True)
    pattern = pattern.ravel().astype(np.int64)
    filled = np.where(np.isnan(rows), 0.0, rows)
    order = np.argsort(pattern, kind="stable")
    starts = np.searchsorted(pattern[order], np.arange(len(is_observed)))
    counts = np.bincount(pattern, minlength=len(is_observed)).astype(np.float64)
    means = np.add.reduceat(filled[order], starts, axis=0) / counts[:, None]
    deviations = np.where(np.isnan(rows), 0.0, rows - means[pattern])[order]
    covariances = np.empty((len(is_observed), rows.shape[1], rows.shape[1]))
    for number, block in enumerate(np.split(deviations, starts[1:])):
        covariances[number] = block.T @ block / counts[number]
    return NormalSample(is_observed, counts, means, covariances, rows, pattern)


def sample_of_moments(mean: FloatArray, covariance: FloatArray, n: float) -> NormalSample:
    """Return a sample that is known by its moments only.

    Parameters
    ----------
    mean : (n_items,)
    covariance : (n_items, n_items)
        With denominator n.
    """
    return NormalSample(
        np.ones((1, len(mean)), dtype=np.bool_),
        np.array([float(n)]),
        mean[None, :],
        covariance[None, :, :],
        None,
        np.zeros(0, dtype=np.int64),
    )


def unbiased_sample(sample: NormalSample) -> NormalSample:
    """Return a complete sample with covariances divided by n - 1, and counting n - 1."""
    n = sample.counts[0]
    return NormalSample(
        sample.is_observed,
        sample.counts - 1,
        sample.means,
        sample.covariances * (n / (n - 1)),
        sample.values,
        sample.pattern,
    )
