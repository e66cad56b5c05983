"""Loadings of a confirmatory model."""

from functools import partial

from covalue_measures.evaluation.evidence import FactorModelRecord, StandardizedLoading
from covalue_measures.report.context import (
    Cell,
    Column,
    Details,
    Figure,
    LegendEntry,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import (
    NOT_AVAILABLE,
    coefficient_text,
    count_text,
    interval_text,
    p_text,
)
from covalue_measures.report.plots.loading_plot import draw_loading_plot
from covalue_measures.report.plots.path_diagram import draw_path_diagram
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.vocabulary import sentence_case, structure_title


def build_loadings(record: FactorModelRecord, texts: InstrumentTexts) -> Section:
    """Return the path diagram, and the loadings with their intervals."""
    titles = texts.factor_titles(record.factors, record.general_factor)
    return Section(
        anchor="model-loadings",
        title="Loadings",
        blocks=(
            _path_diagram(record, titles, texts),
            _loading_plot(record, titles),
            Details(
                summary="The loadings as a table", blocks=(_loading_table(record, titles, texts),)
            ),
        ),
    )


def _path_diagram(
    record: FactorModelRecord, titles: dict[str, str], texts: InstrumentTexts
) -> Figure:
    wordings = {item_id: texts.text(texts.item(item_id).stem) for item_id in record.item_ids}
    legend = [LegendEntry(label="Positive loading", swatch="line")]
    loadings: tuple[StandardizedLoading, ...] = (*record.loadings, *record.factor_loadings)
    numbers = [loading.standardized for loading in loadings]
    numbers += [correlation.estimate for correlation in record.factor_correlations]
    if any(number < 0 for number in numbers):
        legend.append(LegendEntry(label="Negative", swatch="warm-line"))
    if any(loading.includes_zero for loading in loadings):
        legend.append(LegendEntry(label="Interval includes zero", swatch="accent-dashes"))
    if record.factor_correlations:
        legend.append(LegendEntry(label="Correlation of two factors", swatch="muted-line"))
    return Figure(
        svg=render_svg(
            partial(draw_path_diagram, record, titles, wordings),
            name="paths",
            title="Path diagram of the claimed structure",
            description=(
                f"{sentence_case(structure_title(record.kind))}: {len(record.item_ids)} items in"
                " boxes, factors in ellipses, a standardized loading on each arrow, the wider the"
                " larger. The same numbers stand in the tables below."
            ),
        ),
        caption=(
            f"Standardized loadings, n = {count_text(record.n_used)}; the wider a line, the further"
            " from zero."
        ),
        legend=tuple(legend),
        legend_title="Lines",
    )


def _loading_plot(record: FactorModelRecord, titles: dict[str, str]) -> Figure:
    groups = tuple(
        (
            titles[factor],
            tuple(
                sorted(
                    (loading for loading in record.loadings if loading.factor == factor),
                    key=lambda loading: -abs(loading.standardized),
                )
            ),
        )
        for factor in record.factors
    )
    legend = [
        LegendEntry(label="Loading", swatch="dot"),
        LegendEntry(label=interval_label(record), swatch="line"),
    ]
    if any(loading.includes_zero for loading in record.loadings):
        legend.insert(1, LegendEntry(label="Interval includes zero", swatch="ring"))
    return Figure(
        svg=render_svg(
            partial(draw_loading_plot, groups),
            name="loadings",
            title="Standardized loadings with their intervals",
            description=(
                "One dot a loading on a common line of values, with its interval, sorted within"
                " each factor. The same numbers stand in the table below."
            ),
        ),
        caption=(
            f"Standardized loadings with {interval_label(record)}s,"
            f" n = {count_text(record.n_used)}; within each factor those furthest from zero first."
        ),
        legend=tuple(legend),
        legend_title="Signs",
    )


def _loading_table(
    record: FactorModelRecord, titles: dict[str, str], texts: InstrumentTexts
) -> Table:
    explained = {entry.item_id: entry.r_squared for entry in record.r_squared}
    return Table(
        caption=f"Standardized loadings, n = {count_text(record.n_used)}",
        columns=(
            Column(label="Item"),
            Column(label="Factor"),
            *(
                Column(label=label, is_number=True)
                for label in ("Loading", "Standard error", interval_label(record), "p", "R²")
            ),
        ),
        rows=tuple(
            (
                texts.item_cell(loading.item_id),
                Cell(text=titles[loading.factor]),
                *loading_cells(loading),
                Cell(text=coefficient_text(explained.get(loading.item_id))),
            )
            for loading in record.loadings
        ),
        notes=("R²: share of the item's variance that all its factors explain.",),
    )


def interval_label(record: FactorModelRecord) -> str:
    """Return what the intervals of a model are called: ``95% interval``."""
    return f"{100 * record.confidence_level:g}% interval"


def loading_cells(loading: StandardizedLoading) -> tuple[Cell, ...]:
    """Return a loading, its standard error, its interval and its p."""
    return (
        Cell(text=coefficient_text(loading.standardized)),
        Cell(text=coefficient_text(loading.standard_error)),
        Cell(text=estimate_interval(loading.lower, loading.upper)),
        Cell(text=NOT_AVAILABLE if loading.p is None else p_text(loading.p)),
    )


def estimate_interval(lower: float | None, upper: float | None, decimals: int = 3) -> str:
    """Return both bounds, or that there are none."""
    if lower is None or upper is None:
        return NOT_AVAILABLE
    return interval_text(lower, upper, decimals)
