"""The same people, asked twice."""

from covalue_measures.psychometrics.options import require_count
from covalue_measures.schema import InstrumentLike, as_instrument
from covalue_measures.simulation.answering import answer_instrument
from covalue_measures.simulation.cohort import draw_cohort
from covalue_measures.simulation.latent_draws import draw_composite, draw_latent
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.simulated_sample import PairedSamples
from covalue_measures.simulation.streams import Streams
from covalue_measures.simulation.synthetic_model import build_model


def simulate_retest(
    bank: InstrumentLike,
    n_respondents: int = 300,
    *,
    seed: int = 1,
    population: Population | None = None,
) -> PairedSamples:
    """Return two occasions of the same respondents, between which nothing changed.

    The first is what ``simulate_responses`` gives. On the second, factors and errors correlate
    with the first as ``population.retest_reliability`` says, around the same site means; who is
    careless and what is missing is drawn anew.

    Parameters and errors are those of ``simulate_responses``.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> from covalue_measures.simulation import simulate_retest
    >>> form = cm.load_form("communication_service_user@0.1.0/4a")
    >>> occasions = simulate_retest(form, 100, seed=3)
    >>> occasions.first.responses.n_respondents, occasions.second.responses.n_respondents
    (100, 100)
    """
    require_count("n_respondents", n_respondents)
    require_count("seed", seed, 0)
    instrument = as_instrument(bank)
    streams = tuple(Streams(seed, instrument.bank.id, occasion) for occasion in (0, 1))
    model = build_model(instrument, population, streams[0])
    cohort = draw_cohort(n_respondents, model.population, streams[0])
    before, anew = (
        draw_latent(
            model.factors, n_respondents, stream, composite=draw_composite(n_respondents, stream)
        )
        for stream in streams
    )
    after = before.blend(anew, model.population.retest_reliability)
    first, second = (
        answer_instrument(
            model,
            cohort,
            draws,
            stream,
            label=f"occasion{number}",
            rules=(f"Occasion {number} of 2 of the same respondents.",),
        )
        for number, draws, stream in zip((1, 2), (before, after), streams, strict=True)
    )
    return PairedSamples(first=first, second=second)
