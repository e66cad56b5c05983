"""The same coefficients by other programs."""

from covalue_measures.evaluation.evidence import EvidenceRecord, SecondOpinion
from covalue_measures.report import sentences
from covalue_measures.report.context import Block, Cell, Column, Paragraph, Section, Table
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import comparison_text, small_text
from covalue_measures.report.vocabulary import sentence_case


def build_second_opinions(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on second opinions, or the reason why there is none."""
    record = evidence.second_opinions
    has_any = record.taken and bool(record.opinions)
    blocks: list[Block] = [
        Paragraph(text=sentences.second_opinions(record), is_absence=not has_any)
    ]
    if has_any:
        blocks.append(_table(record.opinions, texts))
    blocks += [Paragraph(text=sentence) for sentence in record.not_taken]
    return Section(anchor="second-opinions", title="Second opinions", blocks=tuple(blocks))


def _table(opinions: tuple[SecondOpinion, ...], texts: InstrumentTexts) -> Table:
    return Table(
        caption="Coefficients by this program and by another, from the same rows",
        columns=(
            Column(label="Coefficient"),
            Column(label="Subject"),
            Column(label="Ours", is_number=True),
            Column(label="Theirs", is_number=True),
            Column(label="Difference", is_number=True),
            Column(label="Tolerance", is_number=True),
            Column(label="Within"),
            Column(label="Package"),
        ),
        rows=tuple(_row(opinion, texts) for opinion in opinions),
    )


def _row(opinion: SecondOpinion, texts: InstrumentTexts) -> tuple[Cell, ...]:
    return (
        Cell(text=sentence_case(opinion.coefficient), note=opinion.basis),
        Cell(text=sentence_case(texts.subject(opinion.subject))),
        Cell(text=comparison_text(opinion.ours, opinion.tolerance)),
        Cell(text=comparison_text(opinion.theirs, opinion.tolerance)),
        Cell(text=small_text(opinion.difference)),
        Cell(text=small_text(opinion.tolerance)),
        Cell(
            text="yes" if opinion.within_tolerance else "no",
            tone="good" if opinion.within_tolerance else "poor",
        ),
        Cell(text=f"{opinion.package} {opinion.package_version}"),
    )
