"""A rectangle of squares: the loading of every item on every factor."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from covalue_measures.report.number_text import correlation_text
from covalue_measures.report.plots.drawing import add_cell, empty_sheet, shortened, widest
from covalue_measures.report.plots.theme import (
    FIGURE_WIDTH,
    INK,
    MUTED,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
)

_ROW, _HEADING = 16.0, 20.0
_WIDEST_CELL = 58.0
#: Share of the figure that the cells may take.
_ROOM = 0.7


def draw_loading_heat_map(
    rows: tuple[tuple[str, tuple[float, ...]], ...],
    factor_titles: tuple[str, ...],
    wordings: Mapping[str, str],
    salient_from: float,
) -> Figure:
    """Return a row an item and a column a factor, salient loadings in bold.

    Parameters
    ----------
    rows : tuple of (item id, (n_factors,) loadings)
    factor_titles : (n_factors,) tuple of str
    wordings : mapping from item id to its wording, shown where there is room
    salient_from : float
        Distance from zero.
    """
    left = widest(item_id for item_id, _ in rows) + 10
    width = min(_WIDEST_CELL, _ROOM * FIGURE_WIDTH / len(factor_titles))
    wording_left = left + width * len(factor_titles) + 10
    figure, axes = empty_sheet(_HEADING + _ROW * len(rows))
    for column, title in enumerate(factor_titles):
        axes.text(
            left + (column + 0.5) * width,
            _HEADING - 6,
            shortened(title, width, SMALL_TEXT_SIZE),
            fontsize=SMALL_TEXT_SIZE,
            color=INK,
            ha="center",
        )
    for row, (item_id, loadings) in enumerate(rows):
        top = _HEADING + row * _ROW
        middle = top + _ROW / 2
        axes.text(left - 8, middle, item_id, fontsize=TEXT_SIZE, color=INK, ha="right", va="center")
        for column, value in enumerate(loadings):
            add_cell(
                axes,
                (left + column * width, top),
                (width, _ROW),
                value,
                correlation_text(value),
                is_strong=abs(value) >= salient_from,
            )
        axes.text(
            wording_left,
            middle,
            shortened(wordings.get(item_id, ""), FIGURE_WIDTH - wording_left, SMALL_TEXT_SIZE),
            fontsize=SMALL_TEXT_SIZE,
            color=MUTED,
            va="center",
        )
    return figure
