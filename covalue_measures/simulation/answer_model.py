"""From what is behind an answer to the answer: a normal number to a category or an amount."""

from typing import Protocol

from covalue_measures.schema import Instrument, Item, QuantityScale
from covalue_measures.simulation.amounts import Amounts, draw_amounts
from covalue_measures.simulation.burden import is_burden
from covalue_measures.simulation.nominal_options import NominalOptions, draw_nominal_options
from covalue_measures.simulation.ordered_categories import (
    OrderedCategories,
    draw_ordered_categories,
)
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.typing import FloatArray, IntArray


class AnswerModel(Protocol):
    """Gives the answers to one item, as a ``ResponseData`` holds them."""

    def answer(self, latent: FloatArray, chance: FloatArray) -> IntArray:
        """Return answers of people who read the question.

        Parameters
        ----------
        latent : (n_respondents,)
            Standard normal, high for what the item is keyed for.
        chance : (n_respondents,)
            Uniform between 0 and 1, for what hangs on nothing else.
        """

    def answer_at_random(self, chance: FloatArray) -> IntArray:
        """Return answers of people who mark anything."""

    def answer_in_line(self, position: FloatArray) -> IntArray:
        """Return answers of people who mark the same place everywhere, from 0 to below 1."""


def draw_answer_model(
    instrument: Instrument, item: Item, population: Population, streams: Streams
) -> OrderedCategories | NominalOptions | Amounts:
    """Return how an item is answered, by the kind of its scale."""
    rng = streams.of_name(Part.ANSWERS_OF_ITEM, item.id)
    scale = instrument.response_scale(item)
    if isinstance(scale, QuantityScale):
        return draw_amounts(scale, population, rng)
    if not scale.ordered:
        return draw_nominal_options(scale, population, rng)
    return draw_ordered_categories(
        scale,
        population,
        rng,
        is_reversed=item.is_reversed,
        is_burden=is_burden(instrument, item),
    )
