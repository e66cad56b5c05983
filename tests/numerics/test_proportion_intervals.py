import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.proportion_intervals import newcombe_interval, wilson_interval

VALUES = reference("proportions_wilson")
SUCCESSES = np.array(VALUES["cases"]["columns"]["successes"])
TOTALS = np.array(VALUES["cases"]["columns"]["n"])


@pytest.mark.parametrize(("name", "level"), [("level95", 0.95), ("level90", 0.90)])
def test_wilson_agrees_with_r(name: str, level: float) -> None:
    assert_allclose(
        wilson_interval(SUCCESSES, TOTALS, level).T, matrix_of(VALUES[name]), rtol=1e-12, atol=1e-15
    )


# Newcombe (1998), table II, method 10: the first of two examples a row.
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombe_agrees_with_the_paper(
    first: tuple[int, int], second: tuple[int, int], expected: tuple[float, float]
) -> None:
    assert_allclose(newcombe_interval(*first, *second), expected, atol=0.5e-4)


def test_any_shape_is_taken() -> None:
    counts = SUCCESSES.reshape(2, 5)

    interval = wilson_interval(counts, TOTALS.reshape(2, 5))

    assert interval.shape == (2, 2, 5)
    assert_allclose(interval[:, 1, 3], wilson_interval(2500, 2800), rtol=0)
    assert wilson_interval(counts, 3000).shape == (2, 2, 5)
    assert newcombe_interval(counts, 3000, 1, 2).shape == (2, 2, 5)


def test_the_ends_are_possible_shares() -> None:
    n = np.arange(1, 500)

    none, everyone = wilson_interval(0, n, 0.999), wilson_interval(n, n, 0.999)

    assert (none[0] == 0).all()
    assert (everyone[1] == 1).all()
    assert_allclose(none, 1 - everyone[::-1], atol=1e-15)


def test_exchanging_the_groups_turns_the_difference() -> None:
    lower, upper = newcombe_interval(SUCCESSES, TOTALS, 3, 8)

    assert_allclose(newcombe_interval(3, 8, SUCCESSES, TOTALS), [-upper, -lower], rtol=1e-13)


def test_nothing_counted_gives_no_interval() -> None:
    assert np.isnan(wilson_interval([0, 0], [0, 1])).tolist() == [[True, False], [True, False]]
    assert np.isnan(newcombe_interval(0, 0, 1, 2)).all()
