"""Respondents who do not read the questions."""

from dataclasses import dataclass, field

import numpy as np

from covalue_measures.simulation.answer_model import AnswerModel
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Carelessness:
    """Who marks one place everywhere, and who marks anything."""

    #: (n_respondents,) each.
    is_straight_lining: BoolArray = field(repr=False)
    is_random: BoolArray = field(repr=False)
    #: (n_respondents,) place between the ends of a scale, for whoever marks one everywhere.
    position: FloatArray = field(repr=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """``attentive``, ``straight_lining`` or ``random`` for each respondent."""
        names = np.array(["attentive", "straight_lining", "random"], dtype=object)
        return tuple(names[self.is_straight_lining + 2 * self.is_random].tolist())

    def apply(
        self, values: IntArray, models: tuple[AnswerModel, ...], chance: FloatArray
    ) -> IntArray:
        """Return ``values`` with the answers of careless respondents in their rows.

        Parameters
        ----------
        values : (n_respondents, n_items)
        models : one an item
        chance : (n_respondents, n_items)
            Uniform between 0 and 1.
        """
        answered = values.copy()
        line, anything = self.is_straight_lining, self.is_random
        for column, model in enumerate(models):
            answered[line, column] = model.answer_in_line(self.position[line])
            answered[anything, column] = model.answer_at_random(chance[anything, column])
        return answered


def draw_carelessness(n_respondents: int, population: Population, streams: Streams) -> Carelessness:
    """Return who is careless, each respondent by chance."""
    careless, kind, position = streams.of(Part.CARELESSNESS).random((3, n_respondents))
    is_careless = careless < population.careless_share
    in_line = kind < population.straight_lining_share
    return Carelessness(
        is_straight_lining=is_careless & in_line,
        is_random=is_careless & ~in_line,
        position=position,
    )
