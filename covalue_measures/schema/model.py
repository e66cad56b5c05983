"""The base of every definition: frozen, strict, and closed to unknown fields."""

from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
)


class Definition(BaseModel):
    """A frozen model that refuses unknown fields and silent type casts.

    Collections are tuples of definitions, never lists or dictionaries, so that an instance is
    immutable all the way down and equality is by value.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, ser_json_inf_nan="constants"
    )


class GrownDefinition(Definition):
    """A definition that gained fields after documents of it were released.

    A later field is written only where it says something. The canonical form of a document that
    does not use it, and with it the digest, is what it was before the field existed.
    """

    #: Names of the later fields; each has a default that says nothing.
    later_fields: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _leave_out_what_says_nothing(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        content: dict[str, Any] = serialize(self)
        silent = {
            name
            for name in self.later_fields
            if getattr(self, name) == type(self).model_fields[name].default
        }
        return {name: value for name, value in content.items() if name not in silent}
