"""Synthetic answers, and what is behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from covalue_measures.psychometrics.readable import Readable
from covalue_measures.responses import ResponseData
from covalue_measures.simulation.population import Population
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SimulatedTruth(Readable):
    """What nobody knows of real answers."""

    seed: int
    population: Population
    #: One row an item, one column a factor: standardized loadings of the keyed answer.
    loadings: pd.DataFrame
    #: Correlations of the factors within a country.
    factor_correlations: pd.DataFrame
    #: Item with ordered categories -> thresholds of the keyed answer.
    thresholds: Mapping[str, FloatArray]
    #: Share of the factors' variance between the sites of a country.
    site_icc: float
    #: One row a site: ``country``, and ``effect`` in standard deviations of a factor, in the
    #: direction of better experience, apart from the mean of the country.
    sites: pd.DataFrame
    #: One row a respondent, one column a factor.
    latent_scores: pd.DataFrame
    #: One row a respondent: ``site``, ``country``, ``carelessness`` (``attentive``,
    #: ``straight_lining`` or ``random``), ``n_reached`` (items before the respondent stopped).
    respondents: pd.DataFrame


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SimulatedSample(Readable):
    """Answers that a program made, apart from the truth about them."""

    responses: ResponseData
    truth: SimulatedTruth


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PairedSamples(Readable):
    """Two samples of which the same rows belong together."""

    first: SimulatedSample
    second: SimulatedSample
