import itertools
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import reference

from covalue_measures.numerics.runs import (
    crossings_limit,
    longest_monotone,
    longest_run_limit,
    number_runs,
    run_lengths,
    runs_limits,
    runs_probabilities,
)

NAN = math.nan
RUN_COUNTS = reference("run_counts")


def literal_longest_monotone(values: list[float]) -> int:
    """Count the points of the longest rise or fall, one point after the other."""
    kept: list[float] = []
    for value in values:
        if not math.isnan(value) and (not kept or value != kept[-1]):
            kept.append(value)
    best = 0
    for sign in (1, -1):
        length = 1
        for before, after in itertools.pairwise(kept):
            length = length + 1 if sign * (after - before) > 0 else 1
            best = max(best, length)
    return best


@pytest.mark.parametrize("case", RUN_COUNTS, ids=lambda case: f"{case['above']}-{case['below']}")
def test_probabilities_agree_with_every_arrangement_counted_in_r(case: dict) -> None:
    probabilities = runs_probabilities(case["above"], case["below"])

    assert probabilities[0] == 0
    assert_allclose(probabilities[1:], case["probabilities"], rtol=1e-12, atol=1e-15)


# Probabilities of at most 2, 3, ... runs, as textbooks print them after Swed and Eisenhart.
@pytest.mark.parametrize(
    ("n_above", "n_below", "expected"),
    [
        (3, 6, (0.024, 0.107, 0.345, 0.643, 0.881, 1.000)),
        (4, 9, (0.003, 0.018, 0.085, 0.236, 0.471, 0.745, 0.902, 1.000)),
        (5, 5, (0.008, 0.040, 0.167, 0.357, 0.643, 0.833, 0.960, 0.992, 1.000)),
        (6, 9, (0.000, 0.003, 0.019, 0.063, 0.175, 0.343, 0.566, 0.762, 0.902)),
    ],
)
def test_probabilities_agree_with_the_published_table(
    n_above: int, n_below: int, expected: tuple[float, ...]
) -> None:
    at_most = np.cumsum(runs_probabilities(n_above, n_below))

    assert_allclose(at_most[2 : 2 + len(expected)], expected, atol=0.5e-3)


# The critical values of the published table at .025 on either side are the next beyond.
@pytest.mark.parametrize(
    ("n_each", "too_few", "too_many"),
    [
        (5, 2, 10),
        (6, 3, 11),
        (7, 3, 13),
        (8, 4, 14),
        (9, 5, 15),
        (10, 6, 16),
        (11, 7, 17),
        (12, 7, 19),
        (13, 8, 20),
        (14, 9, 21),
        (15, 10, 22),
        (20, 14, 28),
    ],
)
def test_limits_agree_with_the_published_table(n_each: int, too_few: int, too_many: int) -> None:
    assert runs_limits(n_each, n_each) == (too_few + 1, too_many - 1)


def test_limits_of_the_longest_run_and_of_crossings_agree_with_r() -> None:
    values = reference("run_chart_limits")

    assert [longest_run_limit(n) for n in values["n_useful"]] == values["longest_run"]
    assert [crossings_limit(n) for n in values["n_useful"]] == values["crossings"]


@pytest.mark.parametrize(("n_above", "n_below"), [(1, 1), (1, 79), (30, 50), (400, 800)])
def test_probabilities_add_up_and_have_the_known_mean(n_above: int, n_below: int) -> None:
    probabilities = runs_probabilities(n_above, n_below)
    mean = 1 + 2 * n_above * n_below / (n_above + n_below)

    assert_allclose(probabilities.sum(), 1, rtol=1e-9)
    assert_allclose(probabilities @ np.arange(len(probabilities)), mean, rtol=1e-9)
    assert_allclose(probabilities, runs_probabilities(n_below, n_above), rtol=1e-9)


def test_few_runs_of_exactly_the_level_are_too_few() -> None:
    assert_allclose(runs_probabilities(1, 79)[2], 0.025, rtol=1e-12)
    assert runs_limits(1, 79) == (3, 3)


def test_one_side_alone_makes_one_run() -> None:
    assert runs_limits(12, 0) == runs_limits(0, 3) == (1, 1)


def test_points_on_the_line_are_passed_over() -> None:
    numbers = number_runs(np.array([0, 1, 1, 0, 1, -1, 0, 1]))

    assert_array_equal(numbers, [0, 1, 1, 0, 1, 2, 0, 3])
    assert_array_equal(run_lengths(numbers), [3, 1, 1])
    assert run_lengths(number_runs(np.array([0, 0]))).size == 0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3, 1, 2, 3, 4, 5, 2], [1, 2, 3, 4, 5]),
        # Repeats and gaps neither make nor break a rise.
        ([1, 2, 2, NAN, 3, 4, 4, 1], [0, 1, 4, 5]),
        ([5, 4, 3, 9, 8, 7], [0, 1, 2]),
        ([2, 2, 2], []),
        ([NAN, NAN], []),
        ([], []),
    ],
)
def test_the_longest_rise_or_fall_is_found(values: list[float], expected: list[int]) -> None:
    found = longest_monotone(np.array(values, dtype=np.float64))

    assert_array_equal(np.flatnonzero(found), expected)


def test_the_longest_rise_agrees_with_counting() -> None:
    rng = np.random.default_rng(3)
    for _ in range(200):
        values = rng.integers(0, 6, size=14).astype(float)
        values[rng.random(14) < 0.1] = NAN
        assert longest_monotone(values).sum() == literal_longest_monotone(values.tolist())
