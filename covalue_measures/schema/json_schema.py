"""The form of a document as JSON Schema, for programs that are not written in Python."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from covalue_measures.schema.model import GrownDefinition
from covalue_measures.schema.shared_type import JsonObject, SharedType, one_line

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: What every ``$id`` begins with.
BASE = "https://covalue-measures.org/schema"


def json_schema(
    adapter: TypeAdapter[Any],
    *,
    name: str,
    title: str,
    format_version: str = "1",
    shared: Sequence[SharedType],
    refinements: Mapping[str, JsonObject],
    written_in_full: bool = False,
) -> JsonObject:
    """Return the JSON Schema of a kind of document, draft 2020-12.

    Parameters
    ----------
    adapter : TypeAdapter
        Of a definition, or of a union of some.
    name : str
        As it stands in the schema's ``$id``.
    title : str
        What the document is, in a few words.
    format_version : str
        Of the document, which the ``$id`` names too.
    shared : sequence of SharedType
        At least those that functions check.
    refinements : mapping
        By name of a definition, what its validators check and a schema can say.
    written_in_full : bool
        Whether every field must be there, defaults included, as in canonical JSON.

    Raises
    ------
    TypeError
        If a function checks a value, and ``shared`` does not say what a schema says about it.
    """

    class Generator(_Generator):
        marks: ClassVar[Mapping[object, str]] = {entry.check: entry.mark for entry in shared}
        in_full = written_in_full

    content = adapter.json_schema(schema_generator=Generator)
    definitions = content.pop("$defs", {})
    for place in (content, *definitions.values()):
        _merge(place, refinements.get(place.get("title", ""), {}))
    names = {entry.mark: entry.name for entry in shared}
    content, definitions = _with_references([content, definitions], names)
    schemas = {entry.name: entry.schema for entry in shared}
    definitions |= {key: schemas[key] for key in schemas.keys() & definitions.keys()}
    while lacking := _references([content, definitions]) - definitions.keys():
        definitions |= {key: schemas[key] for key in lacking}
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}/{name}/{format_version}/schema.json",
        "title": title,
        **{key: value for key, value in content.items() if key != "title"},
        "$defs": dict(sorted(definitions.items())),
    }


class _Generator(GenerateJsonSchema):
    """Pydantic's own, with what only our classes check in comments."""

    marks: ClassVar[Mapping[object, str]]
    in_full: ClassVar[bool]

    def field_title_should_be_set(self, schema: object) -> bool:
        """Leave out titles that repeat the name of the field."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonObject:
        """Describe a definition, and name the checks that its class makes."""
        content = super().model_schema(schema)
        model = schema["cls"]
        content["title"] = model.__name__
        decorators = model.__pydantic_decorators__
        if checks := [*decorators.field_validators, *decorators.model_validators]:
            said = "; ".join(check.strip("_").replace("_", " ") for check in checks)
            content["$comment"] = f"Checked in full by covalue_measures: {said}."
        if self.in_full:
            later = model.later_fields if issubclass(model, GrownDefinition) else frozenset()
            content["required"] = [field for field in content["properties"] if field not in later]
            for field in content["required"]:
                content["properties"][field].pop("default", None)
        return content

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonObject:
        """Keep ``oneOf``; ``discriminator`` is a keyword of OpenAPI only, which ajv refuses."""
        content = super().tagged_union_schema(schema)
        content.pop("discriminator", None)
        return content

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonObject:
        """Mark a value that a function checks."""
        return self._marked(schema) or super().function_after_schema(schema)

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonObject:
        """Mark a value that a function reads."""
        return self._marked(schema) or super().function_before_schema(schema)

    def _marked(
        self,
        schema: core_schema.AfterValidatorFunctionSchema
        | core_schema.BeforeValidatorFunctionSchema,
    ) -> JsonObject | None:
        """Return the mark of a shared type; None for the check of a definition."""
        function = schema["function"]["function"]
        inner: Mapping[str, Any] = schema["schema"]
        while inner["type"].startswith("function-"):
            inner = inner["schema"]
        if inner["type"] == "model" or inspect.ismethod(function):
            return None
        if function not in self.marks:
            raise TypeError(f"nothing says what a schema can say about {function.__qualname__}")
        return {"type": "string", "pattern": self.marks[function]}


def _merge(target: JsonObject, more: JsonObject) -> None:
    """Put ``more`` into ``target``, objects into objects."""
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], value)
        else:
            target[key] = value


def _with_references(value: Any, names: Mapping[str, str]) -> Any:
    """Return ``value`` with references to shared types for marks, and short descriptions."""
    if isinstance(value, list):
        return [_with_references(entry, names) for entry in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, dict):
        return value
    content = _as_newer_pydantic({k: _with_references(v, names) for k, v in value.items()})
    if isinstance(text := content.get("description"), str):
        content["description"] = " ".join(text.split("\n\n")[0].split()).replace("``", "`")
    pattern = content.get("pattern")
    if not isinstance(pattern, str) or "type" not in content:
        return content
    if pattern not in names:
        return content | one_line(pattern)
    rest = {key: entry for key, entry in content.items() if key not in ("type", "pattern")}
    return {"$ref": f"#/$defs/{names[pattern]}", **rest}


def _as_newer_pydantic(content: JsonObject) -> JsonObject:
    """Return a schema as pydantic writes it today, whichever version wrote it."""
    if "const" in content:
        content.pop("enum", None)
    match content.get("allOf"):
        case [{"$ref": str(reference)}]:
            content.pop("allOf")
            return {"$ref": reference, **content}
    return content


def _references(value: Any) -> set[str]:
    """Return the names of all definitions that are referred to."""
    if isinstance(value, list):
        return {name for entry in value for name in _references(entry)}
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"].rsplit("/", 1)[1]} if isinstance(value.get("$ref"), str) else set()
    return own | _references(list(value.values()))
