import json
from copy import deepcopy

import pytest
from pydantic import ValidationError

from covalue_measures.records import Elicitation
from covalue_measures.schema import Role

CONTENT = {
    "study": "Focus groups on waiting",
    "method": "focus_group",
    "role": "service_user",
    "language": "sv",
    "domain_ids": ["communication", "access_to_the_right_care"],
    "n_participants": 9,
    "date": "2026-10-01",
    "source": "Report 4 of the study, doi:10.1000/xyz",
}


@pytest.fixture
def content() -> dict:
    return deepcopy(CONTENT)


def parse(content: dict) -> Elicitation:
    return Elicitation.model_validate_json(json.dumps(content))


def test_says_who_was_asked_about_what(content: dict) -> None:
    record = parse(content)
    assert record.format_version == "1"
    assert record.role is Role.SERVICE_USER
    assert record.domain_ids == ("communication", "access_to_the_right_care")
    assert Elicitation.model_validate_json(record.model_dump_json()) == record


REFUSED = [
    ("method", "survey", "Input should be 'focus_group', 'interview' or 'workshop'"),
    ("role", "doctor", "Input should be 'service_user'"),
    ("language", "Swedish", "String should match pattern"),
    ("domain_ids", [], "at least 1 item"),
    ("domain_ids", ["Self-efficacy"], "String should match pattern"),
    ("domain_ids", ["communication", "communication"], r"\['communication'\] stand more than once"),
    ("n_participants", 0, "greater than or equal to 1"),
    ("n_participants", "9", "valid integer"),
    ("n_participants", 7.5, "valid integer"),
    ("date", "1 October 2026", "is not a date of the form 2026-01-31"),
    ("date", "2026-02-30", "is not a date of the form"),
    ("study", "", "is empty"),
    ("source", " Report 4", "white space"),
    ("format_version", "2", "Input should be '1'"),
    ("participants", ["Anna"], "Extra inputs are not permitted"),
]


@pytest.mark.parametrize(("field", "value", "message"), REFUSED)
def test_refuses_what_it_cannot_mean(content: dict, field: str, value: object, message: str):
    content[field] = value
    with pytest.raises(ValidationError, match=message):
        parse(content)


@pytest.mark.parametrize("field", sorted(CONTENT))
def test_every_field_must_be_said(content: dict, field: str) -> None:
    del content[field]
    with pytest.raises(ValidationError, match=f"{field}\n  Field required"):
        parse(content)
