"""An empty sheet measured in points, and the widths of texts on it."""

from bisect import bisect_left
from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from covalue_measures.report.plots.theme import (
    FIGURE_WIDTH,
    MUTED,
    PAPER,
    RULE,
    TEXT_SIZE,
    correlation_colors,
)

_POINTS_PER_INCH = 72.0
# Readers' fonts differ from the one that text is measured in; few are wider than this much.
_SPARE_WIDTH = 1.05


def empty_sheet(height: float, width: float = FIGURE_WIDTH) -> tuple[Figure, Axes]:
    """Return a figure with bare axes in points, the origin in its upper left corner."""
    figure = empty_figure(height, width)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return figure, axes


def empty_figure(height: float, width: float = FIGURE_WIDTH) -> Figure:
    """Return a figure of this size in points."""
    return Figure(figsize=(width / _POINTS_PER_INCH, height / _POINTS_PER_INCH))


def add_box(
    axes: Axes,
    corner: tuple[float, float],
    size: tuple[float, float],
    color: str,
    edge: str | None = None,
) -> None:
    """Draw a filled rectangle from its upper left corner on."""
    axes.add_artist(
        Rectangle(corner, *size, facecolor=color, edgecolor=edge or "none", linewidth=0.8)
    )


def add_cell(
    axes: Axes,
    corner: tuple[float, float],
    size: tuple[float, float],
    value: float,
    text: str = "",
    *,
    is_strong: bool = False,
) -> None:
    """Draw a rectangle in the color of a correlation, with ``text`` in its middle."""
    color, text_color = correlation_colors(value)
    add_box(axes, corner, size, color, PAPER)
    if text:
        axes.text(
            corner[0] + size[0] / 2,
            corner[1] + size[1] / 2,
            text,
            fontsize=TEXT_SIZE,
            fontweight="bold" if is_strong else "normal",
            color=text_color,
            ha="center",
            va="center",
        )


def shortened(text: str, width: float, size: float = TEXT_SIZE) -> str:
    """Return as much of ``text`` as ``width`` points hold, with an ellipsis where it is cut."""
    if widest([text], size) <= width:
        return text
    n_fitting = bisect_left(
        range(1, len(text)), True, key=lambda kept: widest([f"{text[:kept]}…"], size) > width
    )
    return f"{text[:n_fitting].rstrip(' ,.;:')}…"


def widest(labels: Iterable[str], size: float = TEXT_SIZE) -> float:
    """Return the width in points that the longest of ``labels`` needs."""
    font = FontProperties(family="DejaVu Sans", size=size)
    widths = [
        text_to_path.get_text_width_height_descent(label, font, ismath=False)[0] for label in labels
    ]
    return float(max(widths, default=0.0)) * _SPARE_WIDTH


def quiet_axes(axes: Axes) -> None:
    """Leave of the frame only the line that the data stand on."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.patch.set_visible(False)
    axes.tick_params(colors=MUTED, labelsize=TEXT_SIZE, length=0, pad=5)
    axes.set_axisbelow(True)
