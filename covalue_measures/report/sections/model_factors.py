"""Factors of a confirmatory model: how reliable and how distinct they are."""

from itertools import combinations

from covalue_measures.evaluation.evidence import FactorModelRecord
from covalue_measures.report.context import Block, Cell, Column, Paragraph, Section, Table
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import (
    coefficient_text,
    correlation_text,
    count_text,
    counted,
)
from covalue_measures.report.sections.model_loadings import (
    estimate_interval,
    interval_label,
    loading_cells,
)


def build_factors(record: FactorModelRecord, texts: InstrumentTexts) -> Section:
    """Return how reliable and how distinct the factors are."""
    titles = texts.factor_titles(record.factors, record.general_factor)
    blocks: list[Block] = []
    if record.factor_loadings:
        blocks.append(_factor_loadings(record, titles))
    if record.reliability:
        blocks.append(_reliability(record, titles))
    if record.factor_correlations or record.htmt:
        blocks.append(_pairs(record, titles))
    if not blocks:
        text = "Reliability and correlations of the factors are not available."
        blocks.append(Paragraph(text=text, is_absence=True))
    return Section(anchor="model-factors", title="Factors", blocks=tuple(blocks))


def _factor_loadings(record: FactorModelRecord, titles: dict[str, str]) -> Table:
    return Table(
        caption=(f"Standardized loadings on the general factor, n = {count_text(record.n_used)}"),
        columns=(
            Column(label="Factor"),
            *(
                Column(label=label, is_number=True)
                for label in ("Loading", "Standard error", interval_label(record), "p")
            ),
        ),
        rows=tuple(
            (Cell(text=titles[loading.factor]), *loading_cells(loading))
            for loading in record.factor_loadings
        ),
    )


def _reliability(record: FactorModelRecord, titles: dict[str, str]) -> Table:
    return Table(
        caption=f"Reliability by factor, n = {count_text(record.n_used)}",
        columns=(
            Column(label="Factor"),
            Column(label="Composite reliability", is_number=True),
            Column(label="Average variance extracted", is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=titles[entry.factor], note=counted(entry.n_items, "item")),
                Cell(text=coefficient_text(entry.composite_reliability)),
                Cell(text=coefficient_text(entry.average_variance_extracted)),
            )
            for entry in record.reliability
        ),
        notes=(
            "Composite reliability: share of the sum's variance that the factor explains, given the"
            " model. Average variance extracted: mean share of an item's variance.",
        ),
    )


def _pairs(record: FactorModelRecord, titles: dict[str, str]) -> Table:
    ratios = {frozenset((entry.first, entry.second)): entry.ratio for entry in record.htmt}
    correlations = {
        frozenset((entry.first, entry.second)): entry for entry in record.factor_correlations
    }
    rows = []
    for first, second in combinations(record.factors, 2):
        pair = frozenset((first, second))
        found = correlations.get(pair)
        if found is None and pair not in ratios:
            continue
        bounds = (None, None) if found is None else (found.lower, found.upper)
        rows.append(
            (
                Cell(text=f"{titles[first]} with {titles[second]}"),
                Cell(text=correlation_text(None if found is None else found.estimate)),
                Cell(text=estimate_interval(*bounds, decimals=2)),
                Cell(text=correlation_text(ratios.get(pair))),
            )
        )
    return Table(
        caption=f"Pairs of factors, n = {count_text(record.n_used)}",
        columns=(
            Column(label="Factors"),
            Column(label="Correlation", is_number=True),
            Column(label=interval_label(record), is_number=True),
            Column(label="HTMT", is_number=True),
        ),
        rows=tuple(rows),
        notes=(
            "HTMT: heterotrait-monotrait ratio. Above .85, or .90 for constructs that lie close"
            " together, two factors are hard to tell apart.",
        ),
    )
