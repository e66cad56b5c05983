"""Observed eigenvalues beside those of random data."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from covalue_measures.evaluation.evidence import ParallelAnalysisRecord
from covalue_measures.report.number_text import counted
from covalue_measures.report.plots.drawing import empty_figure, quiet_axes
from covalue_measures.report.plots.theme import ACCENT, INK, MUTED, PAPER, RULE, TEXT_SIZE

_HEIGHT = 240.0
_LEFT_EDGES = (0.075, 0.585)
_PANEL_WIDTH = 0.4


def draw_scree(record: ParallelAnalysisRecord) -> Figure:
    """Return two panels: components, and factors."""
    figure = empty_figure(_HEIGHT)
    panels = (
        (
            "component",
            record.component_eigenvalues,
            record.component_reference,
            record.n_components,
        ),
        ("factor", record.factor_eigenvalues, record.factor_reference, record.n_factors),
    )
    for left, (noun, observed, reference, n_kept) in zip(_LEFT_EDGES, panels, strict=True):
        axes = figure.add_axes((left, 0.17, _PANEL_WIDTH, 0.73))
        _draw_panel(axes, noun, observed, reference, n_kept)
    return figure


def _draw_panel(
    axes: Axes,
    noun: str,
    observed: tuple[float, ...],
    reference: tuple[float, ...],
    n_kept: int,
) -> None:
    quiet_axes(axes)
    numbers = range(1, len(observed) + 1)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.axhline(0, color=RULE, linewidth=0.8)
    axes.plot(numbers, reference, color=MUTED, linewidth=1.3, linestyle=(0, (4, 2.5)))
    axes.plot(numbers, observed, color=ACCENT, linewidth=1.6)
    for first, last, fill in ((0, n_kept, ACCENT), (n_kept, len(observed), PAPER)):
        axes.plot(
            numbers[first:last],
            observed[first:last],
            color=ACCENT,
            linestyle="none",
            marker="o",
            markersize=6,
            markerfacecolor=fill,
            markeredgecolor=ACCENT,
            markeredgewidth=1.3,
        )
    axes.axvline(n_kept + 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.set_title(
        f"{counted(n_kept, noun)} above random data",
        fontsize=TEXT_SIZE,
        fontweight="bold",
        color=INK,
        loc="left",
    )
    axes.set_xlabel(f"Number of the {noun}", fontsize=TEXT_SIZE, color=MUTED)
    axes.set_ylabel("Eigenvalue", fontsize=TEXT_SIZE, color=MUTED)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=9, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.set_xlim(0.5, len(observed) + 0.5)
