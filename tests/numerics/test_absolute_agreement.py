import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import read_data, reference

from covalue_measures.numerics.absolute_agreement import absolute_agreement
from covalue_measures.typing import FloatArray

VALUES = reference("hypotheses_agreement")
LEVELS = {"level95": 0.95, "level90": 0.90}


def values_of(case: str) -> FloatArray:
    if case == "anxiety":
        return read_data("irr_anxiety").to_numpy(dtype=float)
    if case == "sat":
        return read_data("sat_act")[["SATV", "SATQ"]].dropna().to_numpy(dtype=float)
    return read_data("two_occasions")[[f"{case}1", f"{case}2"]].to_numpy(dtype=float)


# psych::ICC(x, lmer = FALSE)$results["Single_random_raters", ]
@pytest.mark.parametrize(
    ("case", "level"), [(case, level) for case, levels in VALUES.items() for level in levels]
)
def test_agrees_with_psych(case: str, level: str) -> None:
    estimate, interval = absolute_agreement(values_of(case), LEVELS[level])

    assert_allclose([estimate, *interval], VALUES[case][level], rtol=1e-8)


def test_a_constant_difference_lowers_it() -> None:
    values = values_of("a")
    shifted = values + np.array([0, 2])

    assert absolute_agreement(shifted, 0.95)[0] < absolute_agreement(values, 0.95)[0] / 1.5


def test_edges() -> None:
    same = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])

    assert absolute_agreement(same, 0.95) == (1, (1, 1))
    assert np.isnan(absolute_agreement(np.ones((4, 2)), 0.95)[0])
