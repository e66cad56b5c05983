"""A triangle of squares: the correlation of every pair of items."""

from matplotlib.figure import Figure

from covalue_measures.report.number_text import correlation_text
from covalue_measures.report.plots.drawing import add_cell, empty_sheet, widest
from covalue_measures.report.plots.theme import (
    FIGURE_WIDTH,
    INK,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
)

#: With more items the numbers would be too small to read; the table has them.
MOST_ITEMS_WITH_NUMBERS = 12
_LARGEST_CELL = (52.0, 30.0)


def draw_correlation_heat_map(
    item_ids: tuple[str, ...],
    matrix: tuple[tuple[float, ...], ...],
    *,
    full_color_at: float = 1.0,
) -> Figure:
    """Return the lower triangle, each item's name on its row and on top of its column.

    Parameters
    ----------
    item_ids : tuple of str
    matrix : (n_items, n_items)
    full_color_at : float
        Distance from zero at which the color is strongest; residuals need less than 1.
    """
    has_numbers = len(item_ids) <= MOST_ITEMS_WITH_NUMBERS
    text_size = TEXT_SIZE if has_numbers else SMALL_TEXT_SIZE
    margin = widest(item_ids, text_size) + 10
    room = (FIGURE_WIDTH - 2 * margin) / max(len(item_ids) - 1, 1)
    width = min(room, _LARGEST_CELL[0])
    height = min(width, _LARGEST_CELL[1])
    figure, axes = empty_sheet(height * len(item_ids) + 2)
    for row, item_id in enumerate(item_ids):
        middle = (row + 0.5) * height
        if row:
            axes.text(
                margin - 6, middle, item_id, fontsize=text_size, color=INK, ha="right", va="center"
            )
        diagonal = margin + row * width + 4
        axes.text(diagonal, middle, item_id, fontsize=text_size, color=INK, va="center")
        for column, value in enumerate(matrix[row][:row]):
            corner = (margin + column * width, row * height)
            text = correlation_text(value) if has_numbers else ""
            add_cell(axes, corner, (width, height), value / full_color_at, text)
    return figure
