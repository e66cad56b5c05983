"""A rating that a team defines for itself."""

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, model_validator

from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition

_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")


def _from_decimal_text(value: Any) -> Any:
    """Return a decimal number written as text, as restricted YAML reads it, as a number."""
    return float(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else value


#: A whole number, or a decimal one such as ``3.5``.
RatingNumber: TypeAlias = Annotated[float, BeforeValidator(_from_decimal_text)]


class TeamRating(Definition):
    """A value on a scale whose meaning the team wrote down.

    Everything but the value is the rating's definition, and stays the same in all records of a
    series: a changed meaning is a new rating.
    """

    id: Identifier
    name: CleanText
    #: What is rated, and what the ends of the scale mean.
    definition: CleanText
    lowest: RatingNumber
    highest: RatingNumber
    #: ``neither``: no end of the scale is the better one.
    direction: Literal["higher_is_better", "lower_is_better", "neither"]
    value: RatingNumber

    @model_validator(mode="after")
    def _lies_on_its_scale(self) -> "TeamRating":
        if not self.lowest < self.highest:
            raise ValueError(
                f"rating '{self.id}' goes from {self.lowest:g} to {self.highest:g}; lowest must"
                " be below highest"
            )
        if not self.lowest <= self.value <= self.highest:
            raise ValueError(
                f"rating '{self.id}' has the value {self.value:g}, but goes from"
                f" {self.lowest:g} to {self.highest:g}"
            )
        return self
