"""Documents of every published kind that are accepted, and odd ones made from them."""

import copy
import json
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import rfc8785
from pydantic import ValidationError
from reference_values import BFI, ROOT
from team_record_maker import GUIDE, PASSPORT, RATING

import covalue_measures as cm
from covalue_measures.export.published_schemas import published_schema
from covalue_measures.intake import read_import_map
from covalue_measures.registry.draft import read_draft
from covalue_measures.schema import canonical_json
from covalue_measures.scoring.score_record import record_scores

Content = dict[str, Any]
AMOUNTS = "draft of costs_inventory_service_user"
#: In place of a value: the field is taken out.
ABSENT = object()

ROUND: Content = {
    "bank": "demo@0.1.0",
    "round": 1,
    "date": "2026-02-28",
    "language": "sv",
    "aspect": "relevance",
    "reviews": [
        {
            "rater": "r01",
            "group": "family",
            "ratings": [{"item_id": "de01", "rating": 4, "comment": "Viktig."}],
        }
    ],
}
INTERVIEW: Content = {
    "interview_id": "i01",
    "round": 1,
    "language": "en",
    "role": "service_user",
    "strata": {"age_band": "80+", "education": "tertiary", "limited_literacy": False},
    "mode": "telephone",
    "item_id": "de01",
    "item_revision": 1,
    "stage": "retrieval",
    "code": "clarity",
    "severity": 2,
    "decision": "revise",
    "new_item_revision": 2,
    "decided_by": "d1",
    "date": "2026-03-01",
}
CODING: Content = {
    "study": "Talks of 2026",
    "date": "2026-01-31",
    "codes": [{"id": "plain", "theme_id": "CV2-T-COM", "definition": "Plain words."}],
    "coders": ["c1", "c2"],
    "units": [
        {
            "id": "u1",
            "focus_group_id": "g1",
            "language": "en",
            "choices": [{"coder": "c1", "code_ids": ["plain"]}, {"coder": "c2"}],
            "text_reference": "transcript 2, lines 40 to 52",
        }
    ],
}
ELICITATION: Content = {
    "study": "Talks of 2026",
    "method": "workshop",
    "role": "family",
    "language": "sv",
    "domain_ids": ["communication"],
    "n_participants": 6,
    "date": "2024-02-29",
    "source": "Report 7.",
}
TRANSLATION: Content = {
    "bank": "demo",
    "language": "sv",
    "records": [
        {
            "path": "items.de01.stem",
            "source": "0123456789ab",
            "step": "forward",
            "translator": "t1",
            "qualification": "native speaker, nurse",
            "text": "De lyssnade.",
            "date": "2026-01-31",
        }
    ],
}
MAP: Content = {
    "columns": [{"item": "de01", "column": "Fråga 1"}],
    "groups": ["site", "sex"],
    "coding": "labels",
    "language": "sv",
    "missing": [{"text": "-9", "reason": "declined"}],
    "currency": "SEK",
    "price_year": 2026,
    "options": [{"text": "Aldrig", "code": "nev", "scale": "freq5"}],
}
_ATTACHMENT = {"title": "Plan", "location": "files/plan.pdf", "media_type": "application/pdf"}
PASSPORT_RECORD = PASSPORT | {
    "ratings": [RATING | {"value": "3.5"}],
    "attachments": [_ATTACHMENT, _ATTACHMENT | {"location": "https://example.org/plan"}],
}


@cache
def banks() -> dict[str, Content]:
    """Return every release, every draft and the example's bank, as canonical JSON holds them."""
    released = sorted((ROOT / "item_banks").glob("*/releases/*.json"))
    folders = [*sorted(path.parent for path in (ROOT / "item_banks").glob("*/bank.yaml"))]
    found = {f"{path.parent.parent.name}@{path.stem}": path.read_bytes() for path in released}
    for folder in (*folders, BFI / "instrument"):
        found[f"draft of {folder.name}"] = canonical_json(read_draft(folder))
    return {name: json.loads(content) for name, content in found.items()}


@cache
def answers() -> cm.ResponseData:
    """Return made-up answers to a form."""
    form = cm.load_form("communication_service_user@0.1.0/4a")
    rng = np.random.default_rng(20261125)
    latent = rng.normal(size=(80, 1)) + rng.normal(size=(80, 4)) + 2
    values = np.clip(np.round(latent), 0, 4).astype(int)
    frame = pd.DataFrame(values, columns=list(form.item_ids))
    return cm.read_responses(frame, form, import_map=cm.ImportMap(mode="web"))


@cache
def evidence() -> Content:
    """Return a small evidence record."""
    settings = cm.EvaluationSettings(n_draws=2, second_opinions=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        record = cm.evaluate(answers(), answers().instrument, settings)
    content: Content = json.loads(record.to_json())
    return content


@cache
def score_record() -> Content:
    """Return what the scores of the same answers were made from."""
    record = record_scores(answers(), answers().instrument.scoring_rules)
    content: Content = json.loads(record.model_dump_json())
    return content


@cache
def whole() -> tuple[tuple[str, str, Content], ...]:
    """Return documents that are accepted: kind, name and content."""
    example = json.loads(read_import_map(BFI / "import_map.yaml").model_dump_json())
    return (
        *(("item_bank", name, content) for name, content in banks().items()),
        ("import_map", "example", example),
        ("import_map", "made up", MAP),
        ("import_map", "empty", {}),
        ("evidence_record", "made up", evidence()),
        ("score_record", "made up", score_record()),
        ("content_validity_round", "made up", ROUND),
        ("interview_log", "made up", {"bank": "demo", "entries": [INTERVIEW]}),
        ("interview_log", "empty", {"bank": "demo"}),
        ("coding_record", "made up", CODING),
        ("elicitation", "made up", ELICITATION),
        ("translation_log", "made up", TRANSLATION),
        *(
            ("team_record", f"example {record.id}", json.loads(record.model_dump_json()))
            for tool in ("guide", "passport")
            for record in cm.read_team_records(ROOT / "examples" / "team_records" / tool).records
        ),
        ("team_record", "passport", PASSPORT_RECORD),
        ("team_record", "guide", GUIDE),
    )


#: What may stand anywhere in a mutant.
_ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1, 5, 1.5, [], {}, ["a"], {"en": "x"}, ABSENT),
    *("", "a", " x", "X\n", "a\u2028b", "de01", "en", "0.1.0", "2026-01-31"),
)


def mutants(n: int, seed: int) -> list[tuple[str, str, Content]]:
    """Return documents with something odd in one place: kind, what was done, content."""
    rng = np.random.default_rng(seed)
    sources = [
        (kind, content, list(_places(content, ())))
        for kind, name, content in whole()
        # Banks are many and large; these two have all that a bank can have.
        if kind != "item_bank" or name in ("communication_service_user@0.1.0", AMOUNTS)
    ]
    found = []
    while len(found) < n:
        kind, source, places = sources[rng.integers(len(sources))]
        if not places:
            continue
        *parents, last = places[rng.integers(len(places))]
        content, odd = copy.deepcopy(source), _ODD[rng.integers(len(_ODD))]
        place: Any = content
        for part in parents:
            place = place[part]
        if odd is ABSENT:
            del place[last]
        else:
            place[last] = odd
        found.append((kind, f"{[*parents, last]} is {odd!r}", content))
    return found


def _places(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of everything inside ``value``."""
    entries: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for key, entry in entries:
        yield (*path, key)
        if isinstance(entry, dict | list):
            yield from _places(entry, (*path, key))


def is_accepted(kind: str, content: Content) -> bool:
    """Whether the package reads a document; a bank as a release, every field written."""
    published = published_schema(kind)
    try:
        read = published.adapter.validate_json(json.dumps(content))
    except ValidationError:
        return False
    return not published.written_in_full or canonical_json(read) == rfc8785.dumps(content)
