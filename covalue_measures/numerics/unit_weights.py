"""Samples as how often each unit counts: drawn anew, or with one left out."""

from collections.abc import Callable, Iterator

import numpy as np

from covalue_measures.typing import FloatArray

#: Weights that are held at a time.
_BLOCK = 2**22


def drawn_estimates(
    statistic: Callable[[FloatArray], FloatArray],
    frequencies: FloatArray,
    n_draws: int,
    rng: np.random.Generator,
) -> FloatArray:
    """Return a statistic of samples of as many units, drawn with replacement.

    Parameters
    ----------
    statistic : callable
        (n_samples, n_units) weights to (n_samples,) or (n_samples, n_estimates).
    frequencies : (n_units,)
        How many units like this there are; equal units need one entry only.
    n_draws : int
    rng : Generator

    Returns
    -------
    (n_draws,) or (n_draws, n_estimates)
        The same whatever fits into memory at a time.
    """
    n_units = int(frequencies.sum())
    return np.concatenate(
        [
            statistic(rng.multinomial(n_units, frequencies / n_units, size=size).astype(np.float64))
            for _, size in _blocks(n_draws, frequencies.size)
        ]
    )


def left_out_influences(
    statistic: Callable[[FloatArray], FloatArray], frequencies: FloatArray
) -> FloatArray:
    """Return what each unit adds to a statistic, by leaving them out one by one.

    Parameters
    ----------
    statistic, frequencies
        As :func:`drawn_estimates` takes them.

    Returns
    -------
    (n,) or (n, n_estimates)
        Mean of the estimates without one unit less the estimate without this one, for each of
        the n units; equal units stand beside each other. NaN where there is none without it.
    """
    without = np.concatenate(
        [
            statistic(frequencies - np.eye(size, frequencies.size, start))
            for start, size in _blocks(frequencies.size, frequencies.size)
        ]
    )
    every: FloatArray = np.repeat(without, frequencies.astype(np.int64), axis=0)
    defined = np.maximum((~np.isnan(every)).sum(axis=0), 1)
    influences: FloatArray = np.nansum(every, axis=0) / defined - every
    return influences


def _blocks(n_samples: int, n_units: int) -> Iterator[tuple[int, int]]:
    size = max(1, _BLOCK // n_units)
    for start in range(0, n_samples, size):
        yield start, min(size, n_samples - start)
