"""Whether the correlations are worth factoring, and how many factors they ask for."""

from functools import partial

from covalue_measures.evaluation.evidence import (
    EvidenceRecord,
    ParallelAnalysisRecord,
    SuitabilityRecord,
)
from covalue_measures.report import sentences
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
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import (
    coefficient_text,
    count_text,
    decimal_text,
    p_text,
    small_text,
)
from covalue_measures.report.plots.scree import draw_scree
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.vocabulary import correlations_title


def build_number_of_factors(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on dimensionality."""
    return Section(
        anchor="factors",
        title="Number of factors",
        blocks=(*_suitability(evidence.suitability), *_parallel_analysis(evidence)),
    )


def _suitability(record: SuitabilityRecord | None) -> tuple[Block, ...]:
    if record is None:
        text = (
            "Sampling adequacy (KMO) and Bartlett's test are not available: there are too few"
            f" reflective items, or the data do not allow them. {sentences.SEE_WARNINGS}"
        )
        return (Paragraph(text=text, is_absence=True),)
    statistics = (
        ("KMO, all items", coefficient_text(record.kmo)),
        ("Bartlett's chi-square", decimal_text(record.bartlett_chi_square)),
        ("Degrees of freedom", count_text(record.bartlett_df)),
        ("p", p_text(record.bartlett_p)),
        ("Determinant", small_text(record.determinant)),
    )
    n, kind = count_text(record.n), correlations_title(record.correlation)
    return (
        Paragraph(text=sentences.suitability(record)),
        Table(
            caption=f"Suitability for factoring, {kind}, n = {n}",
            columns=(Column(label="Statistic"), Column(label="Value", is_number=True)),
            rows=tuple((Cell(text=name), Cell(text=value)) for name, value in statistics),
        ),
        Details(
            summary="Sampling adequacy of each item",
            blocks=(
                Table(
                    caption=f"KMO by item, {kind}, n = {n}",
                    columns=(Column(label="Item"), Column(label="KMO", is_number=True)),
                    rows=tuple(
                        (
                            Cell(text=item.item_id, is_code=True),
                            Cell(text=coefficient_text(item.kmo)),
                        )
                        for item in record.items
                    ),
                ),
            ),
        ),
    )


def _parallel_analysis(evidence: EvidenceRecord) -> tuple[Block, ...]:
    record = evidence.dimensionality
    if record is None:
        text = (
            "Parallel analysis is not available: there are fewer than three reflective items, or"
            f" the data do not allow it. {sentences.SEE_WARNINGS}"
        )
        return (Paragraph(text=text, is_absence=True),)
    n = evidence.data.n_respondents
    return (
        Paragraph(text=sentences.number_of_factors(record, n)),
        _figure(record, n),
        Details(summary="The eigenvalues as a table", blocks=(_eigenvalues(record, n),)),
    )


def _figure(record: ParallelAnalysisRecord, n: int) -> Figure:
    return Figure(
        svg=render_svg(
            partial(draw_scree, record),
            name="scree",
            title="Scree plot with parallel analysis",
            description=(
                "Two panels, components and factors: observed eigenvalues in falling order, and"
                " those of random data. The observed line runs above the random one for"
                f" {record.n_components} components and {record.n_factors} factors."
            ),
        ),
        caption=(
            f"Eigenvalues of the {correlations_title(record.correlation)}, n = {count_text(n)},"
            f" beside the {coefficient_text(record.quantile, 2)} quantile of {record.n_draws}"
            f" random data sets ({record.method})."
        ),
        legend=(
            LegendEntry(label="Observed, counted", swatch="dot"),
            LegendEntry(label="Observed, not counted", swatch="ring"),
            LegendEntry(label="Random data", swatch="dashes"),
        ),
        legend_title="Eigenvalues",
    )


def _eigenvalues(record: ParallelAnalysisRecord, n: int) -> Table:
    labels = ("Component", "Random component", "Factor", "Random factor")
    numbers = zip(
        record.component_eigenvalues,
        record.component_reference,
        record.factor_eigenvalues,
        record.factor_reference,
        strict=True,
    )
    return Table(
        caption=(
            f"Eigenvalues of the {correlations_title(record.correlation)}, n = {count_text(n)}"
        ),
        columns=(
            Column(label="Number"),
            *(Column(label=label, is_number=True) for label in labels),
        ),
        rows=tuple(
            (Cell(text=str(position)), *(Cell(text=decimal_text(value, 3)) for value in values))
            for position, values in enumerate(numbers, start=1)
        ),
    )
