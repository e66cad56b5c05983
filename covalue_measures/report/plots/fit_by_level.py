"""CFI and RMSEA of ever stricter models, beside how far they may fall or rise."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from covalue_measures.report.number_text import coefficient_text
from covalue_measures.report.plots.drawing import empty_figure, quiet_axes
from covalue_measures.report.plots.theme import (
    ACCENT,
    BAND,
    INK,
    MUTED,
    PAPER,
    RULE,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
)

_HEIGHT = 230.0
_LEFT_EDGES = (0.075, 0.585)
_PANEL_WIDTH = 0.4
_BAND_WIDTH = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPoint:
    """An index at one level; None where there is no value."""

    level: str
    value: float | None
    #: How far the index may get worse from the level before; None for the first level.
    cut_off: float | None
    #: Whether it got worse by more than that.
    is_exceeded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSeries:
    """One index at every level."""

    title: str
    #: 1 where a rise is worse, -1 where a fall is.
    worse: int
    points: tuple[LevelPoint, ...]


def draw_fit_by_level(series: tuple[IndexSeries, ...]) -> Figure:
    """Return one panel an index, at most two."""
    figure = empty_figure(_HEIGHT)
    for left, one in zip(_LEFT_EDGES, series, strict=False):
        axes = figure.add_axes((left, 0.12, _PANEL_WIDTH, 0.76))
        _draw_panel(axes, one)
    return figure


def _draw_panel(axes: Axes, series: IndexSeries) -> None:
    quiet_axes(axes)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    known = [
        (position, point, point.value)
        for position, point in enumerate(series.points)
        if point.value is not None
    ]
    values = {position: value for position, _, value in known}
    for position, point, _ in known:
        before = values.get(position - 1)
        if before is not None and point.cut_off is not None:
            _draw_room(axes, position, before, before + series.worse * point.cut_off)
    axes.plot([*values], [*values.values()], color=ACCENT, linewidth=1.6, zorder=2)
    for position, point, value in known:
        axes.plot(
            position,
            value,
            color=ACCENT,
            marker="D" if point.is_exceeded else "o",
            markersize=6.5,
            markerfacecolor=PAPER if point.is_exceeded else ACCENT,
            markeredgecolor=ACCENT,
            markeredgewidth=1.5,
            zorder=3,
        )
        axes.annotate(
            coefficient_text(value),
            (position, value),
            xytext=(0, 7 if _is_peak(position, values) else -13),
            textcoords="offset points",
            fontsize=SMALL_TEXT_SIZE,
            color=INK,
            ha="center",
            zorder=4,
        )
    axes.set_title(series.title, fontsize=TEXT_SIZE, fontweight="bold", color=INK, loc="left")
    axes.set_xticks(range(len(series.points)), [point.level for point in series.points])
    axes.tick_params(axis="x", labelsize=SMALL_TEXT_SIZE, colors=INK)
    axes.set_xlim(-0.5, len(series.points) - 0.5)
    axes.margins(y=0.2)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: coefficient_text(value)))


def _is_peak(position: int, values: dict[int, float]) -> bool:
    """Return whether the neighbors lie lower on average: above the point is room for its number."""
    beside = [values[place] for place in (position - 1, position + 1) if place in values]
    return not beside or sum(beside) / len(beside) <= values[position]


def _draw_room(axes: Axes, position: int, before: float, limit: float) -> None:
    """Shade from the level before to the last value at which this one holds."""
    ends = (position - _BAND_WIDTH, position + _BAND_WIDTH)
    axes.fill_between(ends, before, limit, color=BAND, linewidth=0, zorder=0.5)
    axes.plot(ends, (limit, limit), color=MUTED, linewidth=1.1, linestyle=(0, (4, 2.5)), zorder=1)
