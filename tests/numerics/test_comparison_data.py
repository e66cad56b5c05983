import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import HS_ITEMS, read_data

from covalue_measures.numerics.comparison_data import ComparisonData, compare_with_factor_data


def factor_data(n_factors: int, rng: np.random.Generator) -> np.ndarray:
    factors = rng.standard_normal((500, n_factors)).repeat(4, axis=1)
    return 0.7 * factors + np.sqrt(0.51) * rng.standard_normal(factors.shape)


@pytest.mark.parametrize("n_factors", [1, 2, 4])
def test_finds_the_factors_of_normal_data(n_factors: int) -> None:
    values = factor_data(n_factors, np.random.default_rng(n_factors))
    result = compare_with_factor_data(values, 6, np.random.default_rng(0), n_samples=200)
    assert result.n_factors == n_factors


def test_finds_the_factors_of_skewed_ordinal_data() -> None:
    values = factor_data(3, np.random.default_rng(8))
    answers = np.digitize(values, [0.5, 1.2, 1.8]).astype(float)
    result = compare_with_factor_data(answers, 5, np.random.default_rng(0), n_samples=200)
    assert result.n_factors == 3


# The tests were chosen to measure three abilities.
def test_finds_three_in_holzingers_tests() -> None:
    values = read_data("holzinger1939")[HS_ITEMS].to_numpy(float)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        assert compare_with_factor_data(values, 4, rng, n_samples=200).n_factors == 3


def test_same_seed_same_result() -> None:
    values = read_data("holzinger1939")[HS_ITEMS].to_numpy(float)
    first, second = (
        compare_with_factor_data(values, 4, np.random.default_rng(4), n_samples=50)
        for _ in range(2)
    )
    assert_array_equal(first.distances, second.distances)
    assert_array_equal(first.pvalues, second.pvalues)


def test_unit_of_measurement_does_not_matter() -> None:
    values = factor_data(2, np.random.default_rng(1))
    first, second = (
        compare_with_factor_data(each, 3, np.random.default_rng(4), n_samples=50)
        for each in (values, 10 * values + 3)
    )
    assert_allclose(first.distances, second.distances, atol=1e-8)


def test_stops_before_the_first_that_is_no_closer() -> None:
    distances = np.zeros((4, 2))
    assert ComparisonData(distances, np.array([np.nan, 0.01, 0.29, 0.3])).n_factors == 3
    assert ComparisonData(distances, np.array([np.nan, 0.01, 0.29, 0.1])).n_factors == 4
    assert ComparisonData(distances[:1], np.array([np.nan])).n_factors == 1
