"""Why a formative instrument has no factors and no alpha."""

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.report.context import Paragraph, Section
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import listed


def build_formative(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section that stands in place of factors and internal consistency."""
    titles = tuple(subscale.title for subscale in evidence.subscales)
    return Section(
        anchor="formative",
        title="Structure",
        blocks=(
            Paragraph(
                text=f"Every subscale is formative ({listed(titles)}): its items together make up"
                " the total, and none of them needs to go along with the others. Correlations,"
                " factors, alpha and omega do not apply, and were not computed. A low value would"
                " not be a fault, and a high one no merit."
            ),
            Paragraph(
                text="What would speak for such an instrument is other evidence: that people can"
                " recall the amounts, that nothing that matters is left out, and that the totals"
                " agree with records of the same period."
            ),
        ),
    )
