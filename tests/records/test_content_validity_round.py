from typing import get_args

import pytest
from content_validity_cases import review, round_of
from pydantic import ValidationError

from covalue_measures.records.content_validity_round import (
    ContentCriterion,
    ContentValidityRound,
    aspect_of,
)

REVIEWS = (review("su01", "service_user", de01=4), review("hp01", "health_professional", de01=1))


def test_a_round_survives_its_file() -> None:
    entry = round_of(*REVIEWS, form="2a", criterion="relevant_to_population")
    assert ContentValidityRound.model_validate_json(entry.model_dump_json()) == entry


def test_the_scale_is_one_to_four_unless_said_otherwise() -> None:
    assert (round_of(*REVIEWS).lowest, round_of(*REVIEWS).highest) == (1, 4)
    assert round_of(*REVIEWS, highest=5).highest == 5


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"bank": "demo"}, "names no version; write it as 'name@0.1.0'"),
        ({"bank": "demo@1"}, "is not a semantic version"),
        ({"bank": "De Mo@0.1.0"}, "bank"),
        ({"round": 0}, "round"),
        ({"date": "1 March"}, "is not a date"),
        ({"language": "English"}, "language"),
        ({"aspect": "beauty"}, "aspect"),
        ({"lowest": 2}, "rater 'hp01' gives item 'de01' the rating 1; the scale goes from 2 to 4"),
        ({"highest": 3}, "rater 'su01' gives item 'de01' the rating 4; the scale goes from 1 to 3"),
        ({"highest": 1}, "from 1 to 1 has nothing to choose between"),
        ({"reviews": ()}, "reviews"),
        ({"reviews": (REVIEWS[0], REVIEWS[0])}, "rater 'su01' stands twice in round 1"),
        (
            {"criterion": "items_understood"},
            "'items_understood' is one of comprehensibility, and the round is about relevance",
        ),
        ({"raters": 2}, "raters"),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        round_of(*REVIEWS, **fields)


def test_the_ten_criteria_belong_to_three_aspects() -> None:
    aspects = [aspect_of(criterion) for criterion in get_args(ContentCriterion)]
    assert aspects == ["relevance"] * 5 + ["comprehensiveness"] + ["comprehensibility"] * 4
