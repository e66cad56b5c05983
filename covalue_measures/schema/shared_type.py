"""A type that the fields of many definitions share, as JSON Schema sees it."""

from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

from pydantic import StringConstraints, WithJsonSchema

JsonObject: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedType:
    """A type that many fields share, such as an item id; it becomes one of the ``$defs``.

    There it takes the place of a definition of the same name.
    """

    name: str
    #: The pattern that pydantic checks, the function that it calls, or the class of a definition.
    check: object
    #: What JSON Schema can say about it; the rest stands in its ``$comment``.
    schema: JsonObject

    @classmethod
    def of(cls, name: str, alias: object, schema: JsonObject | None = None) -> "SharedType":
        """Return the shared type behind an annotated type.

        Parameters
        ----------
        name : str
        alias : annotated type
            Its last annotation is a pattern or a validator.
        schema : dict, optional
            Needed where a function checks; for a pattern, where more can be said.
        """
        last = get_args(alias)[-1]
        if isinstance(last, StringConstraints | WithJsonSchema):
            pattern = _pattern(last)
            return cls(name=name, check=pattern, schema=schema or one_line(pattern))
        if schema is None:
            raise TypeError(f"a function checks {name}: say what a schema can say about it")
        return cls(name=name, check=last.func, schema=schema)

    @property
    def mark(self) -> str:
        """What stands as pattern in a schema until a reference takes its place."""
        return self.check if isinstance(self.check, str) else f"<{self.name}>"


def one_line(pattern: str) -> JsonObject:
    """Return the schema of a text with a pattern.

    A line feed is refused apart: in Python, unlike in ECMAScript, ``$`` also matches before a
    last one.
    """
    return {"type": "string", "pattern": pattern, "not": {"pattern": "\\n"}}


def _pattern(described: StringConstraints | WithJsonSchema) -> str:
    if isinstance(described, StringConstraints):
        return str(described.pattern)
    return str((described.json_schema or {})["pattern"])
