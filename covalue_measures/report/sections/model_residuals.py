"""What a confirmatory model leaves unexplained."""

from functools import partial

from covalue_measures.evaluation.evidence import FactorModelRecord, ResidualMatrixRecord
from covalue_measures.report import factor_sentences
from covalue_measures.report.context import (
    Block,
    Cell,
    Column,
    Details,
    Figure,
    LegendEntry,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.number_text import correlation_text, count_text, decimal_text
from covalue_measures.report.plots.correlation_heat_map import draw_correlation_heat_map
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.plots.theme import correlation_swatch
from covalue_measures.report.sections.item_matrix import item_matrix

#: Residuals this far from zero have the strongest color.
_FULL_COLOR_AT = 0.2
_KEY = (-0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2)


def build_residuals(record: FactorModelRecord) -> Section:
    """Return residual correlations and modification indices."""
    blocks: list[Block] = []
    if record.residuals is None:
        blocks.append(Paragraph(text="Residual correlations are not available.", is_absence=True))
    else:
        blocks += _residuals(record, record.residuals)
    if record.modifications:
        blocks.append(_modifications(record))
    return Section(
        anchor="model-residuals", title="What the model leaves unexplained", blocks=tuple(blocks)
    )


def _residuals(record: FactorModelRecord, residuals: ResidualMatrixRecord) -> tuple[Block, ...]:
    n = count_text(record.n_used)
    blocks: list[Block] = [
        Paragraph(
            text="Residual correlations are the observed less the implied ones. A positive one says"
            " that two items go together more than the model allows; beyond .10 on either side it"
            " deserves a look at the wording of both."
        ),
        Figure(
            svg=render_svg(
                partial(
                    draw_correlation_heat_map,
                    residuals.item_ids,
                    residuals.matrix,
                    full_color_at=_FULL_COLOR_AT,
                ),
                name="residuals",
                title="Residual correlations between items",
                description=(
                    "A triangle with one square for each pair of items, darker or brighter the"
                    " further its residual correlation is from zero. The same numbers stand in the"
                    " table below."
                ),
            ),
            caption=(
                f"Residual correlations, n = {n}; the color is strongest from"
                f" {correlation_text(_FULL_COLOR_AT)} on. An item's column starts below its name."
            ),
            legend=tuple(
                LegendEntry(
                    label=correlation_text(value), swatch=correlation_swatch(value / _FULL_COLOR_AT)
                )
                for value in _KEY
            ),
            legend_title="Residual correlation",
        ),
        Details(
            summary="The residuals as a table",
            blocks=(
                item_matrix(
                    f"Residual correlations, n = {n}", residuals.item_ids, residuals.matrix
                ),
            ),
        ),
    ]
    if residuals.largest:
        blocks.append(_largest(residuals, n))
    return tuple(blocks)


def _largest(residuals: ResidualMatrixRecord, n: str) -> Table:
    return Table(
        caption=f"Largest residual correlations, n = {n}",
        columns=(
            Column(label="Item"),
            Column(label="Item"),
            Column(label="Residual", is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=entry.first, is_code=True),
                Cell(text=entry.second, is_code=True),
                Cell(text=correlation_text(entry.residual)),
            )
            for entry in residuals.largest
        ),
    )


def _modifications(record: FactorModelRecord) -> Table:
    return Table(
        caption=f"Largest modification indices, n = {count_text(record.n_used)}",
        columns=(
            Column(label="Parameter"),
            Column(label="Fall of chi-square", is_number=True),
            Column(label="Expected change", is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=f"{entry.lhs} {entry.op} {entry.rhs}", is_code=True),
                Cell(text=decimal_text(entry.index, 1)),
                Cell(text=decimal_text(entry.expected_change, 3)),
            )
            for entry in record.modifications
        ),
        notes=(
            "=~: a further loading; ~~: a covariance of two residuals. Fall of chi-square: if this"
            " parameter alone were freed. Expected change: from the value at which it is fixed.",
            factor_sentences.NOT_FOR_REPAIR,
        ),
    )
