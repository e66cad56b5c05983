"""What alpha would be without each item, beside alpha of all."""

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from covalue_measures.evaluation.evidence import AlphaRecord
from covalue_measures.report.number_text import coefficient_text
from covalue_measures.report.plots.drawing import empty_figure, quiet_axes, widest
from covalue_measures.report.plots.theme import (
    ACCENT,
    BAND,
    FIGURE_WIDTH,
    INK,
    PAPER,
    RULE,
    TEXT_SIZE,
)

_ROW, _ABOVE, _BELOW = 19.0, 22.0, 24.0


def draw_alpha_if_dropped(alpha: AlphaRecord) -> Figure:
    """Return one dot an item on a common line of values."""
    n_items = len(alpha.items)
    height = _ABOVE + n_items * _ROW + _BELOW
    left = widest(item.item_id for item in alpha.items) + 14
    figure = empty_figure(height)
    axes = figure.add_axes(
        (
            left / FIGURE_WIDTH,
            _BELOW / height,
            1 - (left + 24) / FIGURE_WIDTH,
            n_items * _ROW / height,
        )
    )
    quiet_axes(axes)
    axes.axvspan(alpha.interval_lower, alpha.interval_upper, color=BAND, linewidth=0, zorder=0)
    axes.axvline(alpha.alpha, color=ACCENT, linewidth=1.6, zorder=2)
    for row, item in enumerate(alpha.items):
        axes.axhline(row, color=RULE, linewidth=0.6, zorder=1)
        if item.alpha_if_dropped is None:
            continue
        is_higher = item.alpha_if_dropped > alpha.alpha
        axes.plot(
            item.alpha_if_dropped,
            row,
            color=ACCENT,
            zorder=3,
            marker="D" if is_higher else "o",
            markersize=6.5 if is_higher else 7,
            markerfacecolor=PAPER if is_higher else ACCENT,
            markeredgecolor=ACCENT,
            markeredgewidth=1.5,
        )
    axes.set_ylim(n_items - 0.5, -0.5)
    axes.set_yticks(range(n_items), [item.item_id for item in alpha.items])
    axes.tick_params(axis="y", colors=INK)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_tick_text))
    axes.text(
        alpha.alpha,
        -0.75,
        f"alpha {coefficient_text(alpha.alpha)}",
        fontsize=TEXT_SIZE,
        fontweight="bold",
        color=ACCENT,
        ha="center",
    )
    return figure


def _tick_text(value: float, _position: int | None = None) -> str:
    """Return a tick's label with two decimals, or three where two do not tell it."""
    return coefficient_text(value).removesuffix("0")
