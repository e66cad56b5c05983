import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import keyed_bfi, read_data, reference

from covalue_measures.numerics.effect_sizes import (
    area_under_curve,
    area_under_curve_interval,
    omega_squared,
    standardized_difference,
    standardized_difference_interval,
)
from covalue_measures.typing import FloatArray

TWO = reference("hypotheses_two_groups")
SEVERAL = reference("hypotheses_several_groups")
SMALL = reference("hypotheses_small_groups")
LEVELS = {"level95": 0.95, "level90": 0.90}
each_level = pytest.mark.parametrize("level", LEVELS)
each_case = pytest.mark.parametrize("case", TWO)


def bfi_scores() -> dict[str, FloatArray]:
    """The scores of the R script: NaN where one of the five items is missing."""
    keyed = keyed_bfi()
    columns = {letter: [f"{letter}{number}" for number in range(1, 6)] for letter in "AN"}
    scores = {
        letter: keyed[names].mean(axis=1, skipna=False).to_numpy()
        for letter, names in columns.items()
    }
    return scores | {"age": read_data("bfi")["age"].to_numpy(dtype=float)}


def two_groups(case: str) -> tuple[FloatArray, FloatArray]:
    if case in SMALL:
        first, second = SMALL[case]
        return np.array(first, dtype=float), np.array(second, dtype=float)
    values, gender = bfi_scores()[case], read_data("bfi")["gender"].to_numpy()
    answered = ~np.isnan(values)
    return values[answered & (gender == 2)], values[answered & (gender == 1)]


def several_groups(case: str) -> list[FloatArray]:
    data = read_data("sat_act" if case in ("ACT", "SATQ") else "bfi")
    if case == "two":
        values, labels = bfi_scores()["A"], data["gender"].to_numpy(dtype=float)
    else:
        values = data[case].to_numpy(dtype=float) if case in data else bfi_scores()[case]
        labels = data["education"].to_numpy(dtype=float)
    answered = ~np.isnan(values)
    return [values[answered & (labels == label)] for label in np.unique(labels[~np.isnan(labels)])]


# d in R: (mean(a) - mean(b)) / pooled standard deviation; its interval by uniroot over pt.
@each_level
@each_case
def test_standardized_difference_agrees_with_r(case: str, level: str) -> None:
    first, second = two_groups(case)
    expected = TWO[case][level]

    d = standardized_difference(first, second)
    interval = standardized_difference_interval(d, len(first), len(second), LEVELS[level])

    assert_allclose(d, expected["d"], rtol=1e-10, atol=1e-14)
    assert_allclose(interval, expected["d_interval"], rtol=1e-9, atol=1e-11)


# wilcox.test(a, b)$statistic by n1 n2; DeLong's variance pair by pair.
@each_level
@each_case
def test_area_under_curve_agrees_with_r(case: str, level: str) -> None:
    first, second = two_groups(case)
    expected = TWO[case][level]

    area = area_under_curve(first, second)

    assert_allclose(area, expected["wilcoxon_auc"], rtol=1e-12)
    assert_allclose(area, expected["auc"], rtol=1e-12)
    interval = area_under_curve_interval(first, second, LEVELS[level])
    if case == "apart":
        # R's interval is that of a variance of 0.
        assert expected["auc_interval"] == [1, 1]
        assert np.isnan(interval).all()
    else:
        assert_allclose(interval, expected["auc_interval"], rtol=1e-10)


@pytest.mark.parametrize("case", SEVERAL)
def test_omega_squared_agrees_with_r(case: str) -> None:
    groups = several_groups(case)

    assert [len(group) for group in groups] == SEVERAL[case]["n"]
    assert_allclose(omega_squared(groups), SEVERAL[case]["omega_squared"], rtol=1e-10)


@pytest.mark.parametrize("n", [(3, 2), (20, 35), (4000, 10)])
@pytest.mark.parametrize("d", [0.0, 0.3, -1.4, 6.0])
def test_exchanging_the_groups_turns_the_interval(d: float, n: tuple[int, int]) -> None:
    lower, upper = standardized_difference_interval(d, *n, 0.95)

    assert lower < d < upper
    assert_allclose(
        standardized_difference_interval(-d, *reversed(n), 0.95), (-upper, -lower), rtol=1e-12
    )


def test_large_samples_come_to_the_normal_interval() -> None:
    # Hedges and Olkin's large-sample variance of d.
    n, d = 200_000, 0.5
    error = np.sqrt(2 / n + d**2 / (4 * n))

    interval = standardized_difference_interval(d, n, n, 0.95)

    assert_allclose(interval, (d - 1.959964 * error, d + 1.959964 * error), rtol=1e-5)


def test_exchanging_the_groups_mirrors_the_area() -> None:
    first, second = two_groups("tied")

    area, (lower, upper) = (
        area_under_curve(first, second),
        area_under_curve_interval(first, second, 0.95),
    )

    assert_allclose(area_under_curve(second, first), 1 - area, rtol=1e-14)
    assert_allclose(
        area_under_curve_interval(second, first, 0.95), (1 - upper, 1 - lower), atol=1e-14
    )


def test_groups_that_do_not_vary_have_no_standardized_difference() -> None:
    one, other = np.array([2.0, 2.0]), np.array([3.0, 3.0])

    assert np.isnan(standardized_difference(one, other))
    assert np.isnan(standardized_difference_interval(np.nan, 2, 2, 0.95)).all()
    assert omega_squared([one, other]) == 1
    assert np.isnan(omega_squared([one, one]))


def test_equal_means_explain_less_than_nothing() -> None:
    assert omega_squared([np.array([1.0, 3.0]), np.array([0.0, 4.0])]) < 0
