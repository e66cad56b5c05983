"""A small bank that is valid, to be spoiled in one place by each test."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from covalue_measures.schema import ItemBank, source_digest

Content = dict[str, Any]


def _item(item_id: str, facet: str, keying: str = "positive") -> Content:
    return {
        "id": item_id,
        "stem": {"en": f"Statement {item_id}.", "sv": f"Påstående {item_id}."},
        "facet": facet,
        "role": "service_user",
        "response_scale": "freq3",
        "keying": keying,
        "recall": {"en": "In the past week"},
        "provenance": {"kind": "deductive", "theme_ids": ["CV2-T-COM"]},
    }


@pytest.fixture
def content() -> Content:
    """A bank as JSON holds it: four items, a form, a translation of the stems into Swedish."""
    items = [_item("de01", "a"), _item("de02", "a", "negative"), _item("de03", "b")]
    stems = [
        {"path": f"items.{item['id']}.stem", "source": source_digest(item["stem"]["en"])}
        for item in items
    ]
    nominal = {
        "id": "places",
        "ordered": False,
        "options": [
            {"code": "home", "value": 2, "label": {"en": "At home"}},
            {"code": "away", "value": 1, "label": {"en": "Away"}},
        ],
    }
    frequency = {
        "id": "freq3",
        "options": [
            {"code": "nev", "value": 0, "label": {"en": "Never"}},
            {"code": "som", "value": 1, "label": {"en": "Sometimes"}},
            {"code": "alw", "value": 2, "label": {"en": "Always"}},
        ],
        "missing": [
            {"code": "na", "value": -9, "reason": "not_applicable", "label": {"en": "No matter"}}
        ],
    }
    place = _item("de04", "b") | {"stem": {"en": "Where?"}, "response_scale": "places"}
    members = [item["id"] for item in items]
    subscale = {
        "id": "total",
        "title": {"en": "Total"},
        "measurement_model": "reflective",
        "item_ids": members,
    }
    rule = {
        "id": "total_mean",
        "version": "0.1.0",
        "title": {"en": "Mean"},
        "subscale_id": "total",
        "method": "mean",
        "minimum_answered": 2,
    }
    form = {
        "id": "2a",
        "version": "0.1.0",
        "title": {"en": "Form 2a"},
        "item_ids": members[1:],
        "subscales": [subscale | {"item_ids": members[1:]}],
        "scoring_rules": [rule],
        "rationale": "Two are quicker.",
    }
    return {
        "id": "demo",
        "version": "0.1.0",
        "status": "draft",
        "title": {"en": "Demo"},
        "language": "en",
        "role": "service_user",
        "domain": "communication",
        "construct_definition": {"en": "What a demo measures."},
        "instruction": {"en": "Mark one answer."},
        "license": "CC-BY-4.0",
        "provenance": {"kind": "deductive"},
        "facets": [
            {"id": "a", "title": {"en": "A"}, "definition": {"en": "First."}},
            {"id": "b", "title": {"en": "B"}},
        ],
        "response_scales": [frequency, nominal],
        "items": [*items, place],
        "subscales": [subscale],
        "structure": {"kind": "one_factor", "subscale_ids": ["total"]},
        "scoring_rules": [rule],
        "forms": [form],
        "translations": [
            {
                "language": "sv",
                "version": "0.1.0",
                "state": "draft",
                "method": "One forward translation.",
                "texts": stems,
            }
        ],
    }


@pytest.fixture
def parse() -> Callable[[Content], ItemBank]:
    """Read a bank the way files are read: from JSON."""
    return lambda content: ItemBank.model_validate_json(json.dumps(content))


@pytest.fixture
def bank(content: Content, parse: Callable[[Content], ItemBank]) -> ItemBank:
    return parse(content)


@pytest.fixture
def put(content: Content) -> Callable[[str, Any], Content]:
    """Replace what stands at a dotted path of ``content``, lists by position."""

    def replace(path: str, value: Any) -> Content:
        *parents, last = (int(part) if part.isdigit() else part for part in path.split("."))
        target: Any = content
        for part in parents:
            target = target[part]
        target[last] = value
        return content

    return replace
