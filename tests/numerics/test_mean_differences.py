import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import keyed_bfi, read_data, reference

from covalue_measures.numerics.mean_differences import welch_anova, welch_difference
from covalue_measures.typing import FloatArray

TWO = reference("hypotheses_two_groups")
SMALL = reference("hypotheses_small_groups")
SEVERAL = reference("hypotheses_several_groups")
LEVELS = {"level95": 0.95, "level90": 0.90}


def split(values: FloatArray, labels: FloatArray) -> list[FloatArray]:
    answered = ~np.isnan(values)
    return [values[answered & (labels == label)] for label in np.unique(labels[~np.isnan(labels)])]


def agreeableness() -> FloatArray:
    names = [f"A{number}" for number in range(1, 6)]
    return keyed_bfi()[names].mean(axis=1, skipna=False).to_numpy()


# t.test(a, b, conf.level = level)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("case", ["A", *SMALL])
def test_difference_agrees_with_r(case: str, level: str) -> None:
    if case == "A":
        men, women = split(agreeableness(), read_data("bfi")["gender"].to_numpy(dtype=float))
        first, second = women, men
    else:
        first, second = (np.array(values, dtype=float) for values in SMALL[case])
    expected = TWO[case][level]

    found = welch_difference(first, second, LEVELS[level])

    assert_allclose(
        [found.difference, found.lower, found.upper, found.t, found.df, found.pvalue],
        [
            expected["difference"],
            *expected["difference_interval"],
            expected["t"],
            expected["df"],
            expected["pvalue"],
        ],
        rtol=1e-10,
        atol=1e-14,
    )


# oneway.test(y ~ factor(g))
@pytest.mark.parametrize("case", ["A", "ACT", "SATQ", "two"])
def test_anova_agrees_with_r(case: str) -> None:
    data = read_data("sat_act" if case in ("ACT", "SATQ") else "bfi")
    values = data[case].to_numpy(dtype=float) if case in data else agreeableness()
    labels = data["gender" if case == "two" else "education"].to_numpy(dtype=float)

    found = welch_anova(split(values, labels))

    expected = SEVERAL[case]
    assert_allclose(
        found,
        [expected["f"], expected["df_between"], expected["df_within"], expected["pvalue"]],
        rtol=1e-9,
    )


def test_with_two_groups_f_is_the_square_of_t() -> None:
    first, second = (np.array(values, dtype=float) for values in SMALL["uneven"])

    difference, means = welch_difference(first, second, 0.95), welch_anova([first, second])

    assert_allclose(means.f, difference.t**2, rtol=1e-12)
    assert_allclose(means.df_within, difference.df, rtol=1e-12)
    assert_allclose(means.pvalue, difference.pvalue, rtol=1e-10)
