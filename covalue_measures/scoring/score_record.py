"""What a set of scores was made from: everything that must be the same to make it again."""

from typing import Literal, TypeAlias

from covalue_measures.library_version import __version__
from covalue_measures.responses import ResponseData
from covalue_measures.responses.synthetic import is_synthetic
from covalue_measures.schema import ScoringRule
from covalue_measures.schema.identifiers import CleanText, Digest, Identifier
from covalue_measures.schema.model import Definition
from covalue_measures.schema.version import Version
from covalue_measures.schema.version_lines import version_lines
from covalue_measures.scoring.subscale_score import unit_of_score

#: Text that may have nothing to say.
MaybeEmptyText: TypeAlias = CleanText | Literal[""]


class PinnedScore(Definition):
    """One score, and the version and digest of how it is made."""

    #: Id of the rule; with the form before it where the form declares it, as in ``4a/mean``.
    rule: CleanText
    version: Version
    digest: Digest
    #: Of a sum of amounts: ``count``, ``hours``, or currency and price year; else empty.
    unit: MaybeEmptyText


class ScoreRecord(Definition):
    """A release, its scorings, the way the answers were collected and read, and the library."""

    #: Version of this file format.
    format_version: Literal["1"] = "1"
    #: ``name@version``, with ``/form`` where a form was given.
    instrument: CleanText
    instrument_digest: Digest
    form: Identifier | None
    scores: tuple[PinnedScore, ...]
    #: Item parameters behind the scores; sums and means have none.
    calibration: CleanText | None = None
    #: Language in which the labels of the answers were read; None where values or codes were.
    language: CleanText | None
    #: How the questions were put, such as ``paper``; None where nobody said.
    mode: CleanText | None
    #: SHA-256 of the import map.
    import_map_digest: Digest
    data_fingerprint: Digest
    #: Currency and price year of amounts of money, such as ``SEK 2026``; empty without any.
    price_basis: MaybeEmptyText
    #: Whether a program made the answers, and no person gave them.
    synthetic: bool
    library_version: CleanText


def record_scores(data: ResponseData, rules: tuple[ScoringRule, ...]) -> ScoreRecord:
    """Return what scores of ``data`` by ``rules`` pin."""
    instrument = data.instrument
    prefix = f"{instrument.form_id}/" if instrument.form_id else ""
    digests = {
        line.name: line.digest for line in version_lines(instrument.bank) if line.kind == "scoring"
    }
    import_map = data.intake.import_map
    return ScoreRecord(
        instrument=instrument.reference,
        instrument_digest=instrument.digest,
        form=instrument.form_id,
        scores=tuple(
            PinnedScore(
                rule=f"{prefix}{rule.id}",
                version=rule.version,
                digest=digests[f"{prefix}{rule.id}"],
                unit=unit_of_score(data, rule),
            )
            for rule in rules
        ),
        language=import_map.language,
        mode=import_map.mode,
        import_map_digest=import_map.digest,
        data_fingerprint=data.fingerprint,
        price_basis=data.price_basis,
        synthetic=is_synthetic(data.intake),
        library_version=__version__,
    )
