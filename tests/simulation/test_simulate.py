from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest

import covalue_measures as cm
from covalue_measures.exceptions import InstrumentError, InsufficientDataError
from covalue_measures.schema import Instrument, QuantityScale
from covalue_measures.simulation import Population, simulate_responses, simulate_sample
from covalue_measures.simulation.factor_model import GENERAL, NEED

#: Nothing beside the model of the items.
PLAIN = Population(
    careless_share=0.0,
    break_off_share=0.0,
    skipped_rate=0.0,
    not_applicable_rate=0.0,
    dont_know_rate=0.0,
    declined_rate=0.0,
    country_shift=0.0,
    site_icc=(0.0, 0.0),
)


def anova_icc(scores: pd.Series, sites: pd.Series) -> float:
    """Return ICC(1) by mean squares, sites of equal size."""
    groups = scores.groupby(sites)
    size, n_sites = len(scores) / groups.ngroups, groups.ngroups
    between = size * ((groups.mean() - scores.mean()) ** 2).sum() / (n_sites - 1)
    within = ((scores - groups.transform("mean")) ** 2).sum() / (len(scores) - n_sites)
    return (between - within) / (between + (size - 1) * within)


@pytest.mark.parametrize(
    ("n_items", "domain", "lowest", "highest"),
    [
        (4, "communication", 0.75, 0.88),
        (8, "communication", 0.82, 0.93),
        (4, "access_to_the_right_care", 0.65, 0.80),
        (6, "access_to_the_right_care", 0.65, 0.80),
        (8, "access_to_the_right_care", 0.65, 0.80),
    ],
)
def test_alpha_is_in_its_range_on_average(n_items, domain, lowest, highest, structured) -> None:
    bank = structured(n_items=n_items, domain=domain)
    alphas = [
        cm.estimate_alpha(simulate_responses(bank, 1000, seed=seed)).alpha for seed in range(20)
    ]
    assert lowest < np.mean(alphas) < highest


def test_answers_pile_up_at_the_best_end(communication) -> None:
    answers = simulate_responses(communication, 20_000, seed=2).to_frame()
    best = (answers == 4).sum() / answers.notna().sum()
    # Careless answers and differences between countries move the shares by a point or two.
    assert best.min() > 0.13
    assert best.max() < 0.47
    assert best.std() > 0.05


def test_strain_piles_up_at_the_floor(structured) -> None:
    answers = simulate_responses(structured(n_items=6, scale="diff5"), 20_000, seed=2).to_frame()
    floor = (answers == 0).sum() / answers.notna().sum()
    assert floor.min() > 0.28
    assert floor.max() < 0.62


def test_sites_and_countries_differ_as_asked(communication) -> None:
    population = Population(n_sites=40, site_icc=(0.06, 0.06), country_shift=-0.5)
    sample = simulate_sample(communication, 20_000, seed=3, population=population)
    respondents = sample.truth.respondents
    latent = sample.truth.latent_scores["communication"]
    score = sample.responses.to_frame().mean(axis=1)
    reliability = cm.estimate_alpha(sample.responses).alpha
    # Four standard errors: of the share of 20 sites with 500 people each, whose means err by
    # sqrt(.94 / 500), and of a mean of 10,000 people.
    for country in ("SE", "US"):
        rows = (respondents["country"] == country) & score.notna()
        assert anova_icc(latent[rows], respondents["site"][rows]) == pytest.approx(0.06, abs=0.02)
        found = anova_icc(score[rows], respondents["site"][rows])
        assert found == pytest.approx(0.06 * reliability, abs=0.02)
    groups = latent.groupby(respondents["country"])
    assert groups.mean()["SE"] - groups.mean()["US"] == pytest.approx(-0.5, abs=0.06)
    assert groups.std().tolist() == pytest.approx([1, 1], abs=0.03)
    shift = score.groupby(respondents["country"]).mean().diff()["US"] / score.std()
    assert shift == pytest.approx(0.5 * np.sqrt(reliability), abs=0.06)


def test_more_strain_where_experience_is_worse(structured) -> None:
    population = Population(country_shift=-0.7)
    truth = simulate_sample(structured(scale="diff5"), 4000, population=population).truth
    means = truth.latent_scores["s0"].groupby(truth.respondents["country"]).mean()
    assert means["SE"] - means["US"] == pytest.approx(0.7, abs=0.13)


def test_groups_and_truth_agree(form) -> None:
    sample = simulate_sample(form, 200, seed=4)
    site, country = sample.responses.groups
    assert (site.name, country.name) == ("site", "country")
    assert site.labels == tuple(sample.truth.respondents["site"])
    assert country.labels == tuple(label[:2] for label in site.labels)
    assert sample.truth.sites.index.tolist() == ["SE-1", "US-1", "SE-2", "US-2"]


def test_a_claimed_factor_is_recovered(communication) -> None:
    sample = simulate_sample(communication, 5000, seed=5, population=PLAIN)
    model = "communication =~ " + " + ".join(sample.responses.item_ids)
    fit = cm.fit_cfa(sample.responses, model, estimator="WLSMV")
    loadings = fit.estimates.query("op == '=~'")
    truth = sample.truth.loadings["communication"]
    # Four standard errors of a standardized loading, the largest of which is near .010.
    assert loadings["std_all"].to_numpy() == pytest.approx(truth.to_numpy(), abs=0.04)
    assert fit.fit_indices["rmsea_scaled"] < 0.02
    thresholds = cm.estimate_polychoric(sample.responses).thresholds
    for item_id, expected in sample.truth.thresholds.items():
        assert thresholds[item_id] == pytest.approx(expected, abs=4 * 2.3 / np.sqrt(5000))


def test_correlated_factors_are_recovered(bfi_bank) -> None:
    sample = simulate_sample(bfi_bank, 5000, seed=6, population=PLAIN)
    fit = cm.fit_efa(sample.responses, 5, rotation="oblimin", correlation="polychoric")
    found, truth = fit.loadings.to_numpy(), sample.truth.loadings.to_numpy()
    # Each factor of the truth is the one column that its items load on.
    order = np.abs(truth.T @ found).argmax(axis=1)
    assert sorted(order) == [0, 1, 2, 3, 4]
    sign = np.sign((truth * found[:, order]).sum(axis=0))
    assert found[:, order] * sign == pytest.approx(truth, abs=0.08)
    correlations = fit.factor_correlations.to_numpy()[np.ix_(order, order)] * np.outer(sign, sign)
    assert correlations == pytest.approx(sample.truth.factor_correlations.to_numpy(), abs=0.08)


@pytest.mark.parametrize("kind", ["second_order", "bifactor"])
def test_a_general_factor_is_recovered(kind, structured) -> None:
    bank = structured(kind, 3, 4)
    sample = simulate_sample(bank, 5000, seed=7, population=PLAIN)
    truth = sample.truth
    loadings, between = truth.loadings.to_numpy(), truth.factor_correlations.to_numpy()
    implied = loadings @ between @ loadings.T
    np.fill_diagonal(implied, 1.0)
    found = cm.estimate_polychoric(sample.responses).correlations.to_numpy()
    # Four standard errors of a polychoric correlation, with the largest near .018.
    assert found == pytest.approx(implied, abs=0.07)
    assert (GENERAL in truth.loadings) == (kind == "bifactor")


def test_formative_items_have_little_in_common(costs) -> None:
    data = simulate_responses(costs, 20_000, seed=8)
    for item, scale, values, reasons in zip(
        data.items, data.response_scales, data.values.T, data.reasons.T, strict=True
    ):
        answers = values[reasons == 0]
        if not isinstance(scale, QuantityScale):
            assert set(answers) == set(scale.values), item.id
            continue
        steps = scale.steps_per_unit
        assert answers.min() == scale.minimum * steps, item.id
        assert answers.max() <= scale.maximum * steps, item.id
        assert 0.38 < (answers == scale.minimum * steps).mean() < 0.77, item.id
        positive = answers[answers > scale.minimum * steps]
        assert positive.mean() > 1.1 * np.median(positive) or scale.maximum < 20, item.id
    correlations = data.select_items(["c0", "c1", "c2", "c3", "c5"]).to_frame().corr("spearman")
    between = correlations.to_numpy()[np.triu_indices(5, 1)]
    assert between.min() > 0
    assert between.max() < 0.25
    reasons = data.select_items(["c4"]).to_frame()["c4"].dropna()
    assert 0.68 < (reasons == 0).mean() < 0.92


def test_money_has_a_currency_and_a_year(costs, form) -> None:
    population = Population(currency="USD", price_year=2025)
    assert simulate_responses(costs, 50, population=population).price_basis == "USD 2025"
    assert simulate_responses(form, 50).intake.import_map.currency is None


def test_need_goes_with_worse_experience(mixed) -> None:
    sample = simulate_sample(mixed, 20_000, seed=9, population=PLAIN)
    correlation = sample.truth.latent_scores.corr().loc["factor", NEED]
    assert correlation == pytest.approx(-0.20, abs=4 / np.sqrt(20_000))
    answers = sample.responses.to_frame()
    correlations = answers.corrwith(answers[["r0", "r1", "r2", "r3"]].sum(axis=1))
    assert correlations["f2"] < 0
    assert 0 < correlations["alone"] < 0.3


def test_careless_respondents_answer_carelessly(communication) -> None:
    population = PLAIN.model_copy(update={"careless_share": 0.3})
    sample = simulate_sample(communication, 5000, seed=10, population=population)
    kind = sample.truth.respondents["carelessness"].to_numpy()
    values = sample.responses.values
    assert (values[kind == "straight_lining"].std(axis=1) == 0).all()
    counts = np.bincount(values[kind == "random"].ravel(), minlength=5)
    assert counts / counts.sum() == pytest.approx(0.2, abs=4 * np.sqrt(0.16 / counts.sum()))
    attentive = simulate_responses(communication, 5000, seed=10, population=PLAIN).values
    assert (values[kind == "attentive"] == attentive[kind == "attentive"]).all()


def test_the_answers_do_not_say_who_was_careless(form) -> None:
    data = simulate_responses(form, 100)
    assert [group.name for group in data.groups] == ["site", "country"]
    assert "straight" not in data.intake.model_dump_json().replace("straight_lining_share", "")


def test_answers_say_that_nobody_gave_them(communication, form) -> None:
    data = simulate_responses(form, 100, seed=12)
    assert data.intake.source == "synthetic_communication_service_user_0.1.0_4a_seed12"
    assert data.intake.layout == "synthetic"
    assert data.intake.import_map.synthetic
    nobody, made, population = data.intake.applied_rules
    assert nobody == "No person gave these answers: a program made them."
    assert made == f"Made by covalue_measures {version('covalue-measures')} with seed 12."
    assert population.startswith("Population: n_sites 4, site_icc 0.02 to 0.1, country_shift -0.3,")
    assert data.respondent_ids is not None
    assert data.respondent_ids[0] == "synthetic_respondent_001"


def test_the_same_seed_gives_the_same_answers(communication) -> None:
    first, again, other = (simulate_responses(communication, 500, seed=s) for s in (1, 1, 2))
    assert first.fingerprint == again.fingerprint
    assert first.fingerprint != other.fingerprint


def test_global_random_state_is_neither_read_nor_moved(form) -> None:
    everyone = np.random.mtrand._rand
    everyone.seed(5)
    before = everyone.get_state(legacy=False)["state"]["key"].tolist()
    first = simulate_responses(form, 100).fingerprint
    assert everyone.get_state(legacy=False)["state"]["key"].tolist() == before
    everyone.seed(6)
    assert simulate_responses(form, 100).fingerprint == first


def test_items_stay_what_they_are(communication, form) -> None:
    base = simulate_sample(communication, 100).truth
    for changed in (
        simulate_sample(communication, 250).truth,
        simulate_sample(communication, 100, population=Population(n_sites=9)).truth,
    ):
        assert changed.loadings.equals(base.loadings)
        for item_id, thresholds in base.thresholds.items():
            assert changed.thresholds[item_id].tolist() == thresholds.tolist()
    part = simulate_sample(form, 100).truth
    assert part.loadings.equals(base.loadings.loc[list(form.item_ids)])


def test_another_shift_leaves_everything_else(communication) -> None:
    moved = Population(country_shift=0.0)
    base, changed = (
        simulate_sample(communication, 400, population=population).truth
        for population in (None, moved)
    )
    difference = (changed.latent_scores - base.latent_scores)["communication"]
    assert np.unique(difference.round(9)).tolist() == [-0.15, 0.15]
    assert changed.respondents.equals(base.respondents)


@pytest.mark.parametrize("name", ["costs", "mixed", "form", "bfi_bank"])
def test_every_kind_of_instrument_is_answered_and_evaluated(name, request) -> None:
    instrument = request.getfixturevalue(name)
    # Who stops after a first item that is skipped answers nothing, which is warned about.
    population = Population(break_off_share=0.0)
    data = simulate_responses(instrument, 300, seed=3, population=population)
    assert (data.values[data.reasons != 0] == 0).all()
    evidence = cm.evaluate(
        data, instrument, cm.EvaluationSettings(n_draws=2, second_opinions=False)
    )
    assert evidence.data.intake == data.intake


def test_the_smallest_sample(structured) -> None:
    data = simulate_responses(structured(n_items=1), 4)
    assert (data.n_respondents, data.n_items) == (4, 1)


def test_refuses_what_it_cannot_do(form) -> None:
    with pytest.raises(ValueError, match="n_respondents must be a whole number from 1 on; got 0"):
        simulate_responses(form, 0)
    with pytest.raises(ValueError, match="seed must be a whole number from 0 on; got -1"):
        simulate_responses(form, seed=-1)
    with pytest.raises(InsufficientDataError, match="3 respondents cannot be at 4 sites"):
        simulate_responses(form, 3)
    with pytest.raises(InstrumentError, match="not a str"):
        simulate_responses("communication_service_user")
    with pytest.raises(TypeError, match="A population is a Population, not a dict"):
        simulate_responses(form, population={"n_sites": 4})


def test_refuses_an_item_with_the_name_of_a_group(structured) -> None:
    text = structured().model_dump_json().replace("i0x1", "country")
    bank = type(structured()).model_validate_json(text)
    with pytest.raises(InstrumentError, match=r"Item 'country' of .* has the name of a group"):
        simulate_responses(Instrument(bank=bank))
