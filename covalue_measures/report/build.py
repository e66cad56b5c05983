"""From an evidence record to everything the page says: choice of words, no arithmetic."""

from datetime import datetime
from itertools import groupby

from covalue_measures.evaluation.evidence import EvidenceRecord, Rating
from covalue_measures.report import sentences
from covalue_measures.report.context import Fact, ReportContext, Verdict, VerdictGroup
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import NOT_AVAILABLE, count_text, typeset
from covalue_measures.report.sections import section_builders
from covalue_measures.report.vocabulary import (
    DOES_NOT_APPLY,
    RATINGS,
    rule_set_title,
    sentence_case,
)
from covalue_measures.responses.synthetic import is_synthetic

#: Digits of a digest that are enough to tell versions apart by eye.
_SHORT_DIGEST = 12


def build_context(evidence: EvidenceRecord) -> ReportContext:
    """Return the texts, tables and figures of the report on ``evidence``."""
    texts = InstrumentTexts.of(evidence.instrument)
    sources = tuple(dict.fromkeys(rating.source for rating in evidence.ratings))
    banner, banner_reason = sentences.banner(evidence)
    return ReportContext(
        title=sentences.title(evidence),
        title_language="" if is_synthetic(evidence.data.intake) else texts.language,
        reference=evidence.instrument.reference,
        banner=banner,
        banner_reason=banner_reason,
        facts=_facts(evidence),
        summary=sentences.summary(evidence, texts),
        verdict_caption=sentences.verdict_caption(evidence),
        verdicts=_verdicts(evidence.ratings, sources, texts),
        verdict_sources=sources,
        warnings=tuple(map(typeset, evidence.warnings)),
        sections=tuple(build(evidence, texts) for build in section_builders(texts)),
        footer=sentences.footer(evidence),
    )


def _facts(evidence: EvidenceRecord) -> tuple[Fact, ...]:
    instrument, data, settings = evidence.instrument, evidence.data, evidence.settings
    return (
        Fact(label="Instrument", text=instrument.reference, is_code=True),
        Fact(
            label="Definition digest",
            text=instrument.digest[:_SHORT_DIGEST],
            full=instrument.digest,
            is_code=True,
        ),
        Fact(label="Status", text=instrument.status),
        Fact(label="Data", text=data.intake.source, is_code=True),
        Fact(
            label="Respondents",
            text=f"n = {count_text(data.n_respondents)} ({count_text(data.n_complete)} complete)",
        ),
        Fact(
            label="Data fingerprint",
            text=data.fingerprint[:_SHORT_DIGEST],
            full=data.fingerprint,
            is_code=True,
        ),
        Fact(label="Evaluated", text=_date_text(evidence.created)),
        Fact(label="Rule set", text=rule_set_title(settings.rule_set)),
        Fact(label="Seed", text=str(settings.seed)),
    )


def _date_text(created: str) -> str:
    """Return an ISO 8601 time for readers, or as it stands where it is none."""
    try:
        time = datetime.fromisoformat(created)
    except ValueError:
        return created
    zone = f" {time.tzname()}" if time.tzinfo else ""
    return f"{time:%Y-%m-%d %H:%M}{zone}"


def _verdicts(
    ratings: tuple[Rating, ...], sources: tuple[str, ...], texts: InstrumentTexts
) -> tuple[VerdictGroup, ...]:
    return tuple(
        VerdictGroup(
            measurement_property=sentence_case(measurement_property),
            verdicts=tuple(_verdict(rating, sources, texts) for rating in group),
        )
        for measurement_property, group in groupby(
            ratings, key=lambda rating: rating.measurement_property
        )
    )


def _verdict(rating: Rating, sources: tuple[str, ...], texts: InstrumentTexts) -> Verdict:
    sign, word, tone = RATINGS[rating.rating] if rating.applies else DOES_NOT_APPLY
    return Verdict(
        subject=sentence_case(texts.subject(rating.subject)),
        sign=sign,
        word=word,
        tone=tone,
        value=typeset(rating.value) or NOT_AVAILABLE,
        threshold=typeset(rating.threshold) or "none stated",
        source_number=sources.index(rating.source) + 1,
        reason=typeset(rating.reason),
    )
