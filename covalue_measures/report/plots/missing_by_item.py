"""Bars: how many answers to each item are missing."""

from matplotlib.figure import Figure

from covalue_measures.report.number_text import count_text, share_of_count_text
from covalue_measures.report.plots.drawing import add_box, empty_sheet, widest
from covalue_measures.report.plots.theme import ACCENT, FIGURE_WIDTH, INK, MUTED, RULE, TEXT_SIZE

_ROW, _BAR = 15.0, 8.0
_SMALLEST_WHOLE = 0.1


def draw_missing_by_item(gaps: tuple[tuple[str, int], ...], n_respondents: int) -> Figure:
    """Return one bar an item, with its count and share.

    Parameters
    ----------
    gaps : tuple of (item id, number of missing answers)
    n_respondents : int
    """
    figure, axes = empty_sheet(len(gaps) * _ROW)
    left = widest(item_id for item_id, _ in gaps) + 10
    labels = [
        f"{count_text(count)} ({share_of_count_text(count, n_respondents)})" for _, count in gaps
    ]
    length = FIGURE_WIDTH - left - widest(labels) - 14
    # Few missing answers look few: the whole width is a tenth of the respondents or more.
    whole = max(n_respondents * _SMALLEST_WHOLE, *(count for _, count in gaps))
    axes.plot((left, left), (0, len(gaps) * _ROW), color=RULE, linewidth=0.8)
    for row, ((item_id, count), label) in enumerate(zip(gaps, labels, strict=True)):
        middle = (row + 0.5) * _ROW
        width = length * count / whole
        axes.text(left - 8, middle, item_id, fontsize=TEXT_SIZE, color=INK, ha="right", va="center")
        add_box(axes, (left, middle - _BAR / 2), (width, _BAR), ACCENT)
        axes.text(left + width + 6, middle, label, fontsize=TEXT_SIZE, color=MUTED, va="center")
    return figure
