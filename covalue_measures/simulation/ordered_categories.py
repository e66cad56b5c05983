"""Answers on a scale of ordered categories."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri

from covalue_measures.schema import ResponseScale
from covalue_measures.simulation.population import Population
from covalue_measures.typing import FloatArray, IntArray

#: Share of the category at the thin end; at most this part of what the full end leaves.
_THIN_SHARE = 0.04
_THIN_PART = 0.25
#: Distances between thresholds differ by up to this share of their average.
_UNEVENNESS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedCategories:
    """Categories that a latent response falls into, between thresholds."""

    #: (n_categories - 1,) ascending; of the keyed answer.
    thresholds: FloatArray = field(repr=False)
    #: (n_categories,) in the order of the thresholds: mirrored for a negatively keyed item.
    values: IntArray = field(repr=False)
    #: (n_categories,) as printed.
    printed: IntArray = field(repr=False)

    def answer(self, latent: FloatArray, chance: FloatArray) -> IntArray:
        """Return the values of the categories; see ``AnswerModel``."""
        return self.values[np.searchsorted(self.thresholds, latent)]

    def answer_at_random(self, chance: FloatArray) -> IntArray:
        """Return each category as often as any other."""
        return self.answer_in_line(chance)

    def answer_in_line(self, position: FloatArray) -> IntArray:
        """Return the category at a place between the ends of the printed scale."""
        return self.printed[(position * len(self.printed)).astype(np.int64)]


def draw_ordered_categories(
    scale: ResponseScale,
    population: Population,
    rng: np.random.Generator,
    *,
    is_reversed: bool,
    is_burden: bool,
) -> OrderedCategories:
    """Return categories of which one end is full and the other thin.

    The best answer has its share of the population's ``ceiling``; of a burden, the lowest
    answer its share of ``floor``. Shares are those of both countries together.
    """
    share = rng.uniform(*(population.floor if is_burden else population.ceiling))
    n_categories = len(scale.values)
    unevenness = 1 + rng.uniform(-_UNEVENNESS, _UNEVENNESS, n_categories - 2)
    # Counted from the full end: the first threshold cuts it off, the last the thin end.
    full = ndtri(share)
    thin = -ndtri(min(_THIN_SHARE, _THIN_PART * (1 - share)))
    steps = unevenness / unevenness.sum() * (thin - full) if n_categories > 2 else unevenness
    from_full = full + np.concatenate([[0.0], np.cumsum(steps)])
    printed = np.array(scale.values, dtype=np.int64)
    return OrderedCategories(
        thresholds=from_full if is_burden else -from_full[::-1],
        values=printed[::-1] if is_reversed else printed,
        printed=printed,
    )
