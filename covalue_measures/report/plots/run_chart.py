"""A series over time, its median, and the runs and trends that are more than chance."""

import math
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from covalue_measures.psychometrics.run_chart import SHIFT_LENGTH, RunChartResult
from covalue_measures.report.plots.drawing import empty_figure, quiet_axes, widest
from covalue_measures.report.plots.theme import (
    ACCENT,
    BAND,
    FIGURE_WIDTH,
    MUTED,
    PAPER,
    RULE,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
)

_HEIGHT, _ABOVE, _BELOW = 215.0, 18.0, 34.0
_LEFT = 34.0
_GAP = 6.0
#: Share of the scale that is left free at both ends, so that points do not sit on the frame.
_MARGIN = 0.06


def value_text(value: float) -> str:
    """Return a rating's value, without decimals that say nothing."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def draw_run_chart(chart: RunChartResult, *, lowest: float, highest: float) -> Figure:
    """Return the chart of a dated series, evenly spaced.

    Parameters
    ----------
    chart : RunChartResult
        With dates.
    lowest, highest : float
        Ends of the scale.
    """
    figure = empty_figure(_HEIGHT)
    label = f"median {value_text(chart.median)}"
    right = widest([label]) + 2 * _GAP
    axes = figure.add_axes(
        (
            _LEFT / FIGURE_WIDTH,
            _BELOW / _HEIGHT,
            (FIGURE_WIDTH - _LEFT - right) / FIGURE_WIDTH,
            (_HEIGHT - _ABOVE - _BELOW) / _HEIGHT,
        )
    )
    quiet_axes(axes)
    n = len(chart.points)
    margin = _MARGIN * (highest - lowest)
    axes.set_xlim(0.5, n + 0.5)
    axes.set_ylim(lowest - margin, highest + margin)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 5, 10]))
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    _mark_signals(axes, chart)
    axes.plot((0.5, n + 0.5), (chart.median,) * 2, color=MUTED, linewidth=1.2, dashes=(4, 2.5))
    axes.annotate(
        label,
        (n + 0.5, chart.median),
        xytext=(_GAP, 0),
        textcoords="offset points",
        fontsize=TEXT_SIZE,
        color=MUTED,
        va="center",
    )
    _draw_points(axes, chart)
    _label_dates(axes, [str(date) for date in chart.points["date"]])
    return figure


def _draw_points(axes: Axes, chart: RunChartResult) -> None:
    """Draw the line, broken where a value is missing; hollow points lie on the median."""
    points = chart.points
    axes.plot(points.index, points["value"], color=ACCENT, linewidth=1.5)
    for is_useful, fill in ((True, ACCENT), (False, PAPER)):
        chosen = points[(points["side"] != 0) == is_useful]
        axes.plot(
            chosen.index,
            chosen["value"],
            color=ACCENT,
            linestyle="none",
            marker="o",
            markersize=6,
            markerfacecolor=fill,
            markeredgecolor=ACCENT,
            markeredgewidth=1.3,
        )


def _mark_signals(axes: Axes, chart: RunChartResult) -> None:
    """Lay a band behind each run that is a shift, and behind the trend."""
    points = chart.points
    if {"shift", "longest_run"} & set(chart.signals):
        for _, run in points[points["run"] > 0].groupby("run"):
            if len(run) >= SHIFT_LENGTH:
                where = "above" if run["side"].iloc[0] > 0 else "below"
                _add_band(axes, run.index[0], run.index[-1], f"{len(run)} {where}", is_high=True)
    if "trend" in chart.signals:
        trend = points[points["in_trend"]]
        where = "rising" if trend["value"].iloc[-1] > trend["value"].iloc[0] else "falling"
        _add_band(axes, trend.index[0], trend.index[-1], f"{len(trend)} {where}", is_high=False)


def _add_band(axes: Axes, first: int, last: int, label: str, *, is_high: bool) -> None:
    bottom, top = axes.get_ylim()
    axes.add_patch(
        Rectangle(
            (first - 0.42, bottom),
            last - first + 0.84,
            top - bottom,
            facecolor=BAND,
            edgecolor="none",
            zorder=0,
        )
    )
    axes.annotate(
        label,
        ((first + last) / 2, top if is_high else bottom),
        xytext=(0, 4 if is_high else 5),
        textcoords="offset points",
        fontsize=SMALL_TEXT_SIZE,
        color=MUTED,
        ha="center",
        va="bottom",
    )


def _label_dates(axes: Axes, dates: list[str]) -> None:
    """Write month and day under the points, the year where it begins; fewer where it is tight."""
    axes_width = axes.get_position().width * FIGURE_WIDTH
    step = math.ceil(len(dates) * (widest(["00-00"]) + _GAP) / axes_width)
    shown = range(0, len(dates), step)
    labels = []
    for _, group in groupby(shown, key=lambda position: dates[position][:4]):
        first, *rest = group
        labels.append(f"{dates[first][5:]}\n{dates[first][:4]}")
        labels += [dates[position][5:] for position in rest]
    axes.set_xticks([position + 1 for position in shown], labels, linespacing=1.35)
