import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from covalue_measures.schema import QuantityScale, ResponseScale
from covalue_measures.simulation import Population
from covalue_measures.simulation.amounts import Amounts, draw_amounts
from covalue_measures.simulation.nominal_options import draw_nominal_options
from covalue_measures.simulation.ordered_categories import draw_ordered_categories

#: Standard normal quantiles, evenly spaced: shares of answers are exact to 1 / n.
N = 100_000
RANKS = (np.arange(N) + 0.5) / N
LATENT = ndtri(RANKS)


def categories(n_categories: int, **settings) -> ResponseScale:
    options = [
        {"code": f"o{value}", "value": 3 * value + 1, "label": {"en": f"o{value}"}}
        for value in range(n_categories)
    ]
    return ResponseScale.model_validate({"id": "s", "options": tuple(options), **settings})


def ordered(n_categories=5, population=None, seed=1, *, is_reversed=False, is_burden=False):
    return draw_ordered_categories(
        categories(n_categories),
        population or Population(),
        np.random.default_rng(seed),
        is_reversed=is_reversed,
        is_burden=is_burden,
    )


def shares(answers, values):
    return [(answers == value).mean() for value in values]


@pytest.mark.parametrize("n_categories", [2, 3, 5, 7, 11])
@pytest.mark.parametrize("share", [0.15, 0.45, 0.97])
@pytest.mark.parametrize("is_burden", [False, True])
def test_the_full_end_has_the_share_asked_for(n_categories, share, is_burden) -> None:
    population = Population(ceiling=(share, share), floor=(share, share))
    model = ordered(n_categories, population, is_burden=is_burden)
    assert (np.diff(model.thresholds) > 0).all()
    found = shares(model.answer(LATENT, RANKS), model.printed)
    assert found[0 if is_burden else -1] == pytest.approx(share, abs=2 / N)
    assert min(found) > 0
    assert sum(found) == pytest.approx(1)


def test_the_other_end_is_thin() -> None:
    found = shares(ordered().answer(LATENT, RANKS), ordered().printed)
    assert found[0] == pytest.approx(0.04, abs=2 / N)


def test_a_negatively_keyed_item_is_answered_at_the_other_end() -> None:
    plain = ordered().answer(LATENT, RANKS)
    mirrored = ordered(is_reversed=True).answer(LATENT, RANKS)
    assert (plain + mirrored == 1 + 13).all()


def test_careless_answers_on_categories() -> None:
    model = ordered(is_reversed=True)
    assert shares(model.answer_at_random(RANKS), (1, 4, 7, 10, 13)) == [0.2] * 5
    assert model.answer_in_line(np.array([0.0, 0.39, 0.999])).tolist() == [1, 4, 13]


AMOUNTS = Amounts(zero_share=0.6, median=80.0, spread=1.0, minimum=0, maximum=1000)


def test_amounts_are_zero_or_lognormal() -> None:
    answers = AMOUNTS.answer(LATENT, RANKS)
    assert (answers == 0).mean() == pytest.approx(0.6, abs=2 / N)
    positive = answers[answers > 0]
    assert np.median(positive) == 80
    assert answers.max() == 1000
    # The middle two thirds of a lognormal lie within one standard deviation of the logarithms.
    within = (positive > 80 / np.e) & (positive < 80 * np.e)
    assert within.mean() == pytest.approx(ndtr(1) - ndtr(-1), abs=0.01)
    assert (np.diff(answers) >= 0).all()


def test_amounts_have_two_digits() -> None:
    answers = AMOUNTS.answer(LATENT, RANKS)
    large = answers[answers >= 100]
    assert (large % 10 == 0).all()
    assert len(np.unique(answers[(answers > 0) & (answers < 100)])) > 80


def test_amounts_start_where_their_scale_does() -> None:
    scale = QuantityScale.model_validate(
        {
            "id": "q",
            "unit": "hours",
            "label": {"en": "h"},
            "decimals": 1,
            "minimum": 2,
            "maximum": 6,
        }
    )
    model = draw_amounts(scale, Population(), np.random.default_rng(1))
    answers = model.answer(LATENT, RANKS)
    assert (answers.min(), answers.max()) == (20, 60)
    assert (answers == 20).mean() == pytest.approx(model.zero_share, abs=2 / N)
    # A quarter of the range at most, or few amounts would fit.
    assert model.median == 10
    assert model.answer_in_line(RANKS[:3]).tolist() == [20, 20, 20]
    assert sorted(model.answer_at_random(RANKS)) == sorted(answers)


def test_nominal_answers_are_mostly_the_first() -> None:
    scale = categories(4, ordered=False)
    model = draw_nominal_options(scale, Population(), np.random.default_rng(1))
    latent = np.random.default_rng(2).permutation(LATENT)
    found = shares(model.answer(latent, RANKS), scale.values)
    assert found[0] == pytest.approx(model.first_share, abs=2 / N)
    expected = (1 - model.first_share) * np.diff(model.others, prepend=0.0)
    # Four standard errors of a share.
    assert found[1:] == pytest.approx(expected, abs=4 * np.sqrt(0.1 / N))
    assert shares(model.answer_at_random(RANKS), scale.values) == [0.25] * 4
    assert model.answer_in_line(np.array([0.0, 0.999])).tolist() == [1, 10]
