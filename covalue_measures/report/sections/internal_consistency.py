"""Whether the items of each subscale agree."""

from functools import partial

from covalue_measures.evaluation.evidence import (
    AlphaRecord,
    EvidenceRecord,
    OmegaRecord,
    SubscaleRecord,
)
from covalue_measures.report import sentences
from covalue_measures.report.context import (
    Block,
    Cell,
    Column,
    Figure,
    LegendEntry,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import (
    NOT_AVAILABLE,
    coefficient_text,
    correlation_text,
    count_text,
    counted,
    interval_text,
    typeset,
)
from covalue_measures.report.plots.alpha_if_dropped import draw_alpha_if_dropped
from covalue_measures.report.plots.svg import render_svg

_GENERAL_FACTOR = ("second_order", "bifactor")


def build_internal_consistency(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on alpha and omega, one part a subscale."""
    return Section(
        anchor="internal-consistency",
        title="Internal consistency",
        blocks=(
            Paragraph(
                text="Alpha and omega say how far the items of a subscale go together, given that"
                " they measure one thing; they do not show that they do. Alpha is that of the"
                " covariances, standardized alpha that of the Pearson correlations, ordinal alpha"
                " that of the polychoric correlations."
            ),
        ),
        subsections=(
            *(_subscale(subscale, evidence, texts) for subscale in evidence.subscales),
            _general(evidence, texts),
        ),
    )


def _subscale(
    subscale: SubscaleRecord, evidence: EvidenceRecord, texts: InstrumentTexts
) -> Section:
    if subscale.measurement_model == "formative":
        blocks: tuple[Block, ...] = (Paragraph(text=sentences.FORMATIVE, is_absence=True),)
    elif subscale.alpha is None:
        reasons = [text for text in evidence.warnings if f"'{subscale.subscale_id}'" in text]
        why = typeset(" ".join(reasons)) or (
            f"The subscale has {counted(len(subscale.item_ids), 'item')}, or the data do not allow"
            f" it. {sentences.SEE_WARNINGS}"
        )
        blocks = (Paragraph(text=f"Alpha is not available. {why}", is_absence=True),)
    else:
        blocks = _estimates(subscale, subscale.alpha, evidence, texts)
    return Section(
        anchor=f"consistency-{subscale.subscale_id}",
        title=f"{subscale.title} ({counted(len(subscale.item_ids), 'item')})",
        blocks=blocks,
    )


def _estimates(
    subscale: SubscaleRecord, alpha: AlphaRecord, evidence: EvidenceRecord, texts: InstrumentTexts
) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Paragraph(text=sentences.internal_consistency(alpha)),
        _coefficients(subscale, alpha, evidence),
    ]
    if subscale.omega:
        blocks.append(Paragraph(text=sentences.omega_quality(subscale.omega)))
    if any(item.alpha_if_dropped is not None for item in alpha.items):
        blocks.append(_figure(subscale, alpha))
    blocks.append(_items(subscale, alpha, texts))
    return tuple(blocks)


def _coefficients(subscale: SubscaleRecord, alpha: AlphaRecord, evidence: EvidenceRecord) -> Table:
    n = f"{count_text(alpha.n_respondents)} ({count_text(alpha.n_complete)} complete)"
    interval = interval_text(alpha.interval_lower, alpha.interval_upper)
    level = f"{100 * alpha.confidence_level:g}%"
    rows: list[tuple[str, str, str, str]] = [
        ("Alpha", coefficient_text(alpha.alpha), interval, n),
        ("Alpha, standardized", coefficient_text(alpha.standardized_alpha), "not computed", n),
        ("Alpha, ordinal", coefficient_text(alpha.ordinal_alpha), "not computed", n),
    ]
    notes = []
    if alpha.ordinal_alpha is None:
        notes = ["Ordinal alpha is not available: polychoric correlations were not estimated."]
    if subscale.omega:
        rows.append(
            (
                "Omega total",
                coefficient_text(subscale.omega.omega_total),
                "not computed",
                _n_of_omega(evidence),
            )
        )
    else:
        rows.append(("Omega total", NOT_AVAILABLE, NOT_AVAILABLE, n))
        notes.append(
            "Omega is not available: it needs correlations of at least three items, and a factor"
            " model that can be estimated."
        )
    return Table(
        caption=f"Coefficients of {subscale.title}",
        columns=(
            Column(label="Coefficient"),
            Column(label="Estimate", is_number=True),
            Column(label=f"{level} interval", is_number=True),
            Column(label="n", is_number=True),
        ),
        rows=tuple(tuple(Cell(text=text) for text in row) for row in rows),
        notes=tuple(notes),
    )


def _n_of_omega(evidence: EvidenceRecord) -> str:
    if evidence.correlations is None:
        return count_text(evidence.data.n_respondents)
    return f"at least {count_text(evidence.correlations.n_pairwise_minimum)}"


def _figure(subscale: SubscaleRecord, alpha: AlphaRecord) -> Figure:
    shown = coefficient_text(alpha.alpha)
    return Figure(
        svg=render_svg(
            partial(draw_alpha_if_dropped, alpha),
            name=f"dropped-{subscale.subscale_id}",
            title=f"Alpha of {subscale.title} if an item is dropped",
            description=(
                f"One dot an item on a line of values of alpha; a vertical line at the overall"
                f" alpha {shown}, with its interval shaded. The numbers stand in the table below."
            ),
        ),
        caption=(
            f"Alpha of {subscale.title} without each item, beside alpha of all items"
            f" ({shown}, n = {count_text(alpha.n_respondents)})."
        ),
        legend=(
            LegendEntry(label="Lower without the item", swatch="dot"),
            LegendEntry(label="Higher without the item", swatch="diamond"),
            LegendEntry(label="Alpha of all items", swatch="line"),
            LegendEntry(label=f"{100 * alpha.confidence_level:g}% interval", swatch="band"),
        ),
        legend_title="Signs",
    )


def _items(subscale: SubscaleRecord, alpha: AlphaRecord, texts: InstrumentTexts) -> Table:
    notes: tuple[str, ...] = (
        "Item-rest: correlation of the item with the sum of the others, mirrored as keyed.",
    )
    if any(item.alpha_if_dropped is None for item in alpha.items):
        notes += ("Alpha if dropped is not available: one item would be left.",)
    return Table(
        caption=f"Items of {subscale.title}",
        columns=(
            Column(label="Item"),
            Column(label="n", is_number=True),
            Column(label="Item-rest correlation", is_number=True),
            Column(label="Alpha if dropped", is_number=True),
        ),
        rows=tuple(
            (
                texts.item_cell(item.item_id),
                Cell(text=count_text(item.n)),
                Cell(text=correlation_text(item.item_rest_correlation)),
                Cell(text=coefficient_text(item.alpha_if_dropped)),
            )
            for item in alpha.items
        ),
        notes=notes,
    )


def _general(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    omega = evidence.general_omega
    structure = texts.instrument.structure
    if omega:
        blocks: tuple[Block, ...] = (
            _general_table(omega, _n_of_omega(evidence)),
            Paragraph(text=sentences.omega_quality(omega)),
        )
    elif structure is None or structure.kind not in _GENERAL_FACTOR:
        text = (
            "Omega hierarchical is not available: the instrument claims no general factor over"
            " several subscales."
        )
        blocks = (Paragraph(text=text, is_absence=True),)
    else:
        text = (
            "Omega hierarchical is not available: it needs at least three reflective subscales,"
            f" and data that allow it. {sentences.SEE_WARNINGS}"
        )
        blocks = (Paragraph(text=text, is_absence=True),)
    return Section(anchor="general-omega", title="A general factor over all items", blocks=blocks)


def _general_table(omega: OmegaRecord, n: str) -> Table:
    values = (
        ("Omega total", omega.omega_total),
        ("Omega hierarchical", omega.omega_hierarchical),
        ("Explained common variance", omega.explained_common_variance),
    )
    notes: tuple[str, ...] = (
        "Omega hierarchical is the share of the sum score's variance that one general factor"
        " explains.",
    )
    if omega.omega_hierarchical is None:
        notes += ("It is not available with fewer than three group factors.",)
    return Table(
        caption="Omega of all reflective items",
        columns=(
            Column(label="Coefficient"),
            Column(label="Estimate", is_number=True),
            Column(label="n", is_number=True),
        ),
        rows=tuple(
            (Cell(text=name), Cell(text=coefficient_text(value)), Cell(text=n))
            for name, value in values
        ),
        notes=notes,
    )
