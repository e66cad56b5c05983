import pytest
from pydantic import Field, ValidationError

from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error


class Part(Definition):
    size: int


class Whole(Definition):
    parts: tuple[Part, ...] = Field(min_length=1)


def problems_of(text: str) -> str:
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate_json(text)
    return describe_validation_error(refused.value)


def test_a_wrong_entry_is_one_problem() -> None:
    assert problems_of('{"parts": [{"size": "big"}]}') == (
        "parts.0.size: Input should be a valid integer (found 'big')"
    )


def test_nothing_at_all_is_too_short() -> None:
    assert problems_of('{"parts": []}').startswith("parts: Tuple should have at least 1 item")


def test_an_unknown_field_is_named() -> None:
    assert "color: Extra inputs are not permitted (found 'red')" in problems_of(
        '{"parts": [{"size": 1}], "color": "red"}'
    )
