from itertools import product
from math import comb, sqrt

import numpy as np
import pytest
from scipy.stats import binom, norm

from covalue_measures.numerics.content_validity import (
    LAWSHE_1975,
    aiken_v,
    approximate_critical_ratio,
    chance_agreement,
    content_validity_ratio,
    critical_n_essential,
    critical_rating_sum,
    modified_kappa,
)

# Raters, raters who agree, kappa: by hand from Polit, Beck and Owen (2007).
KAPPAS = [
    (5, 4, 0.76),
    (6, 5, 0.82),
    (7, 6, 0.85),
    (9, 7, 0.76),
    (10, 8, 0.79),
    (10, 7, 0.66),
    (4, 3, 0.67),
    (3, 2, 0.47),
]

# Raters, least number who must say "essential", ratio: Ayre and Scally (2014).
EXACT = [
    (5, 5, 1.000),
    (6, 6, 1.000),
    (7, 7, 1.000),
    (8, 7, 0.750),
    (9, 8, 0.778),
    (10, 9, 0.800),
    (11, 9, 0.636),
    (12, 10, 0.667),
    (13, 10, 0.538),
    (14, 11, 0.571),
    (15, 12, 0.600),
    (16, 12, 0.500),
    (17, 13, 0.529),
    (18, 13, 0.444),
    (19, 14, 0.474),
    (20, 15, 0.500),
    (25, 18, 0.440),
    (30, 20, 0.333),
    (35, 23, 0.314),
    (40, 26, 0.300),
]

# Categories, then raters and Aiken's V that is significant at .05.
AIKEN = {
    4: {3: 1.00, 4: 0.92, 5: 0.87, 6: 0.78, 7: 0.76, 8: 0.75, 9: 0.74, 10: 0.73, 12: 0.69},
    5: {3: 0.92, 4: 0.88, 5: 0.80, 6: 0.79, 7: 0.75, 8: 0.75, 9: 0.72, 10: 0.70, 12: 0.69},
}


@pytest.mark.parametrize(("n_raters", "n_relevant", "kappa"), KAPPAS)
def test_kappa_as_published(n_raters: int, n_relevant: int, kappa: float) -> None:
    found = modified_kappa(np.array([n_relevant]), np.array([n_raters]))
    assert found == pytest.approx(kappa, abs=0.005)


def test_chance_agreement_as_published() -> None:
    found = chance_agreement(np.array([4, 8]), np.array([5, 10]))
    np.testing.assert_allclose(found, [0.156, 0.044], atol=0.0005)


def test_chance_and_kappa_are_their_formulas() -> None:
    pairs = [(a, n) for n in range(1, 41) for a in range(n + 1)]
    agreed, raters = np.array(pairs).T
    chance = [comb(n, a) * 0.5**n for a, n in pairs]
    np.testing.assert_allclose(chance_agreement(agreed, raters), chance, rtol=1e-10)
    kappa = [(a / n - p) / (1 - p) for (a, n), p in zip(pairs, chance, strict=True)]
    np.testing.assert_allclose(modified_kappa(agreed, raters), kappa, rtol=1e-10, atol=1e-12)


def test_large_panels_have_a_chance_too() -> None:
    found = chance_agreement(np.array([1500]), np.array([3000]))
    np.testing.assert_allclose(found, binom.pmf(1500, 3000, 0.5), rtol=1e-10)


def test_nobody_has_no_index() -> None:
    nobody = np.array([0])
    assert np.isnan(modified_kappa(nobody, nobody)).all()
    assert np.isnan(content_validity_ratio(nobody, nobody)).all()
    assert np.isnan(aiken_v(np.array([0.0]), nobody, 3)).all()


def test_ratio_runs_from_minus_one_to_one() -> None:
    found = content_validity_ratio(np.array([0, 3, 5, 9, 10]), np.full(5, 10))
    np.testing.assert_allclose(found, [-1, -0.4, 0, 0.8, 1], rtol=1e-12)


@pytest.mark.parametrize(("n_raters", "n_essential", "ratio"), EXACT)
def test_exact_critical_number_as_published(n_raters: int, n_essential: int, ratio: float) -> None:
    found = critical_n_essential(np.array([n_raters]), 0.05)
    assert found == n_essential
    assert 2 * found / n_raters - 1 == pytest.approx(ratio, abs=0.0005)


@pytest.mark.parametrize("level", [0.01, 0.025, 0.05, 0.1])
def test_exact_critical_number_is_the_least(level: float) -> None:
    raters = np.arange(1, 81)
    literal = []
    for n in raters.tolist():
        tails = [sum(comb(n, j) for j in range(k, n + 1)) / 2**n for k in range(n + 1)]
        literal.append(next((k for k in range(n + 1) if tails[k] <= level), np.nan))
    np.testing.assert_array_equal(critical_n_essential(raters, level), literal)


def test_approximate_critical_ratio() -> None:
    # Wilson, Pan and Schumsky (2012) print .456 for 13 raters and .736 for 5.
    found = approximate_critical_ratio(np.array([13, 5]), 0.05)
    np.testing.assert_allclose(found, [0.456, 0.736], atol=0.0005)
    np.testing.assert_allclose(found, norm.ppf(0.95) / np.array([sqrt(13), sqrt(5)]), rtol=1e-12)


def test_lawshes_table_contradicts_itself() -> None:
    assert LAWSHE_1975[9] > LAWSHE_1975[8]
    falls = [LAWSHE_1975[n] for n in LAWSHE_1975 if n != 9]
    assert falls == sorted(falls, reverse=True)
    assert LAWSHE_1975[10] == 0.62
    assert sorted(LAWSHE_1975) == [*range(5, 16), 20, 25, 30, 35, 40]


def test_aikens_v_is_the_mean_on_a_unit_scale() -> None:
    found = aiken_v(np.array([0.0, 7.0, 15.0]), np.full(3, 5), 3)
    np.testing.assert_allclose(found, [0, 7 / 15, 1], rtol=1e-12)


@pytest.mark.parametrize(
    ("n_categories", "n_raters", "v"),
    [(c, n, v) for c, values in AIKEN.items() for n, v in values.items()],
)
def test_critical_v_as_published(n_categories: int, n_raters: int, v: float) -> None:
    highest = n_raters * (n_categories - 1)
    found = critical_rating_sum(n_raters, n_categories - 1, 0.05) / highest
    assert found == pytest.approx(v, abs=0.005 + 1e-12)


@pytest.mark.parametrize("n_categories", [2, 3, 4, 5, 7])
@pytest.mark.parametrize("n_raters", [1, 2, 3, 4, 5])
def test_critical_sum_is_the_least(n_categories: int, n_raters: int) -> None:
    sums = [sum(ratings) for ratings in product(range(n_categories), repeat=n_raters)]
    for level in (0.01, 0.05, 0.2):
        limit = level * len(sums)
        rare = [s for s in range(max(sums) + 1) if sum(t >= s for t in sums) <= limit]
        expected = rare[0] if rare else np.nan
        np.testing.assert_equal(critical_rating_sum(n_raters, n_categories - 1, level), expected)


def test_a_probability_of_just_the_level_is_rare_enough() -> None:
    # Two of ten categories: the highest sum has the probability 1 in 100.
    assert critical_rating_sum(2, 9, 0.01) == 18
    assert critical_rating_sum(1, 19, 0.05) == 19


def test_critical_sum_of_two_categories_is_binomial() -> None:
    for n in (5, 30, 200, 2000):
        found = critical_rating_sum(n, 1, 0.05)
        assert found == critical_n_essential(np.array([n]), 0.05)
