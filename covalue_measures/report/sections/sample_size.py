"""Whether there are enough respondents for what was done."""

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.report import sentences
from covalue_measures.report.context import Block, Cell, Column, Paragraph, Section, Table
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import count_text, typeset
from covalue_measures.report.vocabulary import ADEQUACY_TONES, sentence_case


def build_sample_size(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on sample size."""
    ratings = evidence.sample_sizes
    blocks: tuple[Block, ...]
    if ratings:
        lines = (sentences.sample_size(entry, texts.subject(entry.subject)) for entry in ratings)
        blocks = (Paragraph(text=" ".join(lines)), _table(evidence, texts))
    else:
        text = (
            "Sample size is not available: no analysis was done that a rule about sample size"
            " speaks of."
        )
        blocks = (Paragraph(text=text, is_absence=True),)
    return Section(anchor="sample-size", title="Sample-size adequacy", blocks=blocks)


def _table(evidence: EvidenceRecord, texts: InstrumentTexts) -> Table:
    return Table(
        caption="Adequacy of the sample for each analysis",
        columns=(
            Column(label="Analysis"),
            Column(label="Subject"),
            Column(label="n", is_number=True),
            Column(label="Items", is_number=True),
            Column(label="Adequacy"),
            Column(label="Threshold"),
            Column(label="Source"),
        ),
        rows=tuple(
            (
                Cell(text=sentence_case(entry.analysis)),
                Cell(text=sentence_case(texts.subject(entry.subject))),
                Cell(text=count_text(entry.n)),
                Cell(text=count_text(entry.n_items)),
                Cell(text=entry.adequacy, tone=ADEQUACY_TONES[entry.adequacy]),
                Cell(text=typeset(entry.threshold)),
                Cell(text=entry.source),
            )
            for entry in evidence.sample_sizes
        ),
    )
