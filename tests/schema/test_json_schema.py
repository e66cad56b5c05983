"""The published schemas say what the package reads, as far as a schema can."""

import re
import unicodedata
from functools import cache
from typing import Annotated, Any

import pytest
from broken_documents import broken
from jsonschema import Draft202012Validator
from pydantic import AfterValidator, StringConstraints, TypeAdapter
from reference_values import ROOT
from schema_documents import Content, is_accepted, mutants, whole

from covalue_measures.export.published_schemas import PUBLISHED_SCHEMAS, PublishedSchema
from covalue_measures.export.shared_types import SHARED_TYPES
from covalue_measures.schema.json_schema import json_schema
from covalue_measures.schema.model import Definition
from covalue_measures.schema.shared_type import SharedType

FOLDER = ROOT / "docs" / "schema"
#: Format characters that came after the Unicode version that the schemas are written for.
LATER = set(map(chr, range(0x13439, 0x13440)))

each_schema = pytest.mark.parametrize("entry", PUBLISHED_SCHEMAS, ids=lambda entry: entry.name)


@cache
def validators() -> dict[str, Draft202012Validator]:
    return {entry.name: Draft202012Validator(entry.content) for entry in PUBLISHED_SCHEMAS}


def is_valid(kind: str, content: Content) -> bool:
    valid: bool = validators()[kind].is_valid(content)
    return valid


def inside(value: Any) -> list[tuple[str, Any]]:
    """Return every key of every object in ``value``, with what stands there."""
    if isinstance(value, list):
        return [pair for entry in value for pair in inside(entry)]
    if not isinstance(value, dict):
        return []
    return [*value.items(), *inside(list(value.values()))]


@each_schema
def test_the_published_file_is_what_the_code_generates(entry: PublishedSchema) -> None:
    published = (FOLDER / entry.path).read_text(encoding="utf-8")
    assert published == entry.text, "run: covalue schema --out docs/schema"


def test_nothing_else_is_published() -> None:
    found = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert found == {entry.path for entry in PUBLISHED_SCHEMAS}


@each_schema
def test_a_schema_is_a_schema_and_says_which(entry: PublishedSchema) -> None:
    content = entry.content
    Draft202012Validator.check_schema(content)
    assert content["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert content["$id"] == f"https://covalue-measures.org/schema/{entry.path}"
    versions = [value["const"] for key, value in inside(content) if key == "format_version"]
    assert set(versions) <= {entry.format_version}


@each_schema
def test_a_schema_stands_by_itself_and_holds_no_keyword_of_others(entry: PublishedSchema) -> None:
    keys = inside(entry.content)
    references = {value for key, value in keys if key == "$ref"}
    assert references == {f"#/$defs/{name}" for name in entry.content["$defs"]}
    assert "discriminator" not in {key for key, value in keys if isinstance(value, dict)}


@each_schema
def test_patterns_mean_the_same_to_pydantic_and_to_python(entry: PublishedSchema) -> None:
    texts = ["de01", "0.1.0", "0.1.0-01", "0.1.0-rc.1", "a", " a", "a ", "a\nb", "\u00e5", "ä:b"]
    texts += ["2026-02-31", "CV2-T-COM", "t07", "../a", "a//b", "https://a", "x\U000e0041", "3.5"]
    patterns = {value for key, value in inside(entry.content) if key == "pattern"}
    for pattern in filter(lambda found: isinstance(found, str), patterns):
        adapter = TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)])
        in_rust = [text for text in texts if _accepts(adapter, text)]
        assert in_rust == [text for text in texts if re.search(pattern, text)], pattern


def _accepts(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValueError:
        return False
    return True


def test_invisible_characters_are_those_that_the_package_refuses() -> None:
    clean = next(entry for entry in SHARED_TYPES if entry.name == "CleanText").schema
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    invisible = {c for c in every if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Zs")}
    # Between letters, so that only the invisible ones are found and no white space at an end.
    refused = set(re.findall(clean["not"]["pattern"], f"x{'x'.join(every)}x"))
    assert refused <= invisible - {" ", "\n"}
    assert invisible - {" ", "\n"} - refused <= LATER


@each_schema
def test_a_comment_says_what_is_checked_beyond(entry: PublishedSchema) -> None:
    comments = " ".join(v for k, v in inside(entry.content) if k == "$comment")
    expected = {
        "item_bank": "references resolve",
        "import_map": "says each thing once",
        "interview_log": "an interview tries an item once",
        "team_record": "names nothing twice",
        "coding_record": "coders and codes are known",
    }
    assert expected.get(entry.name, "") in comments


@each_schema
def test_what_the_package_writes_and_reads_is_valid(entry: PublishedSchema) -> None:
    documents = {name: content for kind, name, content in whole() if kind == entry.name}
    assert documents
    assert [
        name for name, content in documents.items() if not is_accepted(entry.name, content)
    ] == []
    errors = {
        name: [error.message for error in validators()[entry.name].iter_errors(content)]
        for name, content in documents.items()
    }
    assert errors == {name: [] for name in documents}


@each_schema
def test_what_the_package_refuses_is_invalid_unless_beyond_a_schema(entry: PublishedSchema) -> None:
    documents = [document for document in broken() if document.kind == entry.name]
    accepted = [doc.fault for doc in documents if is_accepted(doc.kind, doc.content)]
    valid = [doc.fault for doc in documents if is_valid(doc.kind, doc.content)]
    assert accepted == []
    assert valid == [doc.fault for doc in documents if doc.is_beyond_a_schema]


def test_there_are_enough_broken_documents_of_every_kind() -> None:
    refused = [document.kind for document in broken() if not document.is_beyond_a_schema]
    assert len(refused) >= 40
    assert set(refused) == {entry.name for entry in PUBLISHED_SCHEMAS}


def test_a_schema_is_never_stricter_than_the_package() -> None:
    accepted = [entry for entry in mutants(400, seed=7) if is_accepted(entry[0], entry[2])]
    assert accepted
    assert [what for kind, what, content in accepted if not is_valid(kind, content)] == []


def _refuse_shouting(text: str) -> str:
    if text.isupper():
        raise ValueError(text)
    return text


Quiet = Annotated[str, AfterValidator(_refuse_shouting)]


class _Note(Definition):
    text: Quiet


def test_a_text_that_a_function_checks_is_not_passed_over() -> None:
    with pytest.raises(TypeError, match="what a schema can say about _refuse_shouting"):
        json_schema(TypeAdapter(_Note), name="note", title="A note", shared=(), refinements={})
    with pytest.raises(TypeError, match="a function checks Quiet"):
        SharedType.of("Quiet", Quiet)
    said = SharedType.of("Quiet", Quiet, {"type": "string", "minLength": 1})
    content = json_schema(
        TypeAdapter(_Note), name="note", title="A note", shared=(said,), refinements={}
    )
    assert content["properties"]["text"] == {"$ref": "#/$defs/Quiet"}
    assert content["$defs"] == {"Quiet": said.schema}
