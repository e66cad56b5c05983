"""Who answered, what is missing, and how the file was read."""

from functools import partial

from covalue_measures.evaluation.evidence import DataRecord, EvidenceRecord, MissingRecord
from covalue_measures.report import sentences
from covalue_measures.report.context import (
    Block,
    Bullets,
    Cell,
    Column,
    Details,
    Figure,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import count_text, counted, listed, share_of_count_text
from covalue_measures.report.plots.missing_by_item import draw_missing_by_item
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.vocabulary import MISSING_REASONS, sentence_case
from covalue_measures.responses.intake_record import ItemColumn


def build_sample(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on the sample and its missing answers."""
    data, missing = evidence.data, evidence.missing
    blocks: list[Block] = [
        Paragraph(text=sentences.sample(data, missing, len(evidence.items))),
    ]
    if data.group_names:
        blocks.append(Paragraph(text=f"Groups were read: {listed(data.group_names)}."))
    if missing.n_missing:
        blocks += [
            _reasons(missing),
            _figure(evidence),
            _patterns(missing, data.n_respondents),
            Paragraph(text=sentences.missing_at_random(missing)),
        ]
    blocks.append(_intake(data))
    return Section(anchor="sample", title="Sample and missing answers", blocks=tuple(blocks))


def _reasons(missing: MissingRecord) -> Table:
    return Table(
        caption=f"Missing answers by reason, of {counted(missing.n_cells, 'possible answer')}",
        columns=(
            Column(label="Reason"),
            Column(label="Answers", is_number=True),
            Column(label="Share", is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=sentence_case(MISSING_REASONS[entry.reason])),
                Cell(text=count_text(entry.count)),
                Cell(text=share_of_count_text(entry.count, missing.n_cells)),
            )
            for entry in missing.by_reason
        ),
    )


def _figure(evidence: EvidenceRecord) -> Figure:
    n = evidence.data.n_respondents
    gaps = tuple((item.item_id, n - item.n) for item in evidence.items)
    most = max(gaps, key=lambda gap: gap[1])
    return Figure(
        svg=render_svg(
            partial(draw_missing_by_item, gaps, n),
            name="missing",
            title="Missing answers by item",
            description=(
                f"One bar an item, as long as its number of missing answers. The longest is"
                f" {most[0]} with {count_text(most[1])} of n = {count_text(n)}."
            ),
        ),
        caption=f"Missing answers by item, n = {counted(n, 'respondent')}.",
    )


def _patterns(missing: MissingRecord, n_respondents: int) -> Table:
    shown, every = len(missing.patterns), missing.n_patterns
    which = "All" if shown == every else f"The {shown} most frequent of {count_text(every)}"
    return Table(
        caption=f"{which} patterns of missing answers, n = {count_text(n_respondents)}",
        columns=(
            Column(label="Items left unanswered together"),
            Column(label="Respondents", is_number=True),
            Column(label="Share", is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=", ".join(pattern.missing_items) or "none: complete"),
                Cell(text=count_text(pattern.n_respondents)),
                Cell(text=share_of_count_text(pattern.n_respondents, n_respondents)),
            )
            for pattern in missing.patterns
        ),
    )


def _intake(data: DataRecord) -> Details:
    intake = data.intake
    ignored = listed(intake.ignored_columns) or "none"
    return Details(
        summary="How the file was read",
        blocks=(
            Paragraph(
                text=f"{intake.source}, layout {intake.layout}, {counted(intake.n_rows, 'row')}."
                f" Columns not read: {ignored}."
            ),
            Bullets(entries=intake.applied_rules)
            if intake.applied_rules
            else Paragraph(text="No rule changed how a cell or a column was read."),
            Paragraph(text=f"Items and their columns: {', '.join(map(_origin, intake.columns))}."),
        ),
    )


def _origin(entry: ItemColumn) -> str:
    if entry.column is None:
        return f"{entry.item} was not asked"
    return f"{entry.item} from '{entry.column}'"
