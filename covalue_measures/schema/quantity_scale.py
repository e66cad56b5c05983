"""Answers that are amounts: how often, how many hours, how much money."""

from typing import Literal

from pydantic import Field, model_validator

from covalue_measures.schema.identifiers import Identifier
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.response_scale import MissingOption


class QuantityScale(Definition):
    """Amounts in a natural unit, from a smallest to a largest, and the declared missing options.

    An amount is a whole number of steps of ``10 ** -decimals``, so that a sum of amounts is exact.
    """

    id: Identifier
    #: ``count``: how many times or things; ``currency``: money, whose currency and price year
    #: are declared with each data set.
    unit: Literal["count", "hours", "currency"]
    #: What stands after the number, such as ``hours``.
    label: LocalizedText
    decimals: int = Field(default=0, ge=0, le=3)
    minimum: int = Field(default=0, ge=0)
    maximum: int = Field(lt=10_000_000)
    missing: tuple[MissingOption, ...] = ()
    #: What an empty cell means.
    empty_cell: MissingReason = MissingReason.SKIPPED

    @model_validator(mode="after")
    def _is_a_range_with_distinct_missing_options(self) -> "QuantityScale":
        if self.minimum >= self.maximum:
            raise ValueError(
                f"quantity scale '{self.id}' goes from {self.minimum} to {self.maximum}"
            )
        if self.unit == "count" and self.decimals:
            raise ValueError(f"quantity scale '{self.id}' counts, and so has no decimals")
        for name, found in (
            ("code", repeated(option.code for option in self.missing)),
            ("value", repeated(str(option.value) for option in self.missing)),
        ):
            if found:
                raise ValueError(f"quantity scale '{self.id}' repeats the {name} {found[0]!r}")
        return self

    @property
    def steps_per_unit(self) -> int:
        """How many steps make one unit."""
        return int(10**self.decimals)

    @property
    def lowest(self) -> int:
        """The smallest amount, in units."""
        return self.minimum

    @property
    def highest(self) -> int:
        """The largest amount, in units."""
        return self.maximum

    def describe_allowed(self) -> str:
        """Return the amounts a file may hold, for an error message."""
        step = f" in steps of {1 / self.steps_per_unit:g}" if self.decimals else ""
        shown = f"{self.minimum}-{self.maximum}{step}"
        if not self.missing:
            return shown
        declared = ", ".join(f"{option.value} ({option.reason})" for option in self.missing)
        return f"{shown}, or missing {declared}"
