"""Loadings with their intervals, sorted within each factor."""

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from covalue_measures.evaluation.evidence import LoadingRecord
from covalue_measures.report.number_text import correlation_text, interval_text
from covalue_measures.report.plots.drawing import empty_sheet, widest
from covalue_measures.report.plots.theme import (
    ACCENT,
    FIGURE_WIDTH,
    INK,
    MUTED,
    PAPER,
    RULE,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
)

_ROW, _HEADING, _AXIS = 16.0, 27.0, 20.0
_TICK = 0.2


def draw_loading_plot(groups: tuple[tuple[str, tuple[LoadingRecord, ...]], ...]) -> Figure:
    """Return a dot and a line a loading, under the title of its factor.

    Parameters
    ----------
    groups : tuple of (title, loadings)
        The loadings in the order of their rows.
    """
    loadings = [loading for _, members in groups for loading in members]
    left = widest(loading.item_id for loading in loadings) + 12
    right = FIGURE_WIDTH - widest((_number(loading) for loading in loadings), SMALL_TEXT_SIZE) - 14
    bottom = len(groups) * _HEADING + len(loadings) * _ROW
    figure, axes = empty_sheet(bottom + _AXIS)
    bounds = _bounds(loadings)
    _draw_ticks(axes, bounds, (left, right), bottom)
    top = 0.0
    for title, members in groups:
        axes.text(left, top + _HEADING - 8, title, fontsize=TEXT_SIZE, fontweight="bold", color=INK)
        top += _HEADING
        for loading in members:
            _draw_row(axes, loading, bounds, (left, right), top + _ROW / 2)
            top += _ROW
    return figure


def _number(loading: LoadingRecord) -> str:
    value = correlation_text(loading.standardized)
    if loading.lower is None or loading.upper is None:
        return value
    return f"{value} ({interval_text(loading.lower, loading.upper, 2)})"


def _bounds(loadings: list[LoadingRecord]) -> tuple[float, float]:
    """Return the ends of the scale: 0 to 1, or further where loadings or intervals reach."""
    values = [
        value
        for loading in loadings
        for value in (loading.standardized, loading.lower, loading.upper)
        if value is not None
    ]
    lowest, highest = min(0.0, *values), max(1.0, *values)
    return _TICK * math.floor(lowest / _TICK), _TICK * math.ceil(round(highest / _TICK, 9))


def _place(value: float, bounds: tuple[float, float], span: tuple[float, float]) -> float:
    return span[0] + (span[1] - span[0]) * (value - bounds[0]) / (bounds[1] - bounds[0])


def _draw_ticks(
    axes: Axes, bounds: tuple[float, float], span: tuple[float, float], bottom: float
) -> None:
    for step in range(round(bounds[0] / _TICK), round(bounds[1] / _TICK) + 1):
        x = _place(step * _TICK, bounds, span)
        axes.plot(
            (x, x),
            (_HEADING - 2, bottom + 2),
            color=MUTED if step == 0 else RULE,
            linewidth=0.9 if step == 0 else 0.6,
            zorder=0,
        )
        axes.text(
            x,
            bottom + 13,
            correlation_text(step * _TICK).removesuffix("0") if step else "0",
            fontsize=SMALL_TEXT_SIZE,
            color=MUTED,
            ha="center",
        )


def _draw_row(
    axes: Axes,
    loading: LoadingRecord,
    bounds: tuple[float, float],
    span: tuple[float, float],
    middle: float,
) -> None:
    axes.text(
        span[0] - 9,
        middle,
        loading.item_id,
        fontsize=TEXT_SIZE,
        color=INK,
        ha="right",
        va="center",
    )
    if loading.lower is not None and loading.upper is not None:
        ends = [_place(value, bounds, span) for value in (loading.lower, loading.upper)]
        axes.plot(ends, (middle, middle), color=ACCENT, linewidth=1.8, zorder=2)
    axes.plot(
        _place(loading.standardized, bounds, span),
        middle,
        color=ACCENT,
        marker="o",
        markersize=6,
        markerfacecolor=PAPER if loading.includes_zero else ACCENT,
        markeredgecolor=ACCENT,
        markeredgewidth=1.4,
        zorder=3,
    )
    axes.text(
        span[1] + 10,
        middle,
        _number(loading),
        fontsize=SMALL_TEXT_SIZE,
        color=MUTED,
        va="center",
    )
