"""A series over time about its median, and whether chance alone would make it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.runs import (
    crossings_limit,
    longest_monotone,
    longest_run_limit,
    number_runs,
    run_lengths,
    runs_limits,
)
from covalue_measures.psychometrics.options import require_count
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.records.iso_date import require_iso_date
from covalue_measures.typing import FloatArray

#: Points off the median below which no rule is applied.
LEAST_USEFUL = 10
#: Points of the shortest shift and of the shortest trend.
SHIFT_LENGTH, TREND_LENGTH = 6, 5

_LEVEL = 0.05
_PERLA = "Perla, Provost & Murray (2011), doi:10.1136/bmjqs.2009.037895"
_SWED = "Swed & Eisenhart (1943), doi:10.1214/aoms/1177731494"
_ANHOEJ = "Anhøj & Olesen (2014), doi:10.1371/journal.pone.0113825"

_SHIFT_RULE = f"{SHIFT_LENGTH} or more consecutive points on one side of the median"
_TREND_RULE = f"{TREND_LENGTH} or more consecutive points all going up or all going down"
_RUNS_RULE = "fewer or more runs than chance makes in 95 of 100 series"
_LONGEST_RULE = "a run of more points than log2(useful points) + 3, rounded"
_CROSSINGS_RULE = "fewer crossings of the median than chance makes in 95 of 100 series"


class _Rule(NamedTuple):
    """A rule, what it found, and the fewest and most that are not unusual."""

    rule: str
    observed: int
    lower: int | None
    upper: int | None
    statement: str
    source: str

    @property
    def is_broken(self) -> bool:
        is_low = self.lower is not None and self.observed < self.lower
        return is_low or (self.upper is not None and self.observed > self.upper)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RunChartResult(Readable):
    """The runs of a series about its median, each rule with what it found."""

    median: float
    #: Points with a value.
    n_points: int
    n_missing: int
    #: Points that are not on the median; only they make runs.
    n_useful: int
    n_runs: int
    n_crossings: int
    longest_run: int
    #: First points that the median was taken from; None for all.
    baseline: int | None
    #: Whether there are enough useful points to apply the rules.
    is_judged: bool
    #: Why no rule was applied; empty where they were.
    note: str
    #: One row a point: ``date``, ``value``, ``side`` (1 above the median, -1 below, 0 on it or
    #: missing), ``run`` (its number, 0 for none), ``in_trend`` (part of the longest rise or fall).
    points: pd.DataFrame
    #: One row a rule: ``observed``, the ``lower`` and ``upper`` limits of what is not unusual,
    #: ``signal``, the rule in a ``statement`` and its ``source``.
    rules: pd.DataFrame

    @property
    def signals(self) -> tuple[str, ...]:
        """Names of the rules that see more than chance."""
        return tuple(str(name) for name in self.rules.index[self.rules["signal"]])


def estimate_run_chart(
    values: Sequence[float | None] | FloatArray | pd.Series,
    *,
    dates: Sequence[str] | None = None,
    baseline: int | None = None,
) -> RunChartResult:
    """Return the median of a series, its runs, and which rules see more than chance.

    Parameters
    ----------
    values : (n,)
        In the order of time; NaN or None where there is none.
    dates : (n,), optional
        ISO dates, never going back.
    baseline : int, optional
        Take the median of the first points alone, so that later ones are held against it.

    Raises
    ------
    ResponseDataError
        If the values are no numbers, or the dates do not fit them.
    InsufficientDataError
        If there is no value to take a median of.

    Notes
    -----
    Points on the median, and missing ones, neither make nor break a run. Five rules are applied
    side by side: ``shift`` and ``trend`` have fixed lengths, the others limits that depend on the
    number of useful points. ``runs`` and ``crossings`` look at the same count, since a crossing
    begins a run; the first has limits on both sides given how many points lie above and below,
    the second one limit for chances of one half. Each rule gives false alarms of its own, so
    looking at all of them gives more than one rule does. With fewer than ten useful points no
    rule is applied.

    References
    ----------
    Perla, Provost & Murray (2011), doi:10.1136/bmjqs.2009.037895.
    Swed & Eisenhart (1943), doi:10.1214/aoms/1177731494.
    Anhøj & Olesen (2014), doi:10.1371/journal.pone.0113825.

    Examples
    --------
    >>> from covalue_measures.psychometrics.run_chart import estimate_run_chart
    >>> chart = estimate_run_chart([2, 3, 2, 3, 2, 2, 3, 4, 5, 4, 5, 4, 5, 4])
    >>> chart.median, chart.n_runs, chart.longest_run, chart.signals
    (3.5, 2, 7, ('shift', 'runs', 'crossings'))
    """
    series = _as_series(values)
    if dates is not None:
        _check_dates(dates, len(series))
    median = _median_of(series, baseline)
    sides = np.sign(np.nan_to_num(series - median)).astype(np.int64)
    runs = number_runs(sides)
    in_trend = longest_monotone(series)
    lengths = run_lengths(runs)
    n_useful, n_runs = int((sides != 0).sum()), len(lengths)
    longest_run = int(lengths.max(initial=0))
    is_judged = n_useful >= LEAST_USEFUL
    columns = {"value": series, "side": sides, "run": runs, "in_trend": in_trend}
    return RunChartResult(
        median=median,
        n_points=int((~np.isnan(series)).sum()),
        n_missing=int(np.isnan(series).sum()),
        n_useful=n_useful,
        n_runs=n_runs,
        n_crossings=max(n_runs - 1, 0),
        longest_run=longest_run,
        baseline=baseline,
        is_judged=is_judged,
        note="" if is_judged else _too_few(n_useful),
        points=pd.DataFrame(
            columns if dates is None else {"date": list(dates)} | columns,
            index=pd.RangeIndex(1, len(series) + 1, name="point"),
        ),
        rules=_apply_rules(
            int((sides > 0).sum()), int((sides < 0).sum()), n_runs, longest_run, int(in_trend.sum())
        ),
    )


def _apply_rules(
    n_above: int, n_below: int, n_runs: int, longest_run: int, longest_trend: int
) -> pd.DataFrame:
    n_useful = n_above + n_below
    is_judged = n_useful >= LEAST_USEFUL
    fewest, most = runs_limits(n_above, n_below, _LEVEL) if is_judged else (None, None)
    longest = longest_run_limit(n_useful) if is_judged else None
    crossings = crossings_limit(n_useful, _LEVEL) if is_judged else None
    rows = (
        _Rule("shift", longest_run, None, SHIFT_LENGTH - 1, _SHIFT_RULE, _PERLA),
        _Rule("trend", longest_trend, None, TREND_LENGTH - 1, _TREND_RULE, _PERLA),
        _Rule("runs", n_runs, fewest, most, _RUNS_RULE, _SWED),
        _Rule("longest_run", longest_run, None, longest, _LONGEST_RULE, _ANHOEJ),
        _Rule("crossings", max(n_runs - 1, 0), crossings, None, _CROSSINGS_RULE, _ANHOEJ),
    )
    table = pd.DataFrame(rows).set_index("rule").astype({"lower": "Int64", "upper": "Int64"})
    table.insert(3, "signal", [is_judged and row.is_broken for row in rows])
    return table


def _as_series(values: Sequence[float | None] | FloatArray | pd.Series) -> FloatArray:
    try:
        series = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ResponseDataError(f"The values of a run chart must be numbers: {error}.") from error
    if series.ndim != 1:
        raise ResponseDataError(
            f"A run chart shows one series, not values of shape {series.shape}."
        )
    if np.isinf(series).any():
        raise ResponseDataError("A value of the run chart is infinite.")
    return series


def _check_dates(dates: Sequence[str], n_values: int) -> None:
    if len(dates) != n_values:
        raise ResponseDataError(f"There are {n_values} values but {len(dates)} dates.")
    try:
        for text in dates:
            require_iso_date(text)
    except ValueError as error:
        raise ResponseDataError(f"A date of the run chart is wrong: {error}.") from error
    for before, after in pairwise(dates):
        if after < before:
            raise ResponseDataError(
                f"The values must be in the order of time, but {before} stands before {after}."
            )


def _median_of(series: FloatArray, baseline: int | None) -> float:
    """Return the median of the baseline, or of all points."""
    if baseline is not None:
        require_count("baseline", baseline)
        if baseline > len(series):
            raise InsufficientDataError(
                f"The baseline takes {baseline} points, but the series has {len(series)}."
            )
    first = series[:baseline]
    if np.isnan(first).all():
        where = "run chart" if baseline is None else f"baseline of {baseline} points"
        raise InsufficientDataError(f"The {where} has no value to take a median of.")
    return float(np.nanmedian(first))


def _too_few(n_useful: int) -> str:
    return (
        f"The rules need {LEAST_USEFUL} points off the median, and the series has {n_useful}:"
        " no signal is claimed."
    )
