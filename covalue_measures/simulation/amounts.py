"""Answers that are amounts: many of them none, the others skewed."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from covalue_measures.schema import QuantityScale
from covalue_measures.simulation.population import Population
from covalue_measures.typing import FloatArray, IntArray

#: The median of the positive amounts is at most this part of the range.
_LARGEST_MEDIAN = 0.25
#: Keeps quantiles finite.
_ALMOST_ONE = 1 - 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """A lognormal amount with an excess of zeros, in whole steps of its scale."""

    zero_share: float
    #: Of the amounts above the smallest one, in steps.
    median: float
    #: Standard deviation of their logarithms.
    spread: float
    #: Smallest and largest amount, in steps.
    minimum: int
    maximum: int

    def answer(self, latent: FloatArray, chance: FloatArray) -> IntArray:
        """Return amounts that grow with the latent response; see ``AnswerModel``.

        People round: two digits are kept.
        """
        rank = (ndtr(latent) - self.zero_share) / (1 - self.zero_share)
        exact = self.median * np.exp(self.spread * ndtri(np.clip(rank, 1e-12, _ALMOST_ONE)))
        exact = np.clip(exact, 1.0, self.maximum - self.minimum)
        unit = 10.0 ** np.maximum(np.floor(np.log10(exact)) - 1, 0)
        steps = np.minimum(np.rint(exact / unit) * unit, self.maximum - self.minimum)
        return self.minimum + np.where(rank > 0, steps, 0).astype(np.int64)

    def answer_at_random(self, chance: FloatArray) -> IntArray:
        """Return amounts that are as large as those of others, and hang on nothing."""
        return self.answer(ndtri(chance), chance)

    def answer_in_line(self, position: FloatArray) -> IntArray:
        """Return the smallest amount."""
        return np.full(len(position), self.minimum, dtype=np.int64)


def draw_amounts(scale: QuantityScale, population: Population, rng: np.random.Generator) -> Amounts:
    """Return how an item with this scale is answered."""
    medians = {
        "count": population.count_median,
        "hours": population.hours_median,
        "currency": population.currency_median,
    }
    median = min(
        rng.uniform(*medians[scale.unit]), _LARGEST_MEDIAN * (scale.maximum - scale.minimum)
    )
    return Amounts(
        zero_share=rng.uniform(*population.zero_share),
        median=median * scale.steps_per_unit,
        spread=rng.uniform(*population.amount_spread),
        minimum=scale.minimum * scale.steps_per_unit,
        maximum=scale.maximum * scale.steps_per_unit,
    )
