from itertools import permutations
from typing import get_args

import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.agreement_variance import unit_agreement
from covalue_measures.numerics.category_weights import category_weights
from covalue_measures.numerics.pairwise_agreement import (
    AgreementMethod,
    agreement_of,
    category_shares,
    rated_units,
    rater_shares,
)

METHODS = get_args(AgreementMethod)
WEIGHTS = category_weights("quadratic", np.arange(4.0))


def codes_of(seed: int, *, missing: float, n_raters: int = 4) -> np.ndarray:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, (30, 1))
    codes = np.where(rng.random((30, n_raters)) < 0.6, truth, rng.integers(0, 4, (30, n_raters)))
    codes[rng.random(codes.shape) < missing] = -1
    # Raters of one unit only cannot be compared about it, but tell how often they choose what.
    return codes[(codes >= 0).any(axis=1)]


def observed_by_pairs(codes: np.ndarray) -> list[float]:
    seen = []
    for row in codes:
        rated = row[row >= 0]
        if len(rated) >= 2:
            seen.append(np.mean([WEIGHTS[pair] for pair in permutations(rated, 2)]))
    return seen


def expected_by_pairs(codes: np.ndarray, method: str) -> float:
    units = [row[row >= 0] for row in codes]
    shares = np.mean([[np.mean(unit == k) for k in range(4)] for unit in units], axis=0)
    if method == "fleiss":
        return float((WEIGHTS * np.outer(shares, shares)).sum())
    if method == "gwet":
        return WEIGHTS.sum() / 12 * sum(share * (1 - share) for share in shares)
    if method == "brennan_prediger":
        return WEIGHTS.sum() / 16
    if method == "percent_agreement":
        return 0.0
    raters = [column[column >= 0] for column in codes.T]
    own = np.array([[np.mean(rater == k) for k in range(4)] for rater in raters])
    return float(np.mean([own[g] @ WEIGHTS @ own[h] for g, h in permutations(range(len(own)), 2)]))


@pytest.mark.parametrize("method", [name for name in METHODS if name != "krippendorff"])
@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_agrees_with_the_definition_written_out(method: str, missing: float) -> None:
    codes = codes_of(1, missing=missing)
    agreement = agreement_of(rated_units(codes, 4), WEIGHTS, method, np.ones(len(codes)))
    assert_allclose(agreement.observed, np.mean(observed_by_pairs(codes)), rtol=1e-12)
    assert_allclose(agreement.expected, expected_by_pairs(codes, method), rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_a_weight_is_as_many_units(method: str) -> None:
    codes = codes_of(2, missing=0.2)
    codes = codes[(codes >= 0).sum(axis=1) >= 2]
    draws = np.random.default_rng(3).multinomial(len(codes), np.full(len(codes), 1 / len(codes)), 5)
    together = agreement_of(rated_units(codes, 4), WEIGHTS, method, draws.astype(float))
    for place, draw in enumerate(draws):
        repeated = np.repeat(codes, draw, axis=0)
        alone = agreement_of(rated_units(repeated, 4), WEIGHTS, method, np.ones(len(repeated)))
        assert_allclose(together.coefficient[place], alone.coefficient, rtol=1e-12)


# With complete ratings what a unit adds is the slope of the coefficient in the unit's weight.
@pytest.mark.parametrize("method", [name for name in METHODS if name != "krippendorff"])
def test_what_a_unit_adds_is_a_slope(method: str) -> None:
    codes = codes_of(4, missing=0.0, n_raters=2 if method == "cohen" else 4)
    units, ones = rated_units(codes, 4), np.ones(len(codes))
    step = 1e-5 * np.eye(len(codes))
    up = agreement_of(units, WEIGHTS, method, ones + step).coefficient
    down = agreement_of(units, WEIGHTS, method, ones - step).coefficient
    slopes = len(codes) * (up - down) / 2e-5
    assert_allclose(unit_agreement(units, WEIGHTS, method, ones), slopes, atol=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_parts_of_units_add_up_to_nothing(method: str) -> None:
    codes = codes_of(5, missing=0.2)
    codes = codes[(codes >= 0).sum(axis=1) >= 2]
    parts = unit_agreement(rated_units(codes, 4), WEIGHTS, method, np.ones(len(codes)))
    assert_allclose(parts.sum(), 0, atol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_perfect_agreement_is_one_and_has_no_error(method: str) -> None:
    codes = np.repeat(np.array([[0], [1], [2], [3], [1]]), 3, axis=1)
    units, ones = rated_units(codes, 4), np.ones(5)
    assert_allclose(agreement_of(units, WEIGHTS, method, ones).coefficient, 1, rtol=1e-12)
    if method != "krippendorff":
        assert_allclose(unit_agreement(units, WEIGHTS, method, ones), 0, atol=1e-12)


def test_one_category_leaves_nothing_beyond_chance() -> None:
    units = rated_units(np.zeros((4, 2), dtype=np.int64), 2)
    for method in ("cohen", "fleiss", "conger", "krippendorff"):
        assert np.isnan(agreement_of(units, np.eye(2), method, np.ones(4)).coefficient)
    for method in ("gwet", "brennan_prediger", "percent_agreement"):
        assert agreement_of(units, np.eye(2), method, np.ones(4)).coefficient == 1
    alone = rated_units(np.zeros((4, 2), dtype=np.int64), 1)
    for method in ("gwet", "brennan_prediger"):
        assert np.isnan(agreement_of(alone, np.eye(1), method, np.ones(4)).coefficient)


def test_shares_are_of_units_ratings_or_raters() -> None:
    units = rated_units(np.array([[0, 0, 1], [1, -1, -1]]), 2)
    ones = np.ones(2)
    assert_allclose(category_shares(units, "fleiss", ones), [1 / 3, 2 / 3])
    assert_allclose(category_shares(units, "krippendorff", ones), [1 / 2, 1 / 2])
    assert_allclose(rater_shares(units, ones), [[0.5, 0.5], [1, 0], [0, 1]])
