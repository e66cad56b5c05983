"""Banks from a few words: items, subscales, and scales of every kind."""

import json
from collections.abc import Sequence
from typing import Any

from covalue_measures.schema import ItemBank

Content = dict[str, Any]

FREQUENCY = {
    "id": "freq5",
    "kind": "frequency",
    "options": [
        {"code": code, "value": value, "label": {"en": code}}
        for value, code in enumerate(("nev", "rar", "som", "oft", "alw"))
    ],
    "missing": [
        {"code": "na", "value": -98, "reason": "not_applicable", "label": {"en": "Not for me"}},
        {"code": "dk", "value": -97, "reason": "dont_know", "label": {"en": "Unknown"}},
        {"code": "pnta", "value": -99, "reason": "declined", "label": {"en": "No answer"}},
    ],
}
DIFFICULTY = FREQUENCY | {"id": "diff5", "kind": "difficulty", "missing": []}
REASONS = {
    "id": "yn_reason",
    "kind": "yes_no",
    "ordered": False,
    "options": [
        {"code": "no", "value": 0, "label": {"en": "No"}},
        {"code": "ycost", "value": 2, "label": {"en": "Yes, too dear"}},
        {"code": "ywait", "value": 1, "label": {"en": "Yes, too long"}},
        {"code": "yoth", "value": 7, "label": {"en": "Yes, other"}},
    ],
}
QUANTITIES = [
    {"id": "money", "unit": "currency", "label": {"en": "amount"}, "decimals": 2, "maximum": 50000},
    {"id": "hours", "unit": "hours", "label": {"en": "hours"}, "decimals": 1, "maximum": 100},
    {"id": "times", "unit": "count", "label": {"en": "times"}, "maximum": 12},
    {
        "id": "visits", "unit": "count", "label": {"en": "visits"}, "minimum": 2, "maximum": 9,
        "missing": [
            {"code": "na", "value": -8, "reason": "not_applicable", "label": {"en": "None"}}
        ],
        "empty_cell": "dont_know",
    },
]  # fmt: skip


def make_item(item_id: str, scale: str, role: str, keying: str = "positive") -> Content:
    return {
        "id": item_id,
        "stem": {"en": f"Statement {item_id}."},
        "facet": "a",
        "role": role,
        "response_scale": scale,
        "keying": keying,
        "provenance": {"kind": "deductive"},
    }


def make_subscale(name: str, item_ids: Sequence[str], model: str = "reflective") -> Content:
    return {
        "id": name,
        "title": {"en": name},
        "measurement_model": model,
        "item_ids": list(item_ids),
    }


def make_bank(
    items: Sequence[Content],
    subscales: Sequence[Content],
    structure: Content | None,
    *,
    role: str = "service_user",
    domain: str = "communication",
) -> ItemBank:
    content = {
        "id": "made",
        "version": "0.1.0",
        "status": "draft",
        "title": {"en": "Made"},
        "language": "en",
        "role": role,
        "domain": domain,
        "construct_definition": {"en": "What tests need."},
        "license": "CC-BY-4.0",
        "provenance": {"kind": "deductive"},
        "facets": [{"id": "a", "title": {"en": "A"}}],
        "response_scales": [FREQUENCY, DIFFICULTY, REASONS],
        "quantity_scales": QUANTITIES,
        "items": list(items),
        "subscales": list(subscales),
        "structure": structure,
    }
    return ItemBank.model_validate_json(json.dumps(content))
