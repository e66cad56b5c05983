"""What validators check and JSON Schema can say, beside what the types say themselves."""

from collections.abc import Mapping
from types import MappingProxyType

from covalue_measures.schema.shared_type import JsonObject


def _distinct(*fields: str) -> JsonObject:
    """Return the refinement of a definition whose lists repeat nothing."""
    return {"properties": {field: {"uniqueItems": True} for field in fields}}


def _given(field: str, kind: str = "string") -> JsonObject:
    """Return the schema of an object that holds ``field``, and not as null."""
    return {"required": [field], "properties": {field: {"type": kind}}}


def _together(first: JsonObject, second: JsonObject) -> JsonObject:
    """Return the refinement of a definition that says both things or neither."""
    return {"oneOf": [{"allOf": [first, second]}, {"not": {"anyOf": [first, second]}}]}


def _holds(field: str) -> JsonObject:
    """Return the schema of an object whose list ``field`` has an entry."""
    return {"required": [field], "properties": {field: {"type": "array", "minItems": 1}}}


_SAYS_SOMETHING: JsonObject = {"anyOf": [_holds("narratives"), _holds("ratings")]}
_IS_OF_LABELS: JsonObject = {"required": ["coding"], "properties": {"coding": {"const": "labels"}}}

#: By name of a definition.
REFINEMENTS: Mapping[str, JsonObject] = MappingProxyType(
    {
        "CodingRecord": _distinct("coders"),
        "CoderChoice": _distinct("code_ids"),
        "CognitiveInterview": {
            "allOf": [
                {
                    "if": {"properties": {"severity": {"const": 0}}, "required": ["severity"]},
                    "then": {"not": {"anyOf": [_given("stage"), _given("code")]}},
                    "else": {"allOf": [_given("stage"), _given("code")]},
                },
                _together(_given("decision"), _given("decided_by")),
            ]
        },
        "Form": _distinct("item_ids"),
        "HypothesizedStructure": _distinct("subscale_ids"),
        "ImportMap": {
            **_distinct("groups", "ignore", "not_asked"),
            **_together(_given("currency"), _given("price_year", "integer")),
            "if": _IS_OF_LABELS,
            "then": _given("language"),
        },
        "ImprovementPassport": _SAYS_SOMETHING,
        "ItemBank": {
            "if": {"required": ["status"], "properties": {"status": {"not": {"const": "retired"}}}},
            "then": {"not": _given("retirement", "object")},
        },
        "OptionText": {"oneOf": [_given("scale"), _given("item")]},
        "SelfAssessmentGuide": _SAYS_SOMETHING,
        "Subscale": _distinct("item_ids"),
        "TranslationRecord": _together(_given("path"), _given("source")),
    }
)
