"""The base of every definition: frozen, strict, and closed to unknown fields."""

from pydantic import BaseModel, ConfigDict


class Definition(BaseModel):
    """A frozen model that refuses unknown fields and silent type casts.

    Collections are tuples of definitions, never lists or dictionaries, so that an instance is
    immutable all the way down and equality is by value.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, ser_json_inf_nan="constants"
    )
