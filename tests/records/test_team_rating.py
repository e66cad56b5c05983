import json
from typing import Any

import pytest
from pydantic import ValidationError
from team_record_maker import RATING

from covalue_measures.records.team_rating import TeamRating


def rating(**changes: Any) -> TeamRating:
    return TeamRating.model_validate_json(json.dumps(RATING | changes))


# Restricted YAML leaves decimal numbers as text.
@pytest.mark.parametrize(("written", "value"), [(3, 3.0), ("3.5", 3.5), ("0.25", 0.25)])
def test_numbers_are_read_as_files_hold_them(written: object, value: float) -> None:
    assert rating(value=written).value == value
    assert rating(lowest="-2.5", value=written).lowest == -2.5


@pytest.mark.parametrize("written", ["3", "3,5", "1e3", "high", "nan", True, None])
def test_other_texts_are_no_numbers(written: object) -> None:
    with pytest.raises(ValidationError, match="value"):
        rating(value=written)


def test_a_value_off_the_scale_is_refused() -> None:
    with pytest.raises(ValidationError, match="'plans' has the value 11, but goes from 0 to 10"):
        rating(value=11)


def test_a_scale_has_a_length() -> None:
    with pytest.raises(ValidationError, match="goes from 10 to 10; lowest must be below highest"):
        rating(lowest=10)


def test_the_direction_is_said() -> None:
    with pytest.raises(ValidationError, match="direction"):
        rating(direction="up")
