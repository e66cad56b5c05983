import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import read_data, reference

from covalue_measures.exceptions import DataQualityWarning, ResponseDataError
from covalue_measures.psychometrics.agreement import estimate_krippendorff

# Krippendorff (2011), example C: four observers, twelve units, seven ratings missing.
OBSERVERS = read_data("cac_raw4raters")


@pytest.mark.parametrize(
    ("level", "printed"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_agrees_with_krippendorff(level: str, printed: float) -> None:
    result = estimate_krippendorff(OBSERVERS, level=level)
    assert_allclose(result.estimate, printed, atol=5.1e-4)
    assert (result.n_units, result.n_ratings, result.n_raters) == (11, 40, 4)
    assert result.n_left_out == 1
    lower, upper = result.interval
    assert lower < result.estimate < upper < 1


# irrCAC::krippen.alpha.raw prints five decimals; its ordinal weights are of places, not of ratings.
@pytest.mark.parametrize(
    ("level", "scheme"), [("nominal", "unweighted"), ("interval", "quadratic"), ("ratio", "ratio")]
)
@pytest.mark.parametrize(
    ("values", "data"), [("cac_raw4raters", "cac_raw4raters"), ("cac_anxiety", "irr_anxiety")]
)
def test_agrees_with_irrcac(values: str, data: str, level: str, scheme: str) -> None:
    expected = reference(values)[scheme]["krippen.alpha.raw"]["columns"]
    result = estimate_krippendorff(read_data(data), level=level)
    assert_allclose(result.estimate, expected["coeff.val"][0], atol=5.1e-6)
    disagreement = (1 - expected["pa"][0]) / (1 - expected["pe"][0])
    assert_allclose(result.observed_disagreement / result.expected_disagreement, disagreement)
    # The analytic error is that of a linear approximation.
    assert_allclose(result.standard_error, expected["coeff.se"][0], rtol=0.25)


def test_labels_agree_with_irrcac() -> None:
    expected = reference("cac_diagnoses_unweighted")["krippen.alpha.raw"]["columns"]
    result = estimate_krippendorff(read_data("irr_diagnoses"))
    assert_allclose(result.estimate, expected["coeff.val"][0], atol=5.1e-6)
    assert_allclose(result.standard_error, expected["coeff.se"][0], rtol=0.1)
    printed = [float(end) for end in expected["conf.int"][0].strip("()").split(",")]
    assert_allclose(result.interval, printed, atol=0.03)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_order_of_raters_changes_nothing(level: str) -> None:
    first = estimate_krippendorff(OBSERVERS, level=level)
    second = estimate_krippendorff(OBSERVERS.iloc[:, ::-1], level=level)
    assert second.estimate == first.estimate
    assert second.interval == first.interval


def test_ordinal_alpha_knows_ranks_only() -> None:
    stretched = OBSERVERS.replace({4: 40, 5: 500})
    first = estimate_krippendorff(OBSERVERS, level="ordinal")
    assert estimate_krippendorff(stretched, level="ordinal").estimate == first.estimate
    assert estimate_krippendorff(stretched, level="interval").estimate != first.estimate


def test_the_seed_decides() -> None:
    first, same, other = (
        estimate_krippendorff(OBSERVERS, n_bootstrap=200, seed=seed) for seed in (3, 3, 4)
    )
    assert first.interval == same.interval != other.interval
    assert (first.seed, first.n_bootstrap) == (3, 200)


@pytest.mark.parametrize("seed", range(25))
def test_an_interval_holds_its_estimate(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, (20, 1))
    ratings = np.where(rng.random((20, 3)) < rng.random(), truth, rng.integers(0, 3, (20, 3)))
    for level in ("nominal", "ordinal", "interval"):
        result = estimate_krippendorff(ratings, level=level, n_bootstrap=300)
        assert result.interval[0] <= result.estimate + 1e-12
        assert result.estimate <= result.interval[1] + 1e-12


# Two raters who know the unit or guess: alpha is the square of how often they know.
def test_intervals_cover_as_often_as_they_say(n_simulations: int) -> None:
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(n_simulations):
        truth, guesses = rng.integers(0, 3, (80, 1)), rng.integers(0, 3, (80, 2))
        ratings = np.where(rng.random((80, 2)) < np.sqrt(0.7), truth, guesses)
        lower, upper = estimate_krippendorff(ratings, n_bootstrap=500).interval
        held += lower <= 0.7 <= upper
    assert held / n_simulations == pytest.approx(0.95, abs=4 * np.sqrt(0.05 * 0.95 / n_simulations))


def test_perfect_agreement_is_one() -> None:
    ratings = np.repeat(np.arange(6.0)[:, None], 3, axis=1)
    for level in ("nominal", "ordinal", "interval", "ratio"):
        result = estimate_krippendorff(ratings, level=level)
        assert_allclose([result.estimate, *result.interval], 1, atol=1e-12)


def test_one_category_is_undefined_and_says_why() -> None:
    ratings = pd.DataFrame([["no", "no"], ["no", "no"], ["yes", None]])
    with pytest.warns(DataQualityWarning, match="every unit into 'no': nothing could differ"):
        result = estimate_krippendorff(ratings)
    assert np.isnan([result.estimate, result.standard_error, *result.interval]).all()
    assert result.observed_disagreement == 0


def test_a_rare_category_weakens_the_interval() -> None:
    ratings = np.zeros((20, 2))
    ratings[0] = 1
    ratings[1, 0] = 1
    with pytest.warns(DataQualityWarning, match="of 2000 draws have ratings in one category only"):
        result = estimate_krippendorff(ratings)
    assert 200 < result.n_undefined_draws < 300


@pytest.mark.parametrize(
    ("level", "message"),
    [
        ("ordinal", "level='ordinal' needs categories in order"),
        ("interval", "level='interval' needs numbers, and a category is '1. Depression'"),
        ("ratio", "level='ratio' needs numbers"),
    ],
)
def test_refuses_levels_that_labels_do_not_bear(level: str, message: str) -> None:
    with pytest.raises(ResponseDataError, match=message):
        estimate_krippendorff(read_data("irr_diagnoses"), level=level)


def test_refuses_unknown_choices() -> None:
    with pytest.raises(ValueError, match=r"level must be one of 'nominal'.*got 'metric'"):
        estimate_krippendorff(OBSERVERS, level="metric")
    with pytest.raises(ValueError, match="n_bootstrap must be a whole number from 20 on; got 5"):
        estimate_krippendorff(OBSERVERS, n_bootstrap=5)
    with pytest.raises(ResponseDataError, match="numbers from 0 on, and a category is -1"):
        estimate_krippendorff(OBSERVERS - 2, level="ratio")
