"""Histograms of the scores, over their possible ranges."""

import math
import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from covalue_measures.evaluation.evidence import ScoreRecord
from covalue_measures.report.number_text import count_text
from covalue_measures.report.plots.drawing import empty_figure, quiet_axes
from covalue_measures.report.plots.theme import ACCENT, INK, PAPER, RULE, TEXT_SIZE

_N_COLUMNS = 2
_PANEL, _ABOVE, _BELOW = 118.0, 34.0, 26.0
_LEFT_EDGES = (0.055, 0.565)
_PANEL_WIDTH = 0.42
_TITLE_LENGTH = 48


def draw_score_distribution(scores: tuple[tuple[str, ScoreRecord], ...]) -> Figure:
    """Return one panel a score, two in a row.

    Parameters
    ----------
    scores : tuple of (title, record)
    """
    n_rows = math.ceil(len(scores) / _N_COLUMNS)
    row_height = _ABOVE + _PANEL + _BELOW
    height = n_rows * row_height
    figure = empty_figure(height)
    for position, (title, score) in enumerate(scores):
        row, column = divmod(position, _N_COLUMNS)
        bottom = height - row * row_height - _ABOVE - _PANEL
        axes = figure.add_axes(
            (_LEFT_EDGES[column], bottom / height, _PANEL_WIDTH, _PANEL / height)
        )
        _draw_panel(axes, title, score)
    return figure


def _draw_panel(axes: Axes, title: str, score: ScoreRecord) -> None:
    quiet_axes(axes)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.bar(
        [bin_.lower for bin_ in score.counts],
        [bin_.count for bin_ in score.counts],
        width=[bin_.upper - bin_.lower for bin_ in score.counts],
        align="edge",
        color=ACCENT,
        edgecolor=PAPER,
        linewidth=0.8,
    )
    axes.set_title(
        textwrap.shorten(f"{title}, n = {count_text(score.n)}", _TITLE_LENGTH, placeholder="…"),
        fontsize=TEXT_SIZE,
        fontweight="bold",
        color=INK,
        loc="left",
    )
    edges = [bin_.lower for bin_ in score.counts] + [bin_.upper for bin_ in score.counts]
    # Hardly anyone comes near the largest possible amount: the axis of amounts ends with the bars.
    reach = [] if score.unit else [score.minimum_possible, score.maximum_possible]
    axes.set_xlim(min(edges + reach), max(edges + reach))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
