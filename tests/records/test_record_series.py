from typing import Any

import pytest
from pydantic import ValidationError
from team_record_maker import RATING, guide, passport, series_of

from covalue_measures.records.record_series import RecordSeries

FIRST = passport(ratings=[RATING])


def with_second(**changes: Any) -> RecordSeries:
    fields = {"id": "p02", "date": "2026-02-28", "occasion": 2} | changes
    return RecordSeries(records=(FIRST, passport(**fields)))


def test_a_series_says_what_its_records_say() -> None:
    series = series_of(4, None, 5.5)

    assert (series.team, series.tool) == ("t07", "improvement_passport")
    assert series.dates == ("2025-01-15", "2025-02-15", "2025-03-15")
    assert [rating.id for rating in series.ratings] == ["plans"]
    assert series.values_of("plans") == (4.0, None, 5.5)
    assert series.values_of("other") == (None, None, None)


def test_a_series_comes_back_from_its_json() -> None:
    series = RecordSeries(records=(guide(), guide(id="g02", date="2027-01-31", occasion=2)))

    assert RecordSeries.model_validate_json(series.model_dump_json()) == series


def test_two_records_may_be_of_one_day() -> None:
    assert len(with_second(date="2026-01-31").records) == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"team": "t08"}, "'p02' is of team 't08', but record 'p01' of team 't07'"),
        ({"id": "p01"}, r"record ids \['p01'\] stand more than once"),
        ({"date": "2026-01-30"}, "'p02' of 2026-01-30 stands after record 'p01' of 2026-01-31"),
        ({"occasion": 1}, "'p02' of 2026-02-28 is occasion 1, but record 'p01' .* is occasion 1"),
        (
            {"ratings": [RATING | {"highest": 100}]},
            r"rating 'plans' has highest 100\.0 in record 'p02', but 10\.0 in record 'p01'",
        ),
        (
            {"ratings": [RATING | {"definition": "Something else."}]},
            "has definition 'Something else.' in record 'p02', .* changed meaning is a new rating",
        ),
    ],
)
def test_what_is_no_series_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        with_second(**changes)


def test_the_tools_are_kept_apart() -> None:
    with pytest.raises(ValidationError, match="'g01' was written with the self_assessment_guide"):
        RecordSeries(records=(FIRST, guide(date="2026-02-28", occasion=2)))


def test_a_series_has_a_record() -> None:
    with pytest.raises(ValidationError, match="records"):
        RecordSeries(records=())
