"""Documents of every published kind with one fault each."""

import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from schema_documents import (
    ABSENT,
    AMOUNTS,
    CODING,
    ELICITATION,
    INTERVIEW,
    MAP,
    PASSPORT_RECORD,
    ROUND,
    TRANSLATION,
    Content,
    banks,
    evidence,
    score_record,
)
from team_record_maker import GUIDE


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A document with one fault."""

    kind: str
    fault: str
    content: Content
    #: Whether the fault is one that JSON Schema cannot express.
    is_beyond_a_schema: bool = False


def _broken(
    kind: str, source: Content, faults: dict[str, tuple[str, Any]], *, beyond: bool = False
) -> list[Broken]:
    """Return the source with each fault: a dotted path, and what stands there instead."""
    found = []
    for fault, (path, value) in faults.items():
        content = copy.deepcopy(source)
        *parents, last = (int(part) if part.isdigit() else part for part in path.split("."))
        place: Any = content
        for part in parents:
            place = place[part]
        if value is ABSENT:
            del place[last]
        else:
            place[last] = value
        found.append(Broken(kind=kind, fault=fault, content=content, is_beyond_a_schema=beyond))
    return found


@cache
def broken() -> tuple[Broken, ...]:
    """Return documents that are refused, each for one reason."""
    bank = banks()["communication_service_user@0.1.0"]
    amounts = banks()[AMOUNTS]
    amount = amounts["quantity_scales"][0]
    item_ids = bank["forms"][0]["item_ids"]
    label = "response_scales.0.options.0.label"
    return (
        *_broken(
            "item_bank",
            bank,
            {
                "unknown field": ("colour", "red"),
                "unknown field of an item": ("items.0.colour", "red"),
                "another format": ("format_version", "2"),
                "no format": ("format_version", ABSENT),
                "a default left out": ("items.0.revision", ABSENT),
                "a list left out": ("forms", ABSENT),
                "null for a list": ("forms", None),
                "no items": ("items", []),
                "no facets": ("facets", []),
                "capitals in a bank's id": ("id", "Communication"),
                "a bank's id of 65 characters": ("id", "c" * 65),
                "a line feed behind an id": ("items.0.id", "comsu01\n"),
                "an item id with an underscore": ("items.0.id", "com_su01"),
                "an item id of one letter": ("items.0.id", "c"),
                "a code of six letters": ("response_scales.0.options.0.code", "never0"),
                "a code with a hyphen": ("response_scales.0.missing.0.code", "-99"),
                "a version in two parts": ("version", "0.1"),
                "a version with a leading zero": ("version", "0.01.0"),
                "a pre-release with a leading zero": ("version", "0.1.0-01"),
                "a version with build metadata": ("version", "0.1.0+7"),
                "a version as a number": ("version", 1),
                "an unknown status": ("status", "final"),
                "an unknown role": ("role", "patient"),
                "an unknown keying": ("items.0.keying", "reversed"),
                "a language in capitals": ("language", "EN"),
                "a text without languages": ("title", {}),
                "a text as such": ("title", "Communication"),
                "a text in 'english'": ("title", {"english": "Communication"}),
                "an empty text": ("items.0.stem", {"en": ""}),
                "a text that ends with a space": (f"{label}.en", "Never "),
                "a text that begins with a line feed": (f"{label}.en", "\nNever"),
                "a text that ends with a line feed": (f"{label}.en", "Never\n"),
                "a tab in a text": (f"{label}.en", "Ne\tver"),
                "a soft hyphen in a text": (f"{label}.en", "Ne\u00adver"),
                "a no-break space in a text": (f"{label}.en", "Not\u00a0ever"),
                "a language tag in a text": (f"{label}.en", "Never\U000e0065"),
                "a text of null": (f"{label}.en", None),
                "a value below zero": ("response_scales.0.options.0.value", -1),
                "a value as text": ("response_scales.0.options.0.value", "0"),
                "a value of a half": ("response_scales.0.options.0.value", 0.5),
                "true for a value": ("response_scales.0.options.0.value", True),
                "a missing option above zero": ("response_scales.0.missing.0.value", 9),
                "an unknown missing reason": ("response_scales.0.missing.0.reason", "ill"),
                "one option only": ("response_scales.0.options", [{"code": "a", "value": 0}]),
                "a text for true": ("response_scales.0.ordered", "true"),
                "a structure of two kinds": ("structure.kind", "both"),
                "a rule that needs no answer": ("scoring_rules.0.minimum_answered", 0),
                "a rule of an unknown method": ("scoring_rules.0.method", "median"),
                "an item twice in a subscale": (
                    "subscales.0.item_ids",
                    [*bank["subscales"][0]["item_ids"], "comsu01"],
                ),
                "an item twice in a form": ("forms.0.item_ids", [*item_ids, item_ids[0]]),
                "a digest in capitals": ("translations.0.texts.0.source", "ABCDEF012345"),
                "a waiver of an unknown rule": (
                    "waivers",
                    [{"rule": "L22", "reason": "So.", "language": None, "path": "instruction"}],
                ),
                "retirement of a bank in use": (
                    "retirement",
                    {"reason": "So.", "superseded_by": None},
                ),
            },
        ),
        *_broken(
            "item_bank",
            amounts,
            {
                "an unknown unit": ("quantity_scales.0.unit", "days"),
                "four decimals": ("quantity_scales.0.decimals", 4),
                "amounts that are too large": ("quantity_scales.0.maximum", 10_000_000),
            },
        ),
        *_broken(
            "import_map",
            MAP,
            {
                "a map's unknown field": ("colums", []),
                "a currency in small letters": ("currency", "sek"),
                "a currency without a year": ("price_year", None),
                "a year without a currency": ("currency", ABSENT),
                "labels in no language": ("language", None),
                "a separator of two": ("separator", ";;"),
                "an option for a scale and an item": ("options.0.item", "de01"),
                "an option for nothing": ("options.0.scale", ABSENT),
                "a group twice": ("groups", ["site", "site"]),
                "an unknown mode": ("mode", "fax"),
                "an instrument without version": ("instrument", "demo"),
                "a column without a name": ("columns.0.column", ""),
            },
        ),
        *_broken(
            "evidence_record",
            evidence(),
            {
                "no ratings": ("ratings", ABSENT),
                "a rating of another sign": ("ratings.0.rating", "±"),
                "a fingerprint cut short": ("data.fingerprint", "0123"),
                "a confidence level of one": ("settings.confidence_level", 1),
                "a mean as text": ("items.0.mean", "2.0"),
            },
        ),
        *_broken(
            "score_record",
            score_record(),
            {
                "no digest of an instrument": ("instrument_digest", ABSENT),
                "a digest cut short": ("scores.0.digest", "0123"),
                "a scoring of no version": ("scores.0.version", "1"),
                "an instrument without a name": ("instrument", ""),
            },
        ),
        *_broken(
            "content_validity_round",
            ROUND,
            {
                "a bank without a version": ("bank", "demo"),
                "a 31 February": ("date", "2026-02-31"),
                "a date with time": ("date", "2026-02-28T10:00:00"),
                "a name for a rater": ("reviews.0.rater", "anna"),
                "a rating of a half": ("reviews.0.ratings.0.rating", 3.5),
                "no reviews": ("reviews", []),
                "round zero": ("round", 0),
            },
        ),
        *_broken(
            "interview_log",
            {"bank": "demo", "entries": [INTERVIEW]},
            {
                "an age": ("entries.0.strata.age_band", "81"),
                "a severity of four": ("entries.0.severity", 4),
                "a problem without a stage": ("entries.0.stage", None),
                "no problem, but a stage": ("entries.0.severity", 0),
                "a decision by nobody": ("entries.0.decided_by", ABSENT),
            },
        ),
        *_broken(
            "coding_record",
            CODING,
            {
                "a theme's id with two parts": ("codes.0.theme_id", "CV2-COM"),
                "a coder twice": ("coders", ["c1", "c2", "c2"]),
                "a code twice": ("units.0.choices.0.code_ids", ["plain", "plain"]),
                "a whole text": ("units.0.text_reference", "word " * 24 + "w"),
            },
        ),
        *_broken(
            "elicitation",
            ELICITATION,
            {
                "no domain": ("domain_ids", []),
                "nobody": ("n_participants", 0),
                "a month of no year": ("date", "2024-13-01"),
            },
        ),
        *_broken(
            "translation_log",
            TRANSLATION,
            {
                "an unknown step": ("records.0.step", "proof"),
                "a path without a digest": ("records.0.source", None),
            },
        ),
        *_broken(
            "team_record",
            PASSPORT_RECORD,
            {
                "an unknown tool": ("tool", "diary"),
                "no tool": ("tool", ABSENT),
                "a rating in words": ("ratings.0.value", "high"),
                "a rating with a comma": ("ratings.0.value", "3,5"),
                "an attachment elsewhere": ("attachments.0.location", "../plan.pdf"),
                "an attachment by http": ("attachments.0.location", "http://example.org/plan"),
                "an attachment with a drive": ("attachments.0.location", "c:\\plan.pdf"),
                "a media type without kind": ("attachments.0.media_type", "pdf"),
                "an unknown driver": ("drivers", ["CV2-D-LUCK"]),
            },
        ),
        *_broken(
            "team_record",
            GUIDE,
            {
                "a section that the guide has not": ("narratives.0.section", "Tried"),
                "a record that says nothing": ("narratives", []),
            },
        ),
        *_beyond(bank, amounts, amount),
    )


def _beyond(bank: Content, amounts: Content, amount: Content) -> list[Broken]:
    """Return what needs arithmetic, a look elsewhere in the document, or Unicode's tables."""
    label = "response_scales.0.options.0.label"
    kinds: tuple[tuple[str, Content, dict[str, tuple[str, Any]]], ...] = (
        (
            "item_bank",
            bank,
            {
                "a whole number with a point": ("response_scales.0.options.0.value", 0.0),
                "a text that is not in form NFC": (f"{label}.en", "Ne\u0301ver"),
                "an item of an unknown facet": ("items.0.facet", "weather"),
                "an item of another role": ("items.0.role", "family"),
                "two items with one id": ("items.1.id", "comsu01"),
                "a subscale of an unknown item": ("subscales.0.item_ids.0", "comsu99"),
                "values out of order": ("response_scales.0.options.0.value", 5),
                "a rule that needs more answers than items": (
                    "scoring_rules.0.minimum_answered",
                    99,
                ),
                "no structure of a reflective bank": ("structure", None),
                "no text in the base language": (f"{label}", {"sv": "Aldrig"}),
                "a text that no translation declares": (f"{label}.de", "Nie"),
                "a waiver of an item with a path": (
                    "items.0.waivers",
                    [{"rule": "L01", "reason": "So.", "language": None, "path": "stem"}],
                ),
            },
        ),
        (
            "item_bank",
            amounts,
            {"a range that goes down": ("quantity_scales.0.minimum", amount["maximum"])},
        ),
        ("import_map", MAP, {"a column that is a group": ("columns.0.column", "site")}),
        (
            "content_validity_round",
            ROUND,
            {
                "a leap day of no leap year": ("date", "2026-02-29"),
                "a rating off the scale": ("reviews.0.ratings.0.rating", 5),
                "a criterion of another aspect": ("criterion", "items_understood"),
            },
        ),
        (
            "interview_log",
            {"bank": "demo", "entries": [INTERVIEW]},
            {"a revision that is not newer": ("entries.0.new_item_revision", 1)},
        ),
        ("coding_record", CODING, {"an unknown coder": ("units.0.choices.0.coder", "c3")}),
        (
            "team_record",
            PASSPORT_RECORD,
            {
                "an unknown domain": ("domains", ["weather"]),
                "a rating above its scale": ("ratings.0.value", 11),
            },
        ),
    )
    return [
        entry
        for kind, source, faults in kinds
        for entry in _broken(kind, source, faults, beyond=True)
    ]
