import math

import pytest

from covalue_measures.numerics.structural.incremental_fit import (
    comparative_fit_index,
    incremental_fit_index,
    normed_fit_index,
    parsimony_normed_fit_index,
    relative_fit_index,
    relative_noncentrality_index,
    tucker_lewis_index,
)


def test_comparative_fit_stays_within_0_and_1() -> None:
    assert comparative_fit_index(-3.0, 80.0) == 1
    assert comparative_fit_index(90.0, 80.0) == 0
    assert comparative_fit_index(-3.0, -1.0) == 1
    assert comparative_fit_index(20.0, 80.0) == 0.75


def test_the_others_may_leave_these_bounds() -> None:
    assert relative_noncentrality_index(-4.0, 80.0) == 1.05
    assert tucker_lewis_index(-4.0, 8, 80.0, 16) == 1.1
    assert tucker_lewis_index(60.0, 10, 80.0, 20) == pytest.approx(-0.5)


def test_a_baseline_that_is_not_nested_has_no_normed_indices() -> None:
    assert math.isnan(normed_fit_index(30.0, 21, 300.0, 20))
    assert math.isnan(relative_fit_index(30.0, 21, 300.0, 20))
    assert parsimony_normed_fit_index(30.0, 21, 300.0, 20) == pytest.approx(0.945)
    assert normed_fit_index(30.0, 20, 300.0, 20) == 0.9
    assert relative_fit_index(30.0, 20, 300.0, 20) == 0.9


def test_a_baseline_without_misfit_leaves_nothing_to_compare_with() -> None:
    assert math.isnan(relative_noncentrality_index(5.0, 0.0))
    assert math.isnan(tucker_lewis_index(5.0, 4, 0.0, 6))
    assert math.isnan(normed_fit_index(5.0, 4, 0.0, 6))
    assert math.isnan(incremental_fit_index(5.0, 4, 4.0))


def test_missing_stays_missing() -> None:
    assert math.isnan(comparative_fit_index(math.nan, 80.0))
    assert math.isnan(comparative_fit_index(20.0, math.nan))
    assert math.isnan(tucker_lewis_index(math.nan, 4, 80.0, 6))
