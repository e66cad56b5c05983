from typing import Any

import pytest
from pydantic import ValidationError
from team_record_maker import PASSPORT, RATING, passport

from covalue_measures.records.driver import Driver
from covalue_measures.records.team_record import TeamRecord
from covalue_measures.schema import COVALUE_DOMAINS


def test_a_record_comes_back_from_its_json() -> None:
    record = passport(
        site="s2",
        ratings=[RATING],
        domains=["communication", "costs_of_care"],
        drivers=["CV2-D-PEER", "CV2-D-CAM"],
        contributors=[{"role": "service_user", "n": 2}],
        attachments=[{"title": "Rule", "location": "rule.pdf", "media_type": "application/pdf"}],
    )

    assert type(record).model_validate_json(record.model_dump_json()) == record
    assert record.drivers == (Driver.PEER_LEARNING, Driver.CAMARADERIE)
    assert record.format_version == "1"


def test_every_domain_of_value_can_be_named() -> None:
    names = [domain.id for domain in COVALUE_DOMAINS]

    assert passport(domains=names).domains == tuple(names)


def test_every_driver_has_a_label() -> None:
    assert [driver.value for driver in Driver] == [
        "CV2-D-PEER",
        "CV2-D-TEAM",
        "CV2-D-LEAD",
        "CV2-D-CAM",
    ]
    assert all(driver.label for driver in Driver)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"domains": ["cost"]}, r"there is no domain 'cost'; there are \['communication'"),
        ({"drivers": ["CV2-T-COM"]}, "drivers"),
        ({"team": "dr_smith"}, "team"),
        ({"team": "Cardiology 2"}, "team"),
        ({"site": "north"}, "site"),
        ({"date": "31.1.2026"}, "is not a date of the form"),
        ({"occasion": 0}, "occasion"),
        ({"language": "English"}, "language"),
        ({"contributors": [{"role": "service_user", "n": 1, "name": "Ann"}]}, "name"),
        ({"contributors": [{"role": "nurse Ann", "n": 1}]}, "role"),
        ({"format_version": "2"}, "format_version"),
        ({"mood": "good"}, "mood"),
        ({"narratives": []}, "holds neither a narrative nor a rating"),
    ],
)
def test_what_a_record_cannot_say_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        passport(**changes)


@pytest.mark.parametrize(
    ("field", "entries", "name"),
    [
        ("narratives", [PASSPORT["narratives"][0]] * 2, "Tried"),
        ("ratings", [RATING, RATING | {"value": 5}], "plans"),
        ("domains", ["communication"] * 2, "communication"),
        ("drivers", ["CV2-D-LEAD"] * 2, "CV2-D-LEAD"),
        ("contributors", [{"role": "leader", "n": 1}, {"role": "leader", "n": 2}], "leader"),
    ],
)
def test_nothing_stands_twice(field: str, entries: list[Any], name: str) -> None:
    with pytest.raises(ValidationError, match=rf"{field} stand once each, but \['{name}'\]"):
        passport(**{field: entries})


def test_a_record_of_ratings_alone_is_one() -> None:
    assert passport(narratives=[], ratings=[RATING]).narratives == ()


def test_no_field_asks_for_a_person() -> None:
    assert not {"name", "author", "contributor", "respondent", "email"} & set(
        TeamRecord.model_fields
    )
