"""Pairs of people who look at the same care from two roles."""

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.options import require_count
from covalue_measures.schema import InstrumentLike, as_instrument
from covalue_measures.simulation.answering import answer_instrument
from covalue_measures.simulation.cohort import draw_cohort
from covalue_measures.simulation.factor_model import FactorModel
from covalue_measures.simulation.latent_draws import draw_composite, draw_latent
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.simulated_sample import PairedSamples
from covalue_measures.simulation.streams import Streams
from covalue_measures.simulation.synthetic_model import build_model


def simulate_role_pairs(
    first: InstrumentLike,
    second: InstrumentLike,
    n_pairs: int = 300,
    *,
    correlation: float = 0.4,
    seed: int = 1,
    population: Population | None = None,
) -> PairedSamples:
    """Return answers of pairs, such as a service user and a professional, to two instruments.

    The same rows are a pair, at the same site, with the same id in both.

    Parameters
    ----------
    first, second : ItemBank or Instrument
    n_pairs : int
    correlation : float
        Between the composites of the factors of the two roles, within a country: what a common
        site explains is part of it. It is in the direction of better experience.
    seed : int
    population : Population, optional
        Of both; what hangs on the role is taken for each.

    Raises
    ------
    ModelError
        If no pairs at common sites can correlate so.
    InstrumentError, InsufficientDataError
        As ``simulate_responses`` does.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> from covalue_measures.simulation import simulate_role_pairs
    >>> bank = cm.load_bank("communication_service_user@0.1.0")
    >>> pairs = simulate_role_pairs(bank, cm.load_form("communication_service_user@0.1.0/4a"), 50)
    >>> pairs.first.responses.respondent_ids == pairs.second.responses.respondent_ids
    True
    """
    require_count("n_pairs", n_pairs)
    require_count("seed", seed, 0)
    instruments = as_instrument(first), as_instrument(second)
    ids = [instrument.bank.id for instrument in instruments]
    # The second role hangs on both banks: paired with others, its people are others.
    streams = Streams(seed, ids[0]), Streams(seed, "/".join(ids))
    models = [build_model(instrument, population, streams[0]) for instrument in instruments]
    cohort = draw_cohort(n_pairs, models[0].population, streams[0])
    spread = float((cohort.site_scores**2).mean())
    within = _within_sites(correlation, [_site_share(model.factors, spread) for model in models])
    common, own = (draw_composite(n_pairs, stream) for stream in streams)
    composites = common, within * common + np.sqrt(1 - within**2) * own
    samples = [
        answer_instrument(
            model,
            cohort,
            draw_latent(model.factors, n_pairs, stream, composite=composite),
            stream,
            noun="pair",
            label=label,
            rules=(f"Pairs with {other.instrument.reference}, correlation {correlation:g}.",),
        )
        for model, other, stream, composite, label in zip(
            models,
            reversed(models),
            streams,
            composites,
            ("first_of_pairs", "second_of_pairs"),
            strict=True,
        )
    ]
    return PairedSamples(first=samples[0], second=samples[1])


def _within_sites(correlation: float, shares: list[float]) -> float:
    """Return the correlation at one site that gives ``correlation`` within a country."""
    by_site = float(np.sqrt(shares[0] * shares[1]))
    left = float(np.sqrt((1 - shares[0]) * (1 - shares[1])))
    if not by_site - left <= correlation <= by_site + left:
        raise ModelError(
            f"Pairs at common sites, which explain {shares[0]:.3f} and {shares[1]:.3f} of the"
            f" variance, correlate between {by_site - left:.2f} and {by_site + left:.2f}; asked"
            f" for is {correlation:g}."
        )
    return (correlation - by_site) / left


def _site_share(factors: FactorModel, spread: float) -> float:
    """Return the share of the cohort's sites in the variance of the composite.

    ``spread`` is their mean square, which is below 1: variance 1 is that of the sites they stand
    for.
    """
    weights = factors.composite_weights
    within = float(weights @ factors.within_site @ weights)
    between = spread * factors.site_icc * float(weights @ factors.reach) ** 2
    return between / (within + between)
