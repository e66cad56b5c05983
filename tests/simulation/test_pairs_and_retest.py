import numpy as np
import pytest

import covalue_measures as cm
from covalue_measures.exceptions import ModelError
from covalue_measures.registry import load_instrument
from covalue_measures.simulation import (
    Population,
    simulate_responses,
    simulate_retest,
    simulate_role_pairs,
)

N = 20_000


def person_means(data):
    return data.to_frame().mean(axis=1)


def within_countries(pairs, first, second):
    """Return the correlation of two series around the means of the countries."""
    country = pairs.first.truth.respondents["country"]
    parts = [values - values.groupby(country).transform("mean") for values in (first, second)]
    return parts[0].corr(parts[1])


@pytest.mark.parametrize("correlation", [0.4, 0.0, -0.3, 0.9])
@pytest.mark.parametrize("n_sites", [4, 40])
def test_latent_scores_of_a_pair_correlate_as_asked(correlation, n_sites, structured) -> None:
    pairs = simulate_role_pairs(
        structured(),
        structured("correlated_factors", 3, role="health_professional"),
        N,
        correlation=correlation,
        seed=2,
        population=Population(n_sites=n_sites),
    )
    first = pairs.first.truth.latent_scores["s0"]
    second = pairs.second.truth.latent_scores.sum(axis=1)
    found = within_countries(pairs, first, second)
    assert found == pytest.approx(correlation, abs=4 / np.sqrt(N))


def test_scores_of_a_pair_correlate_less(structured) -> None:
    other = structured(role="health_professional")
    pairs = simulate_role_pairs(structured(), other, N, correlation=0.4, seed=3)
    alphas = [cm.estimate_alpha(s.responses).alpha for s in (pairs.first, pairs.second)]
    found = within_countries(
        pairs, person_means(pairs.first.responses), person_means(pairs.second.responses)
    )
    # Careless answers and skew take a little more than unreliability does.
    assert 0.85 * 0.4 * np.sqrt(np.prod(alphas)) < found < 0.4


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_pairs_of_two_banks_and_of_one_correlate_as_asked(correlation, communication) -> None:
    population = Population(careless_share=0.0)
    for name in ("communication_professional@0.1.0", "communication_service_user@0.1.0/4a"):
        pairs = simulate_role_pairs(
            communication,
            load_instrument(name),
            N,
            correlation=correlation,
            population=population,
        )
        latent = [sample.truth.latent_scores.iloc[:, 0] for sample in (pairs.first, pairs.second)]
        found = within_countries(pairs, *latent)
        assert found == pytest.approx(correlation, abs=4 / np.sqrt(N)), name


def test_the_second_of_a_pair_is_another_with_every_first(structured, form) -> None:
    seconds = [
        simulate_role_pairs(first, form, N, correlation=0.0).second.truth.latent_scores.iloc[:, 0]
        for first in (structured(), cm.load_bank("communication_professional@0.1.0"))
    ]
    assert abs(seconds[0].corr(seconds[1])) < 4 / np.sqrt(N)


def test_a_pair_shares_its_row_its_place_and_its_id(structured, form) -> None:
    pairs = simulate_role_pairs(structured(role="health_professional"), form, 60, seed=4)
    first, second = pairs.first.responses, pairs.second.responses
    assert first.respondent_ids == second.respondent_ids
    assert first.respondent_ids[0] == "synthetic_pair_01"
    assert first.groups == second.groups
    assert first.intake.source == "synthetic_made_0.1.0_seed4_first_of_pairs"
    assert second.intake.source.endswith("4a_seed4_second_of_pairs")
    assert second.intake.applied_rules[-1] == "Pairs with made@0.1.0, correlation 0.4."
    sites = [sample.truth.sites["effect"] / np.sqrt(sample.truth.site_icc) for sample in
             (pairs.first, pairs.second)]  # fmt: skip
    assert sites[0].to_numpy() == pytest.approx(sites[1].to_numpy())


def test_strain_and_experience_of_a_pair_go_apart(structured) -> None:
    pairs = simulate_role_pairs(structured(scale="diff5"), structured(), N, correlation=0.5)
    found = within_countries(
        pairs, pairs.first.truth.latent_scores["s0"], pairs.second.truth.latent_scores["s0"]
    )
    assert found == pytest.approx(-0.5, abs=4 / np.sqrt(N))


def test_refuses_pairs_that_sites_rule_out(form) -> None:
    population = Population(n_sites=50, site_icc=(0.15, 0.15))
    with pytest.raises(ModelError, match=r"correlate between -0\.71 and 1\.00; asked for is -0\.9"):
        simulate_role_pairs(form, form, 100, correlation=-0.9, population=population)
    with pytest.raises(ValueError, match="n_pairs must be a whole number"):
        simulate_role_pairs(form, form, 1.5)


def test_retest_reliability_is_in_its_range(communication, form) -> None:
    for instrument in (communication, form):
        pair = simulate_retest(instrument, 10_000, seed=5)
        scores = [person_means(sample.responses) for sample in (pair.first, pair.second)]
        # Nothing changed, so that the intraclass correlation is the correlation.
        assert scores[0].mean() == pytest.approx(scores[1].mean(), abs=0.03)
        assert 0.70 < scores[0].corr(scores[1]) < 0.90


def test_the_first_occasion_is_the_plain_sample(form) -> None:
    pair = simulate_retest(form, 200, seed=6)
    assert pair.first.responses.fingerprint == simulate_responses(form, 200, seed=6).fingerprint
    assert pair.second.responses.respondent_ids == pair.first.responses.respondent_ids
    assert pair.second.responses.groups == pair.first.responses.groups
    assert pair.second.truth.loadings.equals(pair.first.truth.loadings)
    assert pair.second.responses.intake.source.endswith("seed6_occasion2")
    rule = pair.second.responses.intake.applied_rules[-1]
    assert rule == "Occasion 2 of 2 of the same respondents."


def test_perfect_stability_repeats_the_latent_scores(form) -> None:
    pair = simulate_retest(form, 200, population=Population(retest_reliability=1.0))
    assert pair.second.truth.latent_scores.equals(pair.first.truth.latent_scores)
