"""A small bank, and records about it in few words."""

import json

from covalue_measures.records.cognitive_interview import CognitiveInterview, InterviewLog
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.records.item_review import ItemRating, ItemReview
from covalue_measures.schema import ItemBank, Role, source_digest

ITEMS = ("de01", "de02", "de03", "de04")


def demo_bank(**fields: object) -> ItemBank:
    """Return a bank of four items in two facets, in English and Swedish; the last is retired."""
    items = [
        {
            "id": name,
            "revision": 1,
            "stem": {"en": f"Statement {name}.", "sv": f"Påstående {name}."},
            "facet": "a" if name < "de03" else "b",
            "role": "service_user",
            "response_scale": "yes2",
            "keying": "positive",
            "provenance": {"kind": "deductive"},
            "status": "retired" if name == "de05" else "active",
        }
        for name in (*ITEMS, "de05")
    ]
    options = [{"code": c, "value": v, "label": {"en": c}} for v, c in enumerate(("no", "yes"))]
    content = {
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
        "facets": [{"id": "a", "title": {"en": "A"}}, {"id": "b", "title": {"en": "B"}}],
        "response_scales": [{"id": "yes2", "options": options}],
        "items": items,
        "subscales": [
            {
                "id": "total",
                "title": {"en": "Total"},
                "measurement_model": "reflective",
                "item_ids": list(ITEMS),
            }
        ],
        "structure": {"kind": "one_factor", "subscale_ids": ["total"]},
        "translations": [
            {
                "language": "sv",
                "version": "0.1.0",
                "state": "draft",
                "method": "One forward translation.",
                "texts": [
                    {
                        "path": f"items.{item['id']}.stem",
                        "source": source_digest(f"Statement {item['id']}."),
                    }
                    for item in items
                ],
            }
        ],
    }
    return ItemBank.model_validate_json(json.dumps(content | fields))


def with_revision(bank: ItemBank, item_id: str, revision: int) -> ItemBank:
    """Return ``bank`` with an item in a newer revision."""
    content = json.loads(bank.model_dump_json())
    for item in content["items"]:
        if item["id"] == item_id:
            item["revision"] = revision
    return ItemBank.model_validate_json(json.dumps(content))


def review(rater: str, group: str, **ratings: int | None) -> ItemReview:
    """Return what a rater said, items as keywords."""
    given = tuple(ItemRating(item_id=name, rating=rating) for name, rating in ratings.items())
    return ItemReview(rater=rater, group=group, ratings=given)


def round_of(*reviews: ItemReview, **fields: object) -> ContentValidityRound:
    """Return the first English round about relevance, unless said otherwise."""
    content = {
        "bank": "demo@0.1.0",
        "round": 1,
        "date": "2026-03-01",
        "language": "en",
        "aspect": "relevance",
        "reviews": reviews,
    }
    return ContentValidityRound.model_validate(content | fields)


def entry(interview: str, item: str, severity: int = 0, **fields: object) -> CognitiveInterview:
    """Return an entry of an interview; a problem is one of clarity unless said otherwise."""
    content: dict[str, object] = {
        "interview_id": interview,
        "round": 1,
        "language": "en",
        "role": Role.SERVICE_USER,
        "mode": "video",
        "item_id": item,
        "item_revision": 1,
        "severity": severity,
        "date": "2026-03-01",
    }
    if severity:
        content |= {"stage": "comprehension", "code": "clarity"}
    if "decision" in fields:
        content["decided_by"] = "t01"
    return CognitiveInterview.model_validate(content | fields)


def log_of(*entries: CognitiveInterview, bank: str = "demo") -> InterviewLog:
    """Return the entries as a log."""
    return InterviewLog(bank=bank, entries=entries)
