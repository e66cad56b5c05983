"""How the items hang together."""

from functools import partial

from covalue_measures.evaluation.evidence import CorrelationRecord, EvidenceRecord
from covalue_measures.report import sentences
from covalue_measures.report.context import (
    Details,
    Figure,
    LegendEntry,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import correlation_text, count_text
from covalue_measures.report.plots.correlation_heat_map import draw_correlation_heat_map
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.plots.theme import correlation_swatch
from covalue_measures.report.sections.item_matrix import item_matrix
from covalue_measures.report.vocabulary import correlations_title, sentence_case

_KEY = (-0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8)


def build_correlations(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on correlations: a heat map, and the same numbers as a table."""
    record = evidence.correlations
    anchor, title = "correlations", "Correlations"
    if record is None:
        absent = Paragraph(text=_reason_for_absence(texts), is_absence=True)
        return Section(anchor=anchor, title=title, blocks=(absent,))
    return Section(
        anchor=anchor,
        title=title,
        blocks=(
            Paragraph(text=sentences.correlations(record)),
            _figure(record),
            Details(summary="The correlations as a table", blocks=(_table(record),)),
            Paragraph(text=sentences.correlation_quality(record)),
        ),
    )


def _reason_for_absence(texts: InstrumentTexts) -> str:
    reflective = {
        item_id
        for subscale in texts.instrument.subscales
        if subscale.measurement_model == "reflective"
        for item_id in subscale.item_ids
    }
    if len(reflective) < 2:
        return (
            "Correlations are not available: they are taken of the items of reflective subscales,"
            f" and the instrument has {len(reflective) or 'none'} of these."
        )
    return f"Correlations are not available: the data do not allow them. {sentences.SEE_WARNINGS}"


def _figure(record: CorrelationRecord) -> Figure:
    return Figure(
        svg=render_svg(
            partial(draw_correlation_heat_map, record.item_ids, record.matrix),
            name="correlations",
            title=f"{sentence_case(correlations_title(record.method))} between items",
            description=(
                "A triangle with one square for each pair of items, darker or brighter the"
                " further its correlation is from zero. The same numbers stand in the table below."
            ),
        ),
        caption=(
            f"{sentence_case(correlations_title(record.method))}, each from n ≥"
            f" {count_text(record.n_pairwise_minimum)}. An item's column starts below its name."
        ),
        legend=tuple(
            LegendEntry(label=correlation_text(value), swatch=correlation_swatch(value))
            for value in _KEY
        ),
        legend_title="Correlation",
    )


def _table(record: CorrelationRecord) -> Table:
    title = sentence_case(correlations_title(record.method))
    return item_matrix(
        f"{title}, n ≥ {count_text(record.n_pairwise_minimum)}", record.item_ids, record.matrix
    )
