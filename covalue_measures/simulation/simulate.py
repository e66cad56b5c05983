"""Synthetic answers to any instrument, for trying out a study before there are real ones."""

from covalue_measures.psychometrics.options import require_count
from covalue_measures.responses import ResponseData
from covalue_measures.schema import InstrumentLike, as_instrument
from covalue_measures.simulation.answering import answer_instrument
from covalue_measures.simulation.cohort import draw_cohort
from covalue_measures.simulation.latent_draws import draw_composite, draw_latent
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.simulated_sample import SimulatedSample
from covalue_measures.simulation.streams import Streams
from covalue_measures.simulation.synthetic_model import build_model


def simulate_responses(
    bank: InstrumentLike,
    n_respondents: int = 300,
    *,
    seed: int = 1,
    population: Population | None = None,
) -> ResponseData:
    """Return answers that no person gave, as the structure of ``bank`` would have them.

    For trying out a study: what a report looks like, how many respondents a question needs. The
    answers fit the claimed structure because they were made from it, so they are evidence of
    nothing. They say that they are synthetic wherever they go; see ``is_synthetic``.

    Parameters
    ----------
    bank : ItemBank or Instrument
        Any bank or form: reflective, formative or both.
    n_respondents : int
        At least one for each site.
    seed : int
        The same seed gives the same answers. Items keep their loadings and thresholds whatever
        the number of respondents or sites, in every form and version. Forms and versions of one
        bank are answered by the same people, other banks by others.
    population : Population, optional
        What is assumed; the defaults without it.

    Raises
    ------
    InstrumentError
        If ``bank`` is no instrument, or an item is named as a group.
    InsufficientDataError
        If there are fewer respondents than sites.
    ModelError
        If the population contradicts itself.

    Notes
    -----
    Behind each answer lies a normal number: loadings times the factors of the claimed structure,
    and an error. Items of formative subscales have a need for care in common, and little of it.
    Thresholds cut the number into ordered categories; amounts are a lognormal with an excess of
    zeros. Factors have variance 1 within each country, of which a share lies between sites.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> from covalue_measures.simulation import simulate_responses
    >>> form = cm.load_form("communication_service_user@0.1.0/4a")
    >>> data = simulate_responses(form, 500, seed=7)
    >>> data.intake.source
    'synthetic_communication_service_user_0.1.0_4a_seed7'
    >>> data.intake.applied_rules[0]
    'No person gave these answers: a program made them.'
    >>> round(cm.estimate_alpha(data).alpha, 2)
    0.85
    """
    return simulate_sample(bank, n_respondents, seed=seed, population=population).responses


def simulate_sample(
    bank: InstrumentLike,
    n_respondents: int = 300,
    *,
    seed: int = 1,
    population: Population | None = None,
) -> SimulatedSample:
    """Return what ``simulate_responses`` returns, and the truth behind it.

    Parameters and errors are those of ``simulate_responses``; its answers are ``.responses``.
    ``.truth`` holds loadings, thresholds, latent scores, and who was careless.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> from covalue_measures.simulation import simulate_sample
    >>> sample = simulate_sample(cm.load_form("communication_service_user@0.1.0/4a"), 500)
    >>> sample.truth.respondents["carelessness"].value_counts().to_dict()
    {'attentive': 486, 'straight_lining': 9, 'random': 5}
    """
    require_count("n_respondents", n_respondents)
    require_count("seed", seed, 0)
    instrument = as_instrument(bank)
    streams = Streams(seed, instrument.bank.id)
    model = build_model(instrument, population, streams)
    cohort = draw_cohort(n_respondents, model.population, streams)
    composite = draw_composite(n_respondents, streams)
    draws = draw_latent(model.factors, n_respondents, streams, composite=composite)
    return answer_instrument(model, cohort, draws, streams)
