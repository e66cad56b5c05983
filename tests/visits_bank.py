"""A bank in two languages with every kind of answer, as files hold it."""

import json
from typing import Any

from covalue_measures.schema import ItemBank, source_digest

Content = dict[str, Any]


def both(english: str, swedish: str) -> dict[str, str]:
    return {"en": english, "sv": swedish}


THREE_MONTHS = both("In the past 3 months", "Under de senaste 3 månaderna")
FOUR_WEEKS = both("In the past 4 weeks", "Under de senaste 4 veckorna")
MISSING = [
    ("na", -98, "not_applicable", both("Does not apply", "Inte aktuellt")),
    ("dk", -97, "dont_know", both("I do not know", "Jag vet inte")),
]


def item(number: int, scale: str, stem: dict[str, str], recall: dict[str, str] | None) -> Content:
    return {
        "id": f"vis{number:02}",
        "stem": stem,
        "facet": "visits",
        "role": "service_user",
        "response_scale": scale,
        "keying": "negative" if number == 2 else "positive",
        "recall": recall,
        "provenance": {"kind": "deductive"},
    }


def scale(name: str, labels: list[dict[str, str]], **more: Any) -> Content:
    options = [
        {"code": f"o{value}", "value": value, "label": label} for value, label in enumerate(labels)
    ]
    return {"id": name, "options": options, "missing": missing()} | more


def amount(name: str, unit: str, label: dict[str, str], **more: Any) -> Content:
    return {"id": name, "unit": unit, "label": label, "maximum": 744, "missing": missing()} | more


def missing() -> list[Content]:
    return [
        {"code": code, "value": value, "reason": reason, "label": label}
        for code, value, reason, label in MISSING
    ]


def visits() -> Content:
    """Every kind of answer: frequencies, hours, money, reasons, and labels too wide for columns."""
    frequencies = [both("Never", "Aldrig"), both("Sometimes", "Ibland"), both("Always", "Alltid")]
    reasons = [
        both("No", "Nej"),
        both("Yes, because of the cost", "Ja, på grund av kostnaden"),
        both("Yes, because of the distance", "Ja, på grund av avståndet"),
    ]
    wide = [both(f"Extraordinarily happy {n}", f"Utomordentligt belåten {n}") for n in range(7)]
    return {
        "id": "visits",
        "version": "1.2.0",
        "status": "released",
        "title": both("Visits & <b>costs</b>", "Besök & <b>kostnader</b>"),
        "language": "en",
        "role": "service_user",
        "domain": "costs_of_care",
        "construct_definition": both("What visits take.", "Vad besök tar."),
        "instruction": both("Think of your visits.", "Tänk på dina besök."),
        "license": "CC-BY-4.0",
        "provenance": {"kind": "deductive"},
        "facets": [{"id": "visits", "title": both("Visits", "Besök")}],
        "response_scales": [
            scale("freq3", frequencies),
            scale("reason", reasons, ordered=False, kind="yes_no"),
            scale("wide7", wide),
        ],
        "quantity_scales": [
            amount("hours", "hours", both("hours", "timmar"), decimals=1),
            amount("money", "currency", both("amount", "belopp"), missing=[]),
        ],
        "items": [
            item(1, "freq3", both("Staff & I <spoke>.", "Vi & de <talade>."), THREE_MONTHS),
            item(2, "freq3", both("I left too early.", "Jag gick för tidigt."), THREE_MONTHS),
            item(3, "freq3", both("I was on time.", "Jag kom i tid."), FOUR_WEEKS),
            item(4, "hours", both("How long did you travel?", "Hur länge reste du?"), FOUR_WEEKS),
            item(5, "hours", both("How long did you wait?", "Hur länge väntade du?"), FOUR_WEEKS),
            item(6, "money", both("What did you pay?", "Vad betalade du?"), FOUR_WEEKS),
            item(7, "reason", both("Did you give up a visit?", "Avstod du besök?"), FOUR_WEEKS),
            item(8, "wide7", both("How was your visit?", "Hur var ditt besök?"), None),
        ],
        "subscales": [
            {
                "id": "time",
                "title": both("Time", "Tid"),
                "measurement_model": "formative",
                "item_ids": ["vis04", "vis05"],
            }
        ],
    }


def parse(content: Content, *, state: str = "reviewed") -> ItemBank:
    """Read a bank as files are read, with a translation of all its texts."""

    def english(value: Any) -> Any:
        if isinstance(value, list):
            return [english(entry) for entry in value]
        if isinstance(value, dict):
            return {key: english(entry) for key, entry in value.items() if key != "sv"}
        return value

    base = ItemBank.model_validate_json(json.dumps(english(content)))
    translation = {
        "language": "sv",
        "version": "0.3.0",
        "state": state,
        "method": "Forward and back.",
        "texts": [
            {"path": path, "source": source_digest(text.get("en") or "")}
            for path, text in base.texts()
        ],
    }
    return ItemBank.model_validate_json(json.dumps(content | {"translations": [translation]}))
