"""A factor model as boxes, ellipses and arrows."""

import textwrap
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, PathPatch, Polygon
from matplotlib.path import Path

from covalue_measures.evaluation.evidence import (
    FactorCorrelationRecord,
    FactorLoadingRecord,
    FactorModelRecord,
    LoadingRecord,
    StandardizedLoading,
)
from covalue_measures.report.number_text import correlation_text
from covalue_measures.report.plots.drawing import add_box, empty_sheet, shortened
from covalue_measures.report.plots.path_layout import (
    FIRST_ARC,
    NEXT_ARC,
    PathLayout,
    lay_out_paths,
)
from covalue_measures.report.plots.theme import (
    ACCENT,
    BAND,
    FIGURE_WIDTH,
    INK,
    MUTED,
    PAPER,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
    WARM,
)

_NEGATIVE = WARM[8]
_BOX_HEIGHT = 15.0
_HEAD = (6.0, 2.6)
# Near the box arrows have parted, and their numbers do not touch.
_LABEL_AT = 0.76


def draw_path_diagram(
    record: FactorModelRecord, titles: Mapping[str, str], wordings: Mapping[str, str]
) -> Figure:
    """Return items in boxes, factors in ellipses, loadings on arrows, correlations on arcs.

    Parameters
    ----------
    record : FactorModelRecord
    titles : mapping from factor to what its ellipse is called
    wordings : mapping from item id to its wording, shown where there is room
    """
    layout = lay_out_paths(record, titles)
    figure, axes = empty_sheet(layout.height)
    order = {factor: position for position, factor in enumerate(record.factors)}
    for correlation in record.factor_correlations:
        _draw_arc(axes, correlation, order, layout)
    for loading in record.loadings:
        _draw_loading(axes, loading, layout)
    if record.general_factor is not None:
        for factor_loading in record.factor_loadings:
            _draw_factor_loading(axes, factor_loading, record.general_factor, layout)
    for factor, center in layout.factor_centers.items():
        _draw_factor(axes, titles.get(factor, factor), center, layout.ellipse)
    for item_id, middle in layout.item_rows.items():
        _draw_item(axes, item_id, wordings.get(item_id, ""), middle, layout)
    return figure


def _draw_loading(axes: Axes, loading: LoadingRecord, layout: PathLayout) -> None:
    box_left, box_width = layout.boxes
    center = layout.factor_centers[loading.factor]
    is_right_of_items = center[0] > box_left
    end = (
        box_left + (box_width if is_right_of_items else 0.0),
        layout.item_rows[loading.item_id],
    )
    start = _edge_towards(center, layout.ellipse, end)
    _draw_arrow(axes, start, end, loading)


def _draw_factor_loading(
    axes: Axes, loading: FactorLoadingRecord, general_factor: str, layout: PathLayout
) -> None:
    x, y = layout.factor_centers[loading.factor]
    end = (x - layout.ellipse[0] / 2, y)
    start = _edge_towards(layout.factor_centers[general_factor], layout.ellipse, end)
    _draw_arrow(axes, start, end, loading)


def _edge_towards(
    center: tuple[float, float], size: tuple[float, float], target: tuple[float, float]
) -> tuple[float, float]:
    """Return where the line from an ellipse's center to ``target`` leaves it."""
    dx, dy = target[0] - center[0], target[1] - center[1]
    share = 1 / np.hypot(dx / (size[0] / 2), dy / (size[1] / 2))
    return center[0] + share * dx, center[1] + share * dy


def _draw_arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    loading: StandardizedLoading,
) -> None:
    color = ACCENT if loading.standardized >= 0 else _NEGATIVE
    direction = np.subtract(end, start) / np.hypot(*np.subtract(end, start))
    neck = np.subtract(end, _HEAD[0] * direction)
    axes.plot(
        (start[0], neck[0]),
        (start[1], neck[1]),
        color=color,
        linewidth=_line_width(loading.standardized),
        linestyle=(0, (2.5, 1.6)) if loading.includes_zero else "solid",
        solid_capstyle="butt",
        zorder=1,
    )
    _draw_head(axes, end, direction, color)
    label_at = start + _LABEL_AT * np.subtract(end, start)
    _draw_number(axes, (label_at[0], label_at[1]), loading.standardized)


def _line_width(value: float) -> float:
    return 0.5 + 2.2 * min(abs(value), 1.0)


def _draw_head(axes: Axes, tip: tuple[float, float], direction: np.ndarray, color: str) -> None:
    length, half_width = _HEAD
    back = np.subtract(tip, length * direction)
    across = half_width * np.array([-direction[1], direction[0]])
    corners = np.array([tip, back + across, back - across])
    axes.add_artist(Polygon(corners, facecolor=color, linewidth=0, zorder=1.5))


def _draw_number(axes: Axes, at: tuple[float, float], value: float) -> None:
    axes.text(
        *at,
        correlation_text(value),
        fontsize=SMALL_TEXT_SIZE,
        color=INK,
        ha="center",
        va="center",
        zorder=2,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
    )


def _draw_arc(
    axes: Axes,
    correlation: FactorCorrelationRecord,
    order: Mapping[str, int],
    layout: PathLayout,
) -> None:
    """Draw a double-headed arc left of the ellipses, further out the further they are apart."""
    ends = [_arc_end(name, other, order, layout) for name, other in _both_ways(correlation)]
    (upper_x, upper_y), (lower_x, lower_y) = sorted(ends, key=lambda end: end[1])
    span = abs(order[correlation.first] - order[correlation.second])
    outermost = layout.factor_centers[correlation.first][0] - layout.ellipse[0] / 2
    outermost -= FIRST_ARC + NEXT_ARC * (span - 1)
    # A cubic curve goes three quarters of the way to its control points.
    bend = (upper_x + lower_x) / 2 - (4 / 3) * ((upper_x + lower_x) / 2 - outermost)
    curve = Path(
        [(upper_x - 4, upper_y), (bend, upper_y), (bend, lower_y), (lower_x - 4, lower_y)],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    color = MUTED if correlation.estimate >= 0 else _NEGATIVE
    width = _line_width(correlation.estimate)
    axes.add_artist(
        PathPatch(curve, facecolor="none", edgecolor=color, linewidth=width, zorder=0.5)
    )
    for end in ends:
        _draw_head(axes, end, np.array([1.0, 0.0]), color)
    _draw_number(axes, (outermost, (upper_y + lower_y) / 2), correlation.estimate)


def _both_ways(correlation: FactorCorrelationRecord) -> tuple[tuple[str, str], tuple[str, str]]:
    return (
        (correlation.first, correlation.second),
        (correlation.second, correlation.first),
    )


def _arc_end(
    factor: str, other: str, order: Mapping[str, int], layout: PathLayout
) -> tuple[float, float]:
    """Return where the arc to ``other`` meets an ellipse; each arc has a place of its own."""
    n_factors = len(order)
    # Arcs to factors above end above the middle, nearest factor nearest to the top or bottom.
    distance = order[other] - order[factor]
    step = 1 - (abs(distance) - 1) / max(n_factors - 1, 1)
    share = 0.75 * np.sign(distance) * step
    x, y = layout.factor_centers[factor]
    width, height = layout.ellipse
    return x - width / 2 * float(np.sqrt(1 - share**2)), y + share * height / 2


def _draw_factor(
    axes: Axes, title: str, center: tuple[float, float], size: tuple[float, float]
) -> None:
    axes.add_artist(Ellipse(center, *size, facecolor=BAND, edgecolor=INK, linewidth=0.9, zorder=3))
    lines = _two_lines(title, size[0] - 16)
    for position, line in enumerate(lines):
        offset = (position - (len(lines) - 1) / 2) * (TEXT_SIZE + 2)
        axes.text(
            center[0],
            center[1] + offset,
            line,
            fontsize=TEXT_SIZE,
            fontweight="bold",
            color=INK,
            ha="center",
            va="center",
            zorder=4,
        )


def _two_lines(title: str, width: float) -> list[str]:
    """Return a title on one line, or on two with what is too long cut off."""
    if shortened(title, width) == title:
        return [title]
    lines = textwrap.wrap(title, max(len(title) // 2 + 2, 8), max_lines=2, placeholder="…")
    return [shortened(line, width) for line in lines]


def _draw_item(axes: Axes, item_id: str, wording: str, middle: float, layout: PathLayout) -> None:
    left, width = layout.boxes
    add_box(axes, (left, middle - _BOX_HEIGHT / 2), (width, _BOX_HEIGHT), PAPER, INK)
    axes.text(
        left + width / 2,
        middle,
        item_id,
        fontsize=SMALL_TEXT_SIZE,
        color=INK,
        ha="center",
        va="center",
        zorder=4,
    )
    if layout.wording_left is not None and wording:
        axes.text(
            layout.wording_left,
            middle,
            shortened(wording, FIGURE_WIDTH - layout.wording_left, SMALL_TEXT_SIZE),
            fontsize=SMALL_TEXT_SIZE,
            color=MUTED,
            va="center",
        )
