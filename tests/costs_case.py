"""A formative bank of amounts and reasons, for tests of what is not a rating."""

import json
from typing import Any

from covalue_measures.schema import ItemBank


def _missing() -> list[dict[str, Any]]:
    return [
        {"code": "na", "value": -98, "reason": "not_applicable", "label": {"en": "Not for me"}},
        {"code": "dk", "value": -97, "reason": "dont_know", "label": {"en": "I do not know"}},
    ]


def _quantity(scale_id: str, unit: str, decimals: int, maximum: int) -> dict[str, Any]:
    return {
        "id": scale_id,
        "unit": unit,
        "label": {"en": unit},
        "decimals": decimals,
        "maximum": maximum,
        "missing": _missing(),
    }


def _item(item_id: str, facet: str, scale: str) -> dict[str, Any]:
    return {
        "id": item_id,
        "stem": {"en": f"How much of {item_id}?"},
        "facet": facet,
        "role": "service_user",
        "response_scale": scale,
        "keying": "positive",
        "recall": {"en": "In the past 4 weeks"},
        "provenance": {"kind": "deductive", "theme_ids": ["CV2-T-CST"]},
    }


def _subscale(subscale_id: str, *item_ids: str) -> dict[str, Any]:
    return {
        "id": subscale_id,
        "title": {"en": subscale_id.capitalize()},
        "measurement_model": "formative",
        "item_ids": list(item_ids),
    }


def _rule(subscale_id: str, method: str, minimum: int) -> dict[str, Any]:
    return {
        "id": f"{subscale_id}_{method}",
        "version": "0.1.0",
        "title": {"en": subscale_id.capitalize()},
        "subscale_id": subscale_id,
        "method": method,
        "minimum_answered": minimum,
    }


def costs_content() -> dict[str, Any]:
    """Return the bank as JSON holds it: two items of money, two of hours, two kinds of reasons."""
    reasons = {
        "id": "reason",
        "kind": "yes_no",
        "ordered": False,
        "options": [
            {"code": "no", "value": 0, "label": {"en": "No"}},
            {"code": "cost", "value": 1, "label": {"en": "Yes, because of the cost"}},
            {"code": "wait", "value": 2, "label": {"en": "Yes, because of the wait"}},
        ],
        "missing": _missing(),
    }
    return {
        "id": "costs",
        "version": "0.1.0",
        "status": "draft",
        "title": {"en": "Costs"},
        "language": "en",
        "role": "service_user",
        "domain": "costs_of_care",
        "construct_definition": {"en": "What care takes from those who get it."},
        "license": "CC-BY-4.0",
        "provenance": {"kind": "deductive"},
        "facets": [
            {"id": "money", "title": {"en": "Money"}},
            {"id": "time", "title": {"en": "Time"}},
            {"id": "forgone", "title": {"en": "Forgone care"}},
        ],
        "response_scales": [reasons],
        "quantity_scales": [
            _quantity("money", "currency", 2, 100_000),
            _quantity("hours", "hours", 1, 672),
        ],
        "items": [
            _item("co01", "money", "money"),
            _item("co02", "money", "money"),
            _item("co03", "time", "hours"),
            _item("co04", "time", "hours"),
            _item("co05", "forgone", "reason"),
            _item("co06", "forgone", "reason"),
        ],
        "subscales": [
            _subscale("money", "co01", "co02"),
            _subscale("time", "co03", "co04"),
            _subscale("forgone", "co05", "co06"),
        ],
        "scoring_rules": [
            _rule("money", "sum", 2),
            _rule("time", "sum", 2),
            _rule("forgone", "count", 2),
        ],
    }


def costs_bank() -> ItemBank:
    """Return the bank."""
    return ItemBank.model_validate_json(json.dumps(costs_content()))
