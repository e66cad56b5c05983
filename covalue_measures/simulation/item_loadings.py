"""How much of each answer comes from which factor."""

import numpy as np

from covalue_measures.schema import Instrument
from covalue_measures.simulation.burden import is_burden
from covalue_measures.simulation.factor_model import GENERAL, NEED, FactorModel
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.typing import FloatArray


def draw_loadings(
    instrument: Instrument, factors: FactorModel, population: Population, streams: Streams
) -> FloatArray:
    """Return standardized loadings of the keyed answers, one draw an item.

    Reflective items are drawn from a distribution whose density rises to the upper end of the
    range, since items that load at its lower end seldom stay in a bank; items behind which there
    is need alone, evenly.

    Returns
    -------
    (n_items, n_factors)
    """
    loadings = np.zeros((len(instrument.items), len(factors.names)))
    low, high = population.loadings_for(instrument)
    need_low, need_high = population.need_loadings
    for row, item in enumerate(instrument.items):
        rng = streams.of_name(Part.LOADING, item.id)
        members = list(factors.members[item.id])
        strength, share = rng.random(2)
        if factors.names[members[0]] == NEED:
            sign = 1.0 if is_burden(instrument, item) else -1.0
            loadings[row, members] = sign * (need_low + (need_high - need_low) * strength)
            continue
        communal = low + (high - low) * np.sqrt(strength)
        pattern = np.ones(len(members))
        if factors.names[members[0]] == GENERAL and len(members) > 1:
            general_low, general_high = population.general_share
            general = general_low + (general_high - general_low) * share
            pattern = np.sqrt([general, *np.full(len(members) - 1, 1 - general)])
        # An item of several factors has the same part of its variance in common as one of one.
        between = factors.answer_correlations[np.ix_(members, members)]
        loadings[row, members] = communal * pattern / np.sqrt(pattern @ between @ pattern)
    return loadings
