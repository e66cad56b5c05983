from typing import get_args

import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.category_weights import category_weights
from covalue_measures.numerics.krippendorff import MeasurementLevel, disagreement_of
from covalue_measures.numerics.pairwise_agreement import agreement_of, rated_units

LEVELS = get_args(MeasurementLevel)
VALUES = np.array([0.0, 1.0, 2.0, 5.0])


def counts_of(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    codes = rng.integers(-1, 4, (25, 5))
    codes[:, 1] = np.where(rng.random(25) < 0.7, codes[:, 0], codes[:, 1])
    counts = (codes[:, :, None] == np.arange(4)).sum(axis=1).astype(float)
    return counts[counts.sum(axis=1) >= 2]


def difference(level: str, k: int, other: int, totals: np.ndarray) -> float:
    low, high = min(k, other), max(k, other)
    if level == "nominal":
        return float(k != other)
    if level == "interval":
        return (VALUES[k] - VALUES[other]) ** 2
    if level == "ratio":
        total = VALUES[k] + VALUES[other]
        return ((VALUES[k] - VALUES[other]) / total) ** 2 if total else 0.0
    return (totals[low : high + 1].sum() - (totals[low] + totals[high]) / 2) ** 2


# Krippendorff (2011): coincidences of categories within units, entry by entry.
@pytest.mark.parametrize("level", LEVELS)
def test_agrees_with_coincidences_written_out(level: str) -> None:
    counts = counts_of(1)
    coincidences = np.zeros((4, 4))
    for unit in counts:
        for k in range(4):
            for other in range(4):
                pairs = unit[k] * (unit[other] - (k == other))
                coincidences[k, other] += pairs / (unit.sum() - 1)
    totals = coincidences.sum(axis=1)
    n = totals.sum()
    cells = [(k, other) for k in range(4) for other in range(4)]
    observed = sum(coincidences[cell] * difference(level, *cell, totals) for cell in cells) / n
    expected = sum(
        totals[k] * totals[other] * difference(level, k, other, totals) for k, other in cells
    )
    ours = disagreement_of(counts, VALUES, level, np.ones(len(counts)))
    assert_allclose(ours.observed, observed, rtol=1e-12)
    assert_allclose(ours.expected, expected / (n * (n - 1)), rtol=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_a_weight_is_as_many_units(level: str) -> None:
    counts = counts_of(2)
    draws = np.random.default_rng(3).integers(0, 3, (6, len(counts)))
    together = disagreement_of(counts, VALUES, level, draws.astype(float)).alpha
    alone = [
        disagreement_of(np.repeat(counts, draw, axis=0), VALUES, level, np.ones(draw.sum())).alpha
        for draw in draws
    ]
    assert_allclose(together, alone, rtol=1e-12)


@pytest.mark.parametrize(
    ("level", "scheme"), [("nominal", "unweighted"), ("interval", "quadratic"), ("ratio", "ratio")]
)
def test_is_the_coefficient_of_pairwise_agreement(level: str, scheme: str) -> None:
    codes = np.random.default_rng(4).integers(0, 4, (30, 3))
    units, ones = rated_units(codes, 4), np.ones(30)
    agreement = agreement_of(units, category_weights(scheme, VALUES), "krippendorff", ones)
    alpha = disagreement_of(units.counts, VALUES, level, ones).alpha
    assert_allclose(alpha, agreement.coefficient, rtol=1e-10)


@pytest.mark.parametrize("level", LEVELS)
def test_unused_categories_change_nothing(level: str) -> None:
    counts = counts_of(5)
    ones = np.ones(len(counts))
    wider = np.insert(counts, 3, 0, axis=1)
    assert_allclose(
        disagreement_of(wider, np.insert(VALUES, 3, 3.0), level, ones).alpha,
        disagreement_of(counts, VALUES, level, ones).alpha,
        rtol=1e-12,
    )


@pytest.mark.parametrize("level", LEVELS)
def test_one_category_is_undefined_and_perfect_agreement_is_one(level: str) -> None:
    counts = np.array([[2.0, 0, 0, 0], [3.0, 0, 0, 0], [0, 0, 2.0, 0]])
    weights = np.array([[1.0, 1, 0], [1.0, 1, 1]])
    alpha = disagreement_of(counts, VALUES, level, weights).alpha
    assert np.isnan(alpha[0])
    assert alpha[1] == pytest.approx(1, abs=1e-12)
