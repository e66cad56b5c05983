"""A bank that has one of everything."""

import json
from copy import deepcopy
from typing import Any

from demo_edits import Content, Edit

from covalue_measures.registry.changes import (
    VersionComparison,
    WordingJudgement,
    compare_versions,
)
from covalue_measures.schema import ItemBank, source_digest


def text(english: str) -> dict[str, str]:
    return {"en": english, "sv": f"({english})"}


def item(item_id: str, **fields: Any) -> Content:
    """Return an item as JSON holds it; fields other than the usual ones are given."""
    return {
        "id": item_id,
        "revision": 1,
        "stem": text(f"Statement {item_id}."),
        "facet": "words",
        "role": "service_user",
        "response_scale": "freq4",
        "keying": "positive",
        "recall": text("In the past week"),
        "provenance": {"kind": "deductive", "theme_ids": ["CV2-T-COM"]},
        "status": "active",
    } | fields


def option(code: str, value: int, label: str, **fields: str) -> Content:
    return {"code": code, "value": value, "label": text(label)} | fields


def rule(rule_id: str, subscale_id: str, method: str, minimum_answered: int) -> Content:
    return {
        "id": rule_id,
        "version": "1.0.0",
        "title": text(f"Score {rule_id}"),
        "subscale_id": subscale_id,
        "method": method,
        "minimum_answered": minimum_answered,
    }


def subscale(subscale_id: str, item_ids: list[str], model: str = "reflective") -> Content:
    return {
        "id": subscale_id,
        "title": text(f"Subscale {subscale_id}"),
        "measurement_model": model,
        "item_ids": item_ids,
    }


def demo_content() -> Content:
    missing = [
        option("na", -98, "Does not apply", reason="not_applicable"),
        option("pnta", -99, "I prefer not to answer", reason="declined"),
    ]
    content: Content = {
        "format_version": "1",
        "id": "demo",
        "version": "1.2.3",
        "status": "released",
        "title": text("Demo"),
        "language": "en",
        "role": "service_user",
        "domain": "communication",
        "construct_definition": text("What a demo measures."),
        "instruction": text("Mark one answer."),
        "license": "CC-BY-4.0",
        "provenance": {"kind": "deductive", "theme_ids": ["CV2-T-COM"], "source": "A book."},
        "facets": [
            {"id": "words", "title": text("Words"), "definition": text("Plain words.")},
            {"id": "plans", "title": text("Plans"), "definition": None},
        ],
        "response_scales": [
            {
                "id": "freq4",
                "ordered": True,
                "options": [
                    option("nev", 0, "Never"),
                    option("som", 1, "Sometimes"),
                    option("oft", 2, "Often"),
                    option("alw", 3, "Always"),
                ],
                "missing": missing,
                "empty_cell": "skipped",
            },
            {
                "id": "yesno",
                "ordered": False,
                "options": [option("no", 0, "No"), option("yes", 1, "Yes, for a reason")],
                "missing": [],
                "empty_cell": "skipped",
            },
        ],
        "quantity_scales": [
            {
                "id": "hours",
                "unit": "hours",
                "label": text("hours"),
                "decimals": 1,
                "minimum": 1,
                "maximum": 100,
                "missing": deepcopy(missing),
                "empty_cell": "skipped",
            }
        ],
        "items": [
            item("de01"),
            item("de02", keying="negative"),
            item("de03", facet="plans"),
            item("de04", facet="plans"),
            item("re01", response_scale="yesno", recall=None),
            item("re02", response_scale="yesno", recall=None),
            item("am01", response_scale="hours"),
            item("am02", response_scale="hours"),
            item("ol01", status="retired"),
        ],
        "subscales": [
            subscale("total", ["de01", "de02", "de03", "de04"]),
            subscale("reasons", ["re01", "re02"], "formative"),
            subscale("time", ["am01", "am02"], "formative"),
        ],
        "structure": {"kind": "one_factor", "subscale_ids": ["total"]},
        "scoring_rules": [
            rule("total_mean", "total", "mean", 3),
            rule("reasons_count", "reasons", "count", 2),
            rule("time_sum", "time", "sum", 2),
        ],
        "forms": [
            {
                "id": "2a",
                "version": "1.0.0",
                "title": text("Form 2a"),
                "item_ids": ["de01", "de03"],
                "subscales": [subscale("total", ["de01", "de03"])],
                "scoring_rules": [rule("total_mean", "total", "mean", 2)],
                "rationale": "Two are quicker.",
            }
        ],
        "translations": [],
    }
    add_translation(content)
    return content


def add_translation(content: Content) -> None:
    """Declare the Swedish texts, each with the digest of its English one."""
    paths: list[tuple[str, str]] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict) and set(value) == {"en", "sv"}:
            paths.append((path, value["en"]))
        elif isinstance(value, dict):
            for name, entry in value.items():
                walk(entry, f"{path}.{name}".lstrip("."))
        elif isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    key = next(entry[key] for key in ("code", "id") if key in entry)
                    walk(entry, f"{path}.{key}")

    content["translations"] = []
    walk(content, "")
    content["translations"] = [
        {
            "language": "sv",
            "version": "1.0.0",
            "state": "linguistically_validated",
            "method": "Two forward translations, reconciled, and eight interviews.",
            "texts": [{"path": path, "source": source_digest(source)} for path, source in paths],
        }
    ]


def parse(content: Content) -> ItemBank:
    return ItemBank.model_validate_json(json.dumps(content))


def edited(*edits: Edit) -> ItemBank:
    """Return the bank as edits leave it."""
    content = demo_content()
    for edit in edits:
        edit(content)
    return parse(content)


def compare(*edits: Edit, judgements: tuple[WordingJudgement, ...] = ()) -> VersionComparison:
    """Compare the bank with what edits make of it."""
    return compare_versions(edited(), edited(*edits), judgements=judgements)
