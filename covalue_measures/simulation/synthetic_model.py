"""One instrument in one population: everything that is fixed before anybody answers."""

from dataclasses import dataclass, field

import numpy as np

from covalue_measures.schema import Instrument, InstrumentLike, as_instrument
from covalue_measures.simulation.answer_model import AnswerModel, draw_answer_model
from covalue_measures.simulation.cohort import Cohort
from covalue_measures.simulation.factor_model import FactorModel, build_factor_model
from covalue_measures.simulation.item_loadings import draw_loadings
from covalue_measures.simulation.latent_draws import LatentDraws
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.streams import Streams
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticModel:
    """Factors, loadings, and how each item is answered."""

    instrument: Instrument
    population: Population
    factors: FactorModel
    #: (n_items, n_factors)
    loadings: FloatArray = field(repr=False)
    answer_models: tuple[AnswerModel, ...] = field(repr=False)

    def latent_scores(self, cohort: Cohort, draws: LatentDraws) -> FloatArray:
        """Return (n_respondents, n_factors) scores, in the direction of the answers."""
        scores: FloatArray = (
            cohort.means(self.factors) + draws.within_site
        ) * self.factors.directions
        return scores

    def latent_responses(self, scores: FloatArray, draws: LatentDraws) -> FloatArray:
        """Return (n_respondents, n_items) normal numbers behind the keyed answers."""
        common = ((self.loadings @ self.factors.answer_correlations) * self.loadings).sum(axis=1)
        responses: FloatArray = scores @ self.loadings.T + draws.errors * np.sqrt(1 - common)
        return responses


def build_model(
    definition: InstrumentLike, population: Population | None, streams: Streams
) -> SyntheticModel:
    """Return the model of an instrument, drawn from the ranges of a population.

    Raises
    ------
    TypeError
        If ``population`` is something else.
    InstrumentError
        If ``definition`` is no instrument.
    ModelError
        If the population contradicts itself.
    """
    instrument = as_instrument(definition)
    population = Population() if population is None else population
    if not isinstance(population, Population):
        raise TypeError(f"A population is a Population, not a {type(population).__name__}.")
    factors = build_factor_model(instrument, population, streams)
    return SyntheticModel(
        instrument=instrument,
        population=population,
        factors=factors,
        loadings=draw_loadings(instrument, factors, population, streams),
        answer_models=tuple(
            draw_answer_model(instrument, item, population, streams) for item in instrument.items
        ),
    )
