"""How the numbers were made, and how to make them again."""

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.report import factor_sentences
from covalue_measures.report.context import (
    Block,
    Cell,
    Column,
    Command,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import coefficient_text, count_text, counted
from covalue_measures.report.sections.formulas import formulas
from covalue_measures.report.vocabulary import correlations_title, rule_set_title


def build_methods(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on method, software, formulas and verification."""
    return Section(
        anchor="methods",
        title="How this was done",
        blocks=(Paragraph(text=_paragraph(evidence)),),
        subsections=(
            _part("settings", "Settings", _settings(evidence)),
            _part("software", "Software", _software(evidence)),
            _part("formulas", "Formulas", formulas(evidence)),
            _part(
                "verify",
                "How to verify",
                Paragraph(
                    text="The evidence record holds the definition, the settings and the way the"
                    " file was read. With the same data this line computes everything again and"
                    " compares every number:"
                ),
                Command(text="covalue verify evidence.json --data FILE"),
                Paragraph(
                    text=f"FILE is {evidence.data.intake.source}, with"
                    f" {counted(evidence.data.n_respondents, 'respondent')} and fingerprint"
                    f" {evidence.data.fingerprint}."
                ),
            ),
        ),
    )


def _part(anchor: str, title: str, *blocks: Block) -> Section:
    return Section(anchor=anchor, title=title, blocks=blocks)


def _paragraph(evidence: EvidenceRecord) -> str:
    """Return the methods paragraph, to be quoted."""
    instrument, data, settings = evidence.instrument, evidence.data, evidence.settings
    versions = {entry.package: entry.version for entry in evidence.software}
    version = versions.get("covalue-measures", "")
    sentences = [
        f"The answers of {counted(data.n_respondents, 'respondent')}"
        f" ({count_text(data.n_complete)} complete) to {instrument.reference} (definition SHA-256"
        f" {instrument.digest[:12]}) were evaluated with covalue-measures {version}".rstrip()
        + f" by the criteria of {rule_set_title(settings.rule_set)}.",
        "Negatively keyed items were mirrored within their response scale, as the instrument"
        " declares. No answer was imputed; a score is prorated where its rule allows that.",
    ]
    if treatments := sorted({s.alpha.missing for s in evidence.subscales if s.alpha}):
        sentences.append(
            f"Cronbach's alpha was computed from {' and '.join(treatments)} covariances, with"
            f" Feldt's interval at {100 * settings.confidence_level:g}%."
        )
    if any(subscale.omega for subscale in evidence.subscales) or evidence.general_omega:
        sentences.append(
            f"Omega rests on a minimum-residual factor model of the"
            f" {correlations_title(settings.correlation)}."
        )
    if evidence.general_omega:
        sentences.append(
            "Omega hierarchical is from an oblimin rotation with the Schmid-Leiman transformation."
        )
    if record := evidence.dimensionality:
        sentences.append(
            f"The number of factors was examined by parallel analysis of the"
            f" {correlations_title(record.correlation)} against the"
            f" {coefficient_text(record.quantile, 2)} quantile of {record.n_draws}"
            f" random data sets ({record.method}; seed {settings.seed})."
        )
    sentences += factor_sentences.methods(evidence)
    return " ".join(sentences)


def _settings(evidence: EvidenceRecord) -> Table:
    settings = evidence.settings
    rows = (
        ("Rule set", settings.rule_set),
        ("Correlation for factors and omega", settings.correlation),
        ("Confidence level", coefficient_text(settings.confidence_level, 2)),
        ("Random data sets in parallel analysis", count_text(settings.n_draws)),
        ("Quantile of their eigenvalues", coefficient_text(settings.quantile, 2)),
        ("Seed", str(settings.seed)),
        ("Second opinions", "asked for" if settings.second_opinions else "not asked for"),
    )
    return _pairs("Settings of the evaluation", ("Setting", "Value"), rows)


def _software(evidence: EvidenceRecord) -> Table:
    rows = tuple((entry.package, entry.version) for entry in evidence.software)
    return _pairs("Software behind the numbers", ("Package", "Version"), rows)


def _pairs(caption: str, labels: tuple[str, str], rows: tuple[tuple[str, str], ...]) -> Table:
    return Table(
        caption=caption,
        columns=tuple(Column(label=label) for label in labels),
        rows=tuple((Cell(text=name), Cell(text=value)) for name, value in rows),
    )
