"""Who answers, and where they are."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.simulation.factor_model import FactorModel
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.typing import FloatArray, IntArray

#: In the order in which sites are handed out.
COUNTRIES = ("SE", "US")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Respondents at sites of two countries."""

    #: (n_respondents,)
    site_of: IntArray = field(repr=False)
    #: (n_sites,) place of each site among those of its country, mean 0 and variance 1.
    site_scores: FloatArray = field(repr=False)
    #: Mean in Sweden minus mean in the United States.
    country_shift: float

    @property
    def n_respondents(self) -> int:
        """Number of people."""
        return len(self.site_of)

    @property
    def country_of_site(self) -> tuple[str, ...]:
        """Country of each site: sites take turns."""
        return tuple(COUNTRIES[site % 2] for site in range(len(self.site_scores)))

    @property
    def site_names(self) -> tuple[str, ...]:
        """Country and number of each site."""
        return tuple(
            f"{country}-{1 + site // 2}" for site, country in enumerate(self.country_of_site)
        )

    def means(self, factors: FactorModel) -> FloatArray:
        """Return what place explains of the factors, in the direction of better experience.

        Returns
        -------
        (n_respondents, n_factors)
        """
        country = np.where(np.arange(len(self.site_scores)) % 2, -0.5, 0.5) * self.country_shift
        site = country + np.sqrt(factors.site_icc) * self.site_scores
        return np.outer(site[self.site_of], factors.reach)


def draw_cohort(n_respondents: int, population: Population, streams: Streams) -> Cohort:
    """Return respondents in random order, as many at each site as at any other.

    The sites of a country lie at normal quantiles in random order, not at random places: with
    four sites, chance would hide the country shift that is asked for, and the share of sites.
    A country with one site has no differences between sites.

    Raises
    ------
    InsufficientDataError
        If there are fewer respondents than sites.
    """
    n_sites = population.n_sites
    if n_respondents < n_sites:
        raise InsufficientDataError(
            f"{n_respondents} respondents cannot be at {n_sites} sites: ask for at least"
            f" {n_sites} respondents, or for fewer sites (n_sites of Population, 2 or more)."
        )
    rng = streams.of(Part.SITES)
    scores = np.zeros(n_sites)
    for country in range(2):
        scores[country::2] = rng.permutation(_site_scores(len(scores[country::2])))
    places = np.arange(n_respondents, dtype=np.int64) % n_sites
    return Cohort(
        site_of=streams.of(Part.PLACES).permutation(places),
        site_scores=scores,
        country_shift=population.country_shift,
    )


def _site_scores(n_sites: int) -> FloatArray:
    if n_sites == 1:
        return np.zeros(1)
    quantiles = ndtri((np.arange(n_sites) + 0.5) / n_sites)
    return np.asarray(quantiles / quantiles.std(ddof=1), dtype=np.float64)
