import math

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from reference_values import reference

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.psychometrics.run_chart import estimate_run_chart

STEP = [2, 3, 3, 2, 4, 3, 6, 6, 7, 6, 8, 7]
ALTERNATING = [1, 5] * 8


def test_a_step_is_a_shift_with_too_few_runs() -> None:
    chart = estimate_run_chart(STEP)

    assert (chart.median, chart.n_useful, chart.n_runs, chart.n_crossings) == (5, 12, 2, 1)
    assert chart.rules["observed"].to_dict() == {
        "shift": 6,
        "trend": 3,
        "runs": 2,
        "longest_run": 6,
        "crossings": 1,
    }
    assert chart.signals == ("shift", "runs", "crossings")
    assert chart.is_judged
    assert chart.note == ""


# With 6 points on either side, 3 or fewer runs and 11 or more are beyond the table's .025.
def test_limits_are_those_of_the_numbers_of_points() -> None:
    rules = estimate_run_chart(STEP).rules
    limits = reference("run_chart_limits")
    row = limits["n_useful"].index(12)

    assert (rules["lower"]["runs"], rules["upper"]["runs"]) == (4, 10)
    assert rules["upper"]["longest_run"] == limits["longest_run"][row] == 7
    assert rules["lower"]["crossings"] == limits["crossings"][row] == 3
    assert (rules["upper"]["shift"], rules["upper"]["trend"]) == (5, 4)
    assert rules.isna().sum().sum() == 4
    assert rules["source"].str.contains("doi:10.").all()


def test_chance_alone_is_no_signal() -> None:
    chart = estimate_run_chart([3, 5, 3, 3, 5, 5, 3, 5, 3, 3, 5, 5, 4])

    assert (chart.n_useful, chart.n_runs, chart.n_crossings, chart.longest_run) == (12, 8, 7, 2)
    assert chart.is_judged
    assert chart.signals == ()


def test_too_many_runs_are_a_signal_too() -> None:
    chart = estimate_run_chart(ALTERNATING)

    assert chart.n_runs == 16
    assert chart.signals == ("runs",)


def test_five_points_rising_are_a_trend() -> None:
    values = [5, 1, 6, 2, 3, 4, 5, 1, 6, 2, 6, 1]

    chart = estimate_run_chart(values)

    assert "trend" not in chart.signals
    assert chart.rules["observed"]["trend"] == 4
    longer = estimate_run_chart([5, 1, 6, 2, 3, 4, 5, 7, 1, 6, 2, 6, 1])
    assert "trend" in longer.signals
    assert_array_equal(np.flatnonzero(longer.points["in_trend"]), [3, 4, 5, 6, 7])


def test_points_on_the_median_and_missing_ones_make_and_break_nothing() -> None:
    plain = estimate_run_chart(STEP)
    filled = estimate_run_chart([2, 3, 3, None, 2, 5, 4, 3, 6, 5, 6, math.nan, 7, 6, 8, 7])

    assert (filled.n_points, filled.n_missing, filled.n_useful) == (14, 2, 12)
    assert filled.signals == plain.signals
    pd.testing.assert_series_equal(filled.rules["lower"], plain.rules["lower"])
    assert filled.points["run"].tolist() == [1, 1, 1, 0, 1, 0, 1, 1, 2, 0, 2, 0, 2, 2, 2, 2]
    assert filled.points["side"].tolist()[3:6] == [0, -1, 0]


def test_turning_the_series_upside_down_changes_no_rule() -> None:
    rng = np.random.default_rng(5)
    for _ in range(50):
        values = rng.integers(0, 8, size=20).astype(float)
        chart, turned = estimate_run_chart(values), estimate_run_chart(-values)
        pd.testing.assert_frame_equal(chart.rules, turned.rules)
        pd.testing.assert_frame_equal(chart.rules, estimate_run_chart(10 * values + 3).rules)


def test_few_useful_points_claim_nothing() -> None:
    chart = estimate_run_chart([1, 1, 1, 1, 9, 9, 9, 9, 5])

    assert not chart.is_judged
    assert chart.signals == ()
    assert chart.note == (
        "The rules need 10 points off the median, and the series has 8: no signal is claimed."
    )
    assert chart.rules["upper"]["longest_run"] is pd.NA
    assert estimate_run_chart([1] * 4 + [5] + [9] * 4 + [1, 9]).is_judged


def test_a_baseline_alone_makes_the_median() -> None:
    values = [2, 3, 2, 3, 2, 3, 6, 6, 7, 6, 8, 7]

    chart = estimate_run_chart(values, baseline=6)

    assert chart.median == 2.5
    assert chart.baseline == 6
    assert chart.longest_run == 7
    assert chart.points["side"].tolist() == [-1, 1, -1, 1, -1] + [1] * 7


def test_a_baseline_may_leave_every_later_point_on_one_side() -> None:
    chart = estimate_run_chart([3] + [5] * 11, baseline=1)

    assert (chart.n_useful, chart.n_runs) == (11, 1)
    # One run is all that points on one side can make, so its number says nothing.
    assert chart.signals == ("shift", "longest_run", "crossings")


def test_dates_go_with_the_points() -> None:
    chart = estimate_run_chart([1, 2, 2], dates=["2026-01-01", "2026-02-01", "2026-02-01"])

    assert chart.points["date"].tolist() == ["2026-01-01", "2026-02-01", "2026-02-01"]
    assert "date" not in estimate_run_chart([1, 2, 2]).points


def test_any_series_of_numbers_is_taken() -> None:
    for values in (STEP, tuple(STEP), np.array(STEP), pd.Series(STEP, index=range(5, 17))):
        assert estimate_run_chart(values).signals == ("shift", "runs", "crossings")


def test_the_result_reads_itself_out() -> None:
    assert "rules: table of 5 x 6" in repr(estimate_run_chart(STEP))


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (["2026-01-01"], "There are 2 values but 1 dates"),
        (["2026-02-01", "2026-01-01"], "but 2026-02-01 stands before 2026-01-01"),
        (["2026-01-01", "1 Feb"], "'1 Feb' is not a date of the form 2026-01-31"),
    ],
)
def test_dates_that_do_not_fit_are_refused(dates: list[str], message: str) -> None:
    with pytest.raises(ResponseDataError, match=message):
        estimate_run_chart([1, 2], dates=dates)


def test_what_is_no_series_of_numbers_is_refused() -> None:
    with pytest.raises(ResponseDataError, match="must be numbers"):
        estimate_run_chart(["high", "low"])
    with pytest.raises(ResponseDataError, match=r"not values of shape \(1, 2\)"):
        estimate_run_chart([[1, 2]])
    with pytest.raises(ResponseDataError, match="infinite"):
        estimate_run_chart([1, math.inf])


@pytest.mark.parametrize(
    ("values", "baseline", "error", "message"),
    [
        ([], None, InsufficientDataError, "The run chart has no value"),
        ([None, None], None, InsufficientDataError, "The run chart has no value"),
        ([None, 1], 1, InsufficientDataError, "The baseline of 1 points has no value"),
        ([1, 2], 3, InsufficientDataError, "takes 3 points, but the series has 2"),
        ([1, 2], 0, ValueError, "baseline must be a whole number from 1 on; got 0"),
    ],
)
def test_without_values_there_is_no_median(
    values: list, baseline: int | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        estimate_run_chart(values, baseline=baseline)
