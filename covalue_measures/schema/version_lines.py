"""What in a bank is versioned by itself: the questions, each score, each translation."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias

from covalue_measures.schema.canonical import digest
from covalue_measures.schema.identifiers import CleanText, Digest
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.model import Definition
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.schema.subscale import Subscale
from covalue_measures.schema.translation import Translation
from covalue_measures.schema.version import Version

#: ``instrument``: everything that is asked; ``scoring``: how one score is made; ``translation``:
#: the texts of one language; ``calibration``: item parameters, which no bank holds yet.
LineKind: TypeAlias = Literal["instrument", "scoring", "translation", "calibration"]

_MISSING: dict[str, Any] = {"code": True, "value": True, "reason": True}
#: What is asked, apart from the texts, as pydantic's ``include``.
_ASKED: dict[str, Any] = {
    "id": True,
    "role": True,
    "domain": True,
    "language": True,
    "facets": {"__all__": {"id"}},
    "response_scales": {
        "__all__": {
            "id": True,
            "ordered": True,
            "options": {"__all__": {"code", "value"}},
            "missing": {"__all__": _MISSING},
            "empty_cell": True,
        }
    },
    "quantity_scales": {
        "__all__": {
            "id": True,
            "unit": True,
            "decimals": True,
            "minimum": True,
            "maximum": True,
            "missing": {"__all__": _MISSING},
            "empty_cell": True,
        }
    },
    "items": {"__all__": {"id", "facet", "response_scale", "status"}},
    "structure": True,
    "forms": {"__all__": {"id", "item_ids"}},
}


class VersionLine(Definition):
    """A part of a bank that has a version and a digest of its own."""

    kind: LineKind
    #: The bank's id, the score's id (``4a/total_mean`` for a form's), or the language.
    name: CleanText
    version: Version
    #: SHA-256 of the canonical JSON of what the line covers.
    digest: Digest


def version_lines(bank: ItemBank) -> tuple[VersionLine, ...]:
    """Return the version lines of a bank: the instrument, its scores, its translations.

    Keying and the answers that a score needs belong to the score, not to the instrument: with
    another key the same questions were asked. The instrument's line covers what respondents are
    asked, in the original's language, and what it claims to measure; titles, provenance, license
    and status are in no line. There is no line of kind ``calibration``: a bank holds no item
    parameters yet.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> for line in version_lines(cm.load_bank("communication_service_user@0.1.0")):
    ...     print(line.kind, line.name, line.version)
    instrument communication_service_user 0.1.0
    scoring communication_mean 0.1.0
    scoring 4a/communication_4a_mean 0.1.0
    translation sv 0.1.0
    """
    return (
        VersionLine(
            kind="instrument", name=bank.id, version=bank.version, digest=digest(asked(bank))
        ),
        *_scores(bank, bank.subscales, bank.scoring_rules, ""),
        *(
            line
            for form in bank.forms
            for line in _scores(bank, form.subscales, form.scoring_rules, f"{form.id}/")
        ),
        *(
            VersionLine(
                kind="translation",
                name=translation.language,
                version=translation.version,
                digest=digest(_translated(bank, translation)),
            )
            for translation in bank.translations
        ),
    )


def asked(bank: ItemBank) -> dict[str, Any]:
    """Return what respondents are asked, in the original's language, and what it claims to be."""
    texts = {
        path: text.get(bank.language)
        for path, text in bank.texts()
        if path.split(".")[-1] != "title"
    }
    content = bank.model_dump(mode="json", include=_ASKED)
    # The order of items and of options is asked; that of the other lists is nobody's concern.
    for name in ("facets", "response_scales", "quantity_scales", "forms"):
        content[name] = sorted(content.get(name, ()), key=lambda entry: str(entry["id"]))
    return {"asked": content, "texts": texts}


def scored(
    bank: ItemBank, subscales: Iterable[Subscale], rules: Iterable[ScoringRule]
) -> Iterator[tuple[ScoringRule, dict[str, Any]]]:
    """Yield each rule with all that decides about its score."""
    by_id = {subscale.id: subscale for subscale in subscales}
    for rule in rules:
        subscale = by_id[rule.subscale_id]
        yield (
            rule,
            {
                "id": rule.id,
                "subscale_id": rule.subscale_id,
                "method": rule.method,
                "minimum_answered": rule.minimum_answered,
                "measurement_model": subscale.measurement_model,
                # Sorted: the order of addition does not change a sum.
                "keying": {name: bank.item(name).keying for name in sorted(subscale.item_ids)},
            },
        )


def _scores(
    bank: ItemBank, subscales: Iterable[Subscale], rules: Iterable[ScoringRule], prefix: str
) -> Iterator[VersionLine]:
    for rule, content in scored(bank, subscales, rules):
        yield VersionLine(
            kind="scoring",
            name=prefix + rule.id,
            version=rule.version,
            digest=digest(content),
        )


def _translated(bank: ItemBank, translation: Translation) -> dict[str, Any]:
    texts = dict(bank.texts())
    return {
        "language": translation.language,
        "texts": [
            {
                "path": entry.path,
                "source": entry.source,
                "text": texts[entry.path].get(translation.language),
            }
            for entry in translation.texts
        ],
    }
