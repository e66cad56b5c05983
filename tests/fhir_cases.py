"""QuestionnaireResponses to the bank of the intake tests, as form fillers write them."""

import json
from typing import Any

PINNED = "https://measures.example.org/Questionnaire/visits|1.0.0"
SYSTEM = "https://measures.example.org/visits/answers/freq5"
GRADES = SYSTEM.replace("freq5", "grade11")


Json = dict[str, Any]


def coding(code: str, display: str | None = None, system: str = SYSTEM) -> Json:
    """Return an answer that is a code."""
    value = {"system": system, "code": code}
    return {"valueCoding": value | ({"display": display} if display else {})}


def item(link_id: str, *answers: Json, **more: object) -> Json:
    """Return an item with its answers."""
    return {"linkId": link_id, **({"answer": list(answers)} if answers else {}), **more}


def response(number: int = 1, *items: Json, **about: object) -> Json:
    """Return a completed response, to all items unless some are given."""
    default = (
        {
            "linkId": "contact",
            "item": [
                item("vis1", coding("never", "Aldrig")),
                item("vis2", coding("pnta")),
                item("vis3", coding("some")),
            ],
        },
        item("vis4", coding("g10", system=GRADES)),
    )
    return {
        "resourceType": "QuestionnaireResponse",
        "id": f"r{number}",
        "questionnaire": PINNED,
        "status": "completed",
        "authored": f"2026-01-02T10:00:{number:02d}Z",
        "item": list(items or default),
    } | about


def bundle(*resources: Json) -> str:
    """Return the text of a Bundle."""
    entries = [{"fullUrl": "urn:1", "resource": each} for each in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def lines(*resources: Json) -> str:
    """Return the text of a file with a resource on each line."""
    return "".join(json.dumps(each) + "\n" for each in resources)
