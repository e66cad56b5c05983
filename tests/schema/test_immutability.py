"""A definition cannot change under a name and a digest that promise it."""

import json
from collections.abc import Iterator
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
import semver
from pydantic import BaseModel, ValidationError
from schema_documents import banks, whole

import covalue_measures as cm
from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.export.published_schemas import PUBLISHED_SCHEMAS, PublishedSchema
from covalue_measures.records import (
    CodingRecord,
    ContentValidityRound,
    Elicitation,
    InterviewLog,
    RecordSeries,
    TranslationLog,
)
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument, ItemBank
from covalue_measures.schema.comparator import ComparatorList
from covalue_measures.schema.hypothesis import HypothesisPlan
from covalue_measures.scoring.score_record import ScoreRecord

ROOTS: tuple[type[BaseModel], ...] = (
    ItemBank,
    Instrument,
    ImportMap,
    EvidenceRecord,
    ScoreRecord,
    ContentValidityRound,
    InterviewLog,
    CodingRecord,
    Elicitation,
    TranslationLog,
    RecordSeries,
    HypothesisPlan,
    ComparatorList,
)
#: Types whose values nobody can change.
SOLID = (str, int, float, bool, NoneType, date, semver.Version)


def parts(annotation: Any) -> Iterator[Any]:
    """Yield the types that values of an annotation are made of; tuples and unions are opened."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from parts(arguments[0])
    elif origin in (Union, UnionType, tuple):
        for argument in arguments:
            if argument is not Ellipsis:
                yield from parts(argument)
    elif origin is Literal:
        yield from (type(value) for value in arguments)
    else:
        yield annotation


def soft_fields(model: type[BaseModel], seen: set[type]) -> Iterator[str]:
    """Yield every field, of this definition and those inside, whose values could change."""
    seen.add(model)
    if not model.model_config.get("frozen"):
        yield f"{model.__name__} is not frozen"
    for name, field in model.model_fields.items():
        for part in parts(field.annotation):
            if not isinstance(part, type):
                yield f"{model.__name__}.{name}: {part}"
            elif issubclass(part, BaseModel):
                if part not in seen:
                    yield from soft_fields(part, seen)
            elif part not in SOLID and not issubclass(part, Enum):
                yield f"{model.__name__}.{name}: {part}"


@pytest.mark.parametrize("model", ROOTS, ids=lambda model: model.__name__)
def test_definitions_are_immutable_all_the_way_down(model: type[BaseModel]) -> None:
    seen: set[type] = set()
    assert list(soft_fields(model, seen)) == []
    assert model in seen


def test_a_list_a_mapping_and_what_is_not_known_are_found() -> None:
    class Inner(BaseModel, frozen=True):
        texts: dict[str, str]
        anything: Any = None

    class Outer(BaseModel):
        inner: tuple[Inner, ...]
        names: Annotated[list[str] | None, "names"] = None
        kind: Literal["a", "b"] = "a"

    assert list(soft_fields(Outer, set())) == [
        "Outer is not frozen",
        "Inner.texts: dict[str, str]",
        "Inner.anything: typing.Any",
        "Outer.names: list[str]",
    ]


@pytest.mark.parametrize("entry", PUBLISHED_SCHEMAS, ids=lambda entry: entry.name)
def test_equal_documents_are_equal_and_have_one_hash(entry: PublishedSchema) -> None:
    for content in (content for kind, _, content in whole() if kind == entry.name):
        first, second = (entry.adapter.validate_json(_text(content)) for _ in range(2))
        assert first == second
        assert first is not second
        assert len({first, second}) == 1


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content)


def test_another_definition_is_not_equal() -> None:
    definitions = [ItemBank.model_validate_json(_text(content)) for content in banks().values()]
    changed = definitions[0].model_copy(update={"license": "CC0-1.0"})
    assert changed != definitions[0]
    assert len({*definitions, changed}) == len({bank.digest for bank in definitions}) + 1


def test_what_an_instrument_remembers_changes_neither_its_value_nor_its_hash() -> None:
    used, unused = (cm.load_form("communication_service_user@0.1.0/4a") for _ in range(2))
    before = hash(used)
    assert used.items
    assert used.digest
    assert used == unused
    assert hash(used) == before == hash(unused)


def test_nothing_inside_can_be_set() -> None:
    bank = cm.load_bank("communication_service_user@0.1.0")
    for holder, name in ((bank, "status"), (bank.items[0], "keying"), (bank.title, "texts")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(holder, name, "other")
    with pytest.raises(AttributeError):
        bank.version.major = 2
