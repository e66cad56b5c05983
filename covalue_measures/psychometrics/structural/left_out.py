"""What estimates owe to single respondents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.intervals import acceleration_of
from covalue_measures.psychometrics.structural.refit import Refit, Replicates
from covalue_measures.typing import FloatArray, IntArray

#: Fits for the acceleration. Its chance error is .4 over their number, which moves an end of the
#: interval by less than a hundredth of a standard error.
_MOST_LEFT_OUT = 400


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Everyone but some respondents of one group."""

    refit: Refit

    def __call__(self, blocks: Sequence[tuple[int, IntArray]]) -> Replicates:
        """Return the estimates without each block, which names its group and its rows."""
        return self.refit.replicates([self._rows(group, left) for group, left in blocks])

    def _rows(self, group: int, left: IntArray) -> list[IntArray]:
        rows = [np.arange(n, dtype=np.int64) for n in self.refit.resampling.n_rows]
        rows[group] = np.delete(rows[group], left)
        return rows


def blocks_left_out(n_rows: Sequence[int], rng: np.random.Generator) -> list[tuple[int, IntArray]]:
    """Return who is left out together: one by one, or random blocks where there are many."""
    share = min(1.0, _MOST_LEFT_OUT / sum(n_rows))
    return [
        (group, block)
        for group, n in enumerate(n_rows)
        for block in np.array_split(rng.permutation(n), max(2, round(share * n)))
    ]


def acceleration_without(
    values: FloatArray, blocks: list[tuple[int, IntArray]], n_rows: Sequence[int]
) -> FloatArray:
    """Return the acceleration from the estimates without each block."""
    groups = np.array([group for group, _ in blocks])
    influences = np.empty_like(values)
    for group, n in enumerate(n_rows):
        own = groups == group
        left = np.array([len(block) for number, block in blocks if number == group])
        center = np.nanmean(values[own], axis=0)
        # A block moves the estimates by its respondents' influence over those who stay.
        influences[own] = (center - values[own]) * (1 - left / n)[:, None]
    return acceleration_of(influences)
