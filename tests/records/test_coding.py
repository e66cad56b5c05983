import json
from copy import deepcopy

import pytest
from pydantic import ValidationError

from covalue_measures.records.coding import CodingRecord

CONTENT = {
    "study": "Own focus groups",
    "date": "2026-03-02",
    "codes": [
        {"id": "listening", "theme_id": "CV2-T-COM", "definition": "Being heard."},
        {"id": "time", "theme_id": "LOC1-D-TIME", "definition": "Time set aside."},
    ],
    "themes": [
        {
            "id": "LOC1-D-TIME",
            "title": "Protected time",
            "kind": "driver",
            "source": "Own focus groups (2026)",
        }
    ],
    "coders": ["coder1", "coder2"],
    "units": [
        {
            "id": "u1",
            "focus_group_id": "fg1",
            "language": "sv",
            "choices": [
                {"coder": "coder1", "code_ids": ["listening"]},
                {"coder": "coder2", "code_ids": []},
            ],
            "text_reference": "transcript 1, lines 4 to 9",
        },
        {
            "id": "u2",
            "focus_group_id": "fg1",
            "language": "sv",
            "choices": [{"coder": "coder1", "code_ids": ["listening", "time"]}],
        },
    ],
}


@pytest.fixture
def content() -> dict:
    return deepcopy(CONTENT)


def parse(content: dict) -> CodingRecord:
    return CodingRecord.model_validate_json(json.dumps(content))


def test_reads_who_gave_what(content: dict) -> None:
    record = parse(content)
    assert record.code_ids == ("listening", "time")
    first, second = record.units
    assert (first.coders, first.is_double_coded) == (("coder1", "coder2"), True)
    assert (second.coders, second.is_double_coded) == (("coder1",), False)
    assert record.triangulation is None
    assert CodingRecord.model_validate_json(record.model_dump_json()) == record


REFUSED = [
    ("units.0.choices.1.coder", "coder3", r"'u1' names the coder 'coder3'; .*'coder2'\]"),
    ("units.0.choices.1.coder", "coder1", r"'u1' has two entries of the coders \['coder1'\]"),
    ("units.0.choices.1.coder", "Anna", "String should match pattern"),
    (
        "units.0.choices.0.code_ids",
        ["cost"],
        r"'coder1' gives the codes \['cost'\]; the record has",
    ),
    ("units.0.choices.0.code_ids", ["time", "time"], r"gives the codes \['time'\] more than once"),
    ("units.0.choices", [], "at least 1 item"),
    ("units.1.id", "u1", r"units \['u1'\] stand more than once"),
    ("units.0.text_reference", "w" * 121, "at most 120 characters, this has 121"),
    ("units.0.text", "What was said.", "Extra inputs are not permitted"),
    ("units.0.language", "Swedish", "String should match pattern"),
    ("codes.1.id", "listening", r"codes \['listening'\] stand more than once"),
    ("codes.1.theme_id", "CV2-T-NEW", "'time' names the theme 'CV2-T-NEW', which is neither"),
    ("themes.0.id", "CV2-D-PEER", r"themes \['CV2-D-PEER'\] stand more than once"),
    ("themes.0.parent", "CV2-D-NEW", "'LOC1-D-TIME' names the unknown parent 'CV2-D-NEW'"),
    ("coders", ["coder1", "coder2", "coder2"], r"coders \['coder2'\] stand more than once"),
    ("date", "2 March 2026", "is not a date of the form"),
    ("triangulation", "", "is empty"),
]


@pytest.mark.parametrize(("path", "value", "message"), REFUSED)
def test_refuses_contradictions(content: dict, path: str, value: object, message: str) -> None:
    *parents, last = (int(part) if part.isdigit() else part for part in path.split("."))
    place = content
    for part in parents:
        place = place[part]
    place[last] = value
    with pytest.raises(ValidationError, match=message):
        parse(content)
