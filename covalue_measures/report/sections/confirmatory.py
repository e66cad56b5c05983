"""Whether the claimed structure fits, and what it estimates."""

from covalue_measures.evaluation.evidence import EvidenceRecord, FactorModelRecord
from covalue_measures.report import factor_sentences
from covalue_measures.report.context import (
    Block,
    Caution,
    Command,
    Details,
    Paragraph,
    Section,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import typeset
from covalue_measures.report.sections.model_factors import build_factors
from covalue_measures.report.sections.model_fit import fit_table
from covalue_measures.report.sections.model_loadings import build_loadings
from covalue_measures.report.sections.model_residuals import build_residuals


def build_confirmatory(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on the confirmatory model; what makes it unsound comes first."""
    record = evidence.confirmatory
    if record is None:
        absent = Paragraph(text=_reason_for_absence(texts), is_absence=True)
        return _section((absent,))
    described = Paragraph(text=factor_sentences.factor_model(record))
    syntax = Details(summary="The model in lavaan's notation", blocks=(_syntax(record),))
    if not record.converged or record.fit is None:
        return _section((_not_estimated(record), described, syntax))
    blocks: list[Block] = []
    if record.problems:
        blocks.append(_improper(record))
    blocks += [
        Paragraph(text=factor_sentences.verdict_on_structure(evidence, record)),
        described,
        fit_table(record, record.fit),
        syntax,
    ]
    return _section(
        tuple(blocks),
        (
            build_loadings(record, texts),
            build_factors(record, texts),
            build_residuals(record),
        ),
    )


def _section(blocks: tuple[Block, ...], subsections: tuple[Section, ...] = ()) -> Section:
    return Section(
        anchor="confirmatory", title="Confirmatory model", blocks=blocks, subsections=subsections
    )


def _reason_for_absence(texts: InstrumentTexts) -> str:
    if texts.instrument.structure is None:
        return (
            "No confirmatory model was fitted: the instrument claims no structure, since it has no"
            " reflective subscale."
        )
    return (
        "The claimed structure was not fitted, or the data do not allow it. Where it was tried, the"
        " warnings at the top of the page say why."
    )


def _syntax(record: FactorModelRecord) -> Command:
    return Command(text=record.syntax.strip())


def _not_estimated(record: FactorModelRecord) -> Caution:
    return Caution(
        text="The estimation of the claimed structure did not converge. No estimate is shown, and"
        " none supports or contradicts the claim.",
        entries=tuple(map(typeset, record.problems)),
    )


def _improper(record: FactorModelRecord) -> Caution:
    return Caution(
        text="The solution is improper: it holds values that no population can have. Neither its"
        " fit nor its loadings can be relied on until the cause is known.",
        entries=tuple(map(typeset, record.problems)),
    )
