"""Factors that the data suggest."""

from functools import partial

from covalue_measures.evaluation.evidence import EvidenceRecord, ExploratoryRecord
from covalue_measures.report import factor_sentences
from covalue_measures.report.context import (
    Block,
    Caution,
    Cell,
    Column,
    Details,
    Figure,
    LegendEntry,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import coefficient_text, correlation_text, count_text
from covalue_measures.report.plots.loading_heat_map import draw_loading_heat_map
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.plots.theme import correlation_swatch
from covalue_measures.report.vocabulary import factor_title

#: From this distance from zero on a loading is marked; a convention, not a criterion.
SALIENT_FROM = 0.4
_KEY = (-0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8)


def build_exploratory(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on exploratory factors: loadings as a figure and as a table."""
    anchor, title = "exploratory-factors", "Exploratory factors"
    record = evidence.exploratory
    if record is None:
        text = (
            "No exploratory factors were extracted: there are too few reflective items, or the data"
            " do not allow it. Where it was tried, the warnings at the top of the page say why."
        )
        absent = Paragraph(text=text, is_absence=True)
        return Section(anchor=anchor, title=title, blocks=(absent,))
    blocks: list[Block] = []
    if cautions := factor_sentences.exploratory_cautions(record):
        blocks.append(Caution(text="Before these factors are named:", entries=cautions))
    blocks += [
        Paragraph(text=factor_sentences.exploratory(record)),
        _figure(record, texts),
        Details(summary="The loadings as a table", blocks=(_loadings(record, texts),)),
    ]
    if record.n_factors > 1 and record.is_oblique:
        blocks.append(_factor_correlations(record))
    return Section(anchor=anchor, title=title, blocks=tuple(blocks))


def _titles(record: ExploratoryRecord) -> tuple[str, ...]:
    return tuple(map(factor_title, record.factors))


def _figure(record: ExploratoryRecord, texts: InstrumentTexts) -> Figure:
    wordings = {item_id: texts.text(texts.item(item_id).stem) for item_id in record.item_ids}
    return Figure(
        svg=render_svg(
            partial(
                draw_loading_heat_map, _by_factor(record), _titles(record), wordings, SALIENT_FROM
            ),
            name="exploratory-loadings",
            title="Loadings of the items on the exploratory factors",
            description=(
                "One row an item and one column a factor, sorted by the factor that each item loads"
                " on most. The same numbers stand in the table below."
            ),
        ),
        caption=(
            f"Pattern loadings, n = {count_text(record.n_respondents)}; items by the factor that"
            f" they load on most. Bold: {coefficient_text(SALIENT_FROM, 2)} or further from zero."
        ),
        legend=tuple(
            LegendEntry(label=correlation_text(value), swatch=correlation_swatch(value))
            for value in _KEY
        ),
        legend_title="Loading",
    )


def _by_factor(record: ExploratoryRecord) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Return the rows in the order of their strongest factor, strongest first within it."""

    def order(row: tuple[str, tuple[float, ...]]) -> tuple[int, float]:
        sizes = [abs(value) for value in row[1]]
        return sizes.index(max(sizes)), -max(sizes)

    return tuple(sorted(zip(record.item_ids, record.loadings, strict=True), key=order))


def _loadings(record: ExploratoryRecord, texts: InstrumentTexts) -> Table:
    rows = zip(record.item_ids, record.loadings, record.communalities, strict=True)
    return Table(
        caption=f"Pattern loadings and communalities, n = {count_text(record.n_respondents)}",
        columns=(
            Column(label="Item"),
            *(Column(label=title, is_number=True) for title in _titles(record)),
            Column(label="Communality", is_number=True),
        ),
        rows=tuple(
            (
                texts.item_cell(item_id),
                *(
                    Cell(text=correlation_text(value), is_strong=abs(value) >= SALIENT_FROM)
                    for value in loadings
                ),
                Cell(text=correlation_text(communality)),
            )
            for item_id, loadings, communality in rows
        ),
        notes=(
            f"Bold: {coefficient_text(SALIENT_FROM, 2)} or further from zero, a convention and no"
            " criterion. Communality: share of the item's variance that the factors explain.",
        ),
    )


def _factor_correlations(record: ExploratoryRecord) -> Table:
    titles = _titles(record)
    return Table(
        caption=f"Correlations of the factors, n = {count_text(record.n_respondents)}",
        columns=(Column(label="Factor"), *(Column(label=t, is_number=True) for t in titles)),
        rows=tuple(
            (Cell(text=title), *(Cell(text=correlation_text(value)) for value in values))
            for title, values in zip(titles, record.factor_correlations, strict=True)
        ),
    )
