import math

import numpy as np
from numpy.testing import assert_allclose
from scipy.stats import chi2

from covalue_measures.numerics.structural.chi_square import TestStatistic, upper_probability
from tests.reference_values import reference

WEIGHTS = np.array([0.4, 0.9, 1.5, 3.0])


def test_expectation_agrees_with_the_trace_of_lavaan() -> None:
    for name, correction in [
        ("cfa_hs_mlm", "satorra.bentler"),
        ("cfa_hs_mlr", "yuan.bentler.mplus"),
        ("cfa_hs_mlmv", "scaled.shifted"),
        ("cfa_bfi_wlsmv_listwise", "scaled.shifted"),
    ]:
        test = reference(name)["tests"][correction]
        ours = TestStatistic(
            reference(name)["tests"]["standard"]["stat"],
            test["df"],
            0.0,
            test["stat"],
            test["df"],
            test["scaling.factor"],
            test.get("shift.parameter"),
        )
        assert_allclose(ours.expectation, test["trace.UGamma"], rtol=1e-10)
        assert_allclose(ours.scaled_pvalue, test["pvalue"], rtol=1e-8, atol=1e-15)


def test_expectation_is_the_sum_of_weights_under_each_correction() -> None:
    first, second = WEIGHTS.sum(), WEIGHTS @ WEIGHTS
    shifting = np.sqrt(second / 4)
    corrections = [
        TestStatistic(9.0, 4, 0.0, 36 / first, 4, first / 4),
        TestStatistic(9.0, 4, 0.0, 9 / shifting, 4, shifting, 4 - first / shifting),
        TestStatistic(9.0, 4, 0.0, 9 * first / second, first**2 / second, second / first),
    ]
    assert_allclose([test.expectation for test in corrections], first, rtol=1e-12)


def test_without_correction_it_is_the_degrees_of_freedom() -> None:
    plain = TestStatistic(9.0, 4, 0.061)
    assert (plain.expectation, plain.scaled_pvalue) == (4, 0.061)


def test_upper_probability() -> None:
    assert_allclose(upper_probability(9.0, 4), chi2.sf(9, 4), rtol=1e-12)
    assert math.isnan(upper_probability(0.0, 0))
