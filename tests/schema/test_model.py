from collections.abc import Iterator
from enum import Enum

import pytest
import semver
from pydantic import BaseModel, ValidationError

from covalue_measures.schema import Instrument, ItemBank
from covalue_measures.schema.model import Definition

IMMUTABLE = (str, int, type(None), Enum, semver.Version)


def reachable(value: object) -> Iterator[object]:
    """Yield ``value`` and everything that its fields and elements hold."""
    yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from reachable(getattr(value, name))
    elif isinstance(value, tuple):
        for entry in value:
            yield from reachable(entry)


def test_nothing_in_a_bank_can_be_changed(bank: ItemBank):
    values = list(reachable(Instrument(bank=bank, form_id="2a")))
    assert len(values) > 300
    for value in values:
        assert isinstance(value, (Definition, tuple, *IMMUTABLE)), type(value)
        if isinstance(value, Definition):
            for name in type(value).model_fields:
                with pytest.raises(ValidationError, match="Instance is frozen"):
                    setattr(value, name, getattr(value, name))


def test_parts_of_a_version_cannot_be_assigned(bank: ItemBank):
    with pytest.raises(AttributeError, match="readonly"):
        bank.version.major = 2


def test_equal_content_is_an_equal_bank(bank: ItemBank, content, parse):
    again = parse(content)
    assert again == bank
    assert hash(again) == hash(bank)
    content["title"] = {"en": "Another"}
    assert parse(content) != bank


def test_new_fields_are_refused_in_memory_too(bank: ItemBank):
    with pytest.raises(ValidationError, match="Instance is frozen"):
        bank.color = "red"
