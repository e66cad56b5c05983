"""Whether the model measures the same in every group."""

from covalue_measures.evaluation.evidence import EvidenceRecord, InvarianceRecord
from covalue_measures.report import factor_sentences
from covalue_measures.report.context import (
    Block,
    Caution,
    Cell,
    Column,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import p_text
from covalue_measures.report.sections.invariance_levels import (
    chi_square_text,
    levels_figure,
    levels_table,
)
from covalue_measures.report.vocabulary import sentence_case


def build_invariance(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on invariance, one part a grouping variable."""
    anchor, title = "invariance", "Invariance across groups"
    if not evidence.invariance:
        absent = Paragraph(text=_reason_for_absence(evidence), is_absence=True)
        return Section(anchor=anchor, title=title, blocks=(absent,))
    return Section(
        anchor=anchor,
        title=title,
        blocks=(
            Paragraph(
                text="Scores of two groups can be compared only if the model measures the same in"
                " both. A row of models holds more and more parameters equal; where one of them"
                " fits clearly worse than the one before, the groups differ in what it holds equal."
            ),
        ),
        subsections=tuple(
            _part(record, position, texts)
            for position, record in enumerate(evidence.invariance, start=1)
        ),
    )


def _reason_for_absence(evidence: EvidenceRecord) -> str:
    if not evidence.data.group_names:
        return "Invariance was not tested: the data name no groups."
    return (
        "Invariance was not tested, or the data do not allow it. Where it was tried, the warnings"
        " at the top of the page say why."
    )


def _part(record: InvarianceRecord, position: int, texts: InstrumentTexts) -> Section:
    blocks: list[Block] = []
    if cautions := factor_sentences.invariance_cautions(record):
        blocks.append(Caution(text="What weakens this comparison:", entries=cautions))
    blocks += [
        Paragraph(text=factor_sentences.highest_level(record)),
        Paragraph(text=factor_sentences.invariance(record)),
        levels_table(record),
    ]
    if any(level.fit is not None for level in record.levels):
        blocks.append(levels_figure(record, position))
    if record.releases:
        blocks.append(_releases(record))
    subject = texts.subject(record.subject)
    return Section(
        anchor=f"invariance-{position}",
        title=f"{sentence_case(record.group_name)} ({subject})",
        blocks=tuple(blocks),
    )


def _releases(record: InvarianceRecord) -> Table:
    return Table(
        caption="Constraints that the data speak against most, by score tests",
        columns=(
            Column(label="Item"),
            Column(label="Parameter"),
            Column(label="Level"),
            Column(label="Chi-square (df)", is_number=True),
            Column(label="p", is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=entry.item_id, is_code=True),
                Cell(text=entry.parameter),
                Cell(text=entry.level),
                Cell(text=chi_square_text(entry.chi_square, entry.df)),
                Cell(text=p_text(entry.p)),
            )
            for entry in record.releases
        ),
        notes=(factor_sentences.NOT_FOR_REPAIR,),
    )
