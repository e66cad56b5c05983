"""Stacked bars: which answers each item was given."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from covalue_measures.report.number_text import count_text
from covalue_measures.report.plots.drawing import add_box, empty_sheet, widest
from covalue_measures.report.plots.theme import (
    FIGURE_WIDTH,
    INK,
    MUTED,
    ON_RAMP,
    PAPER,
    RAMP,
    RULE,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
    ramp_position,
)

_ROW, _BAR, _HEADING, _AXIS = 22.0, 16.0, 26.0, 20.0
_TICKS = (0, 25, 50, 75, 100)
# A percentage fits into a segment from this width on.
_LABEL_WIDTH = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredItem:
    """Counts of one item, in the order of its categories."""

    item_id: str
    is_reversed: bool
    counts: tuple[int, ...]


def draw_response_distribution(
    groups: tuple[tuple[str, tuple[AnsweredItem, ...]], ...], n_categories: int
) -> Figure:
    """Return one bar an item, under the title of its subscale.

    Parameters
    ----------
    groups : tuple of (title, items)
    n_categories : int
    """
    items = [item for _, members in groups for item in members]
    left = max(widest(item.item_id for item in items), widest(["reversed"], SMALL_TEXT_SIZE)) + 10
    right = FIGURE_WIDTH - widest(f"n = {count_text(sum(item.counts))}" for item in items) - 12
    bottom = len(groups) * _HEADING + len(items) * _ROW
    figure, axes = empty_sheet(bottom + _AXIS)
    _draw_ticks(axes, left, right, bottom)
    top = 0.0
    for title, members in groups:
        axes.text(left, top + _HEADING - 7, title, fontsize=TEXT_SIZE, fontweight="bold", color=INK)
        top += _HEADING
        for item in members:
            _draw_item(axes, item, (left, right), top + _ROW / 2, n_categories)
            top += _ROW
    return figure


def _draw_ticks(axes: Axes, left: float, right: float, bottom: float) -> None:
    for percent in _TICKS:
        x = left + (right - left) * percent / 100
        axes.plot((x, x), (_HEADING - 2, bottom + 2), color=RULE, linewidth=0.6, zorder=0)
        axes.text(x, bottom + 13, f"{percent}%", fontsize=SMALL_TEXT_SIZE, color=MUTED, ha="center")


def _draw_item(
    axes: Axes, item: AnsweredItem, span: tuple[float, float], middle: float, n_categories: int
) -> None:
    left, right = span
    n = sum(item.counts)
    name_at = middle - 4 if item.is_reversed else middle
    axes.text(
        left - 8, name_at, item.item_id, fontsize=TEXT_SIZE, color=INK, ha="right", va="center"
    )
    if item.is_reversed:
        axes.text(
            left - 8,
            middle + 6,
            "reversed",
            fontsize=SMALL_TEXT_SIZE - 0.5,
            color=MUTED,
            ha="right",
            va="center",
        )
    size = f"n = {count_text(n)}"
    axes.text(right + 8, middle, size, fontsize=SMALL_TEXT_SIZE, color=MUTED, va="center")
    start = left
    for position, count in enumerate(item.counts):
        if not count:
            continue
        width = (right - left) * count / n
        step = ramp_position(position, n_categories)
        add_box(axes, (start, middle - _BAR / 2), (width, _BAR), RAMP[step], PAPER)
        if width >= _LABEL_WIDTH:
            axes.text(
                start + width / 2,
                middle,
                f"{100 * count / n:.0f}%",
                fontsize=SMALL_TEXT_SIZE,
                color=ON_RAMP[step],
                ha="center",
                va="center",
            )
        start += width
