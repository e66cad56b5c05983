"""Answers that name something, such as "no" or a reason for "yes"."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri

from covalue_measures.schema import ResponseScale
from covalue_measures.simulation.population import Population
from covalue_measures.typing import FloatArray, IntArray

#: Of the Dirichlet distribution of the shares of the other options; the higher, the more alike.
_EVENNESS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NominalOptions:
    """The first option, mostly "no", and others that are chosen by chance."""

    first_share: float
    #: (n_options - 1,) cumulated shares of the other options, the last 1.
    others: FloatArray = field(repr=False)
    #: (n_options,)
    values: IntArray = field(repr=False)

    def answer(self, latent: FloatArray, chance: FloatArray) -> IntArray:
        """Return another option than the first where the latent response is high."""
        other = 1 + np.searchsorted(self.others[:-1], chance)
        return self.values[np.where(latent > ndtri(self.first_share), other, 0)]

    def answer_at_random(self, chance: FloatArray) -> IntArray:
        """Return each option as often as any other."""
        return self.answer_in_line(chance)

    def answer_in_line(self, position: FloatArray) -> IntArray:
        """Return the option at a place between the ends of the printed list."""
        return self.values[(position * len(self.values)).astype(np.int64)]


def draw_nominal_options(
    scale: ResponseScale, population: Population, rng: np.random.Generator
) -> NominalOptions:
    """Return how an item with this scale is answered."""
    return NominalOptions(
        first_share=rng.uniform(*population.first_option),
        others=np.cumsum(rng.dirichlet(np.full(len(scale.values) - 1, _EVENNESS))),
        values=np.array(scale.values, dtype=np.int64),
    )
