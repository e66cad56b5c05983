"""The set of answers an item can be given, and the ways of giving none."""

from typing import ClassVar, Literal, TypeAlias

from pydantic import Field, model_validator

from covalue_measures.schema.identifiers import Identifier, OptionCode
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.model import Definition, GrownDefinition
from covalue_measures.schema.repeated import repeated

#: What the categories grade.
ScaleKind: TypeAlias = Literal["frequency", "agreement", "confidence", "difficulty", "yes_no"]


class ResponseOption(Definition):
    """One category: a code for files, an integer value for scores, a label for people."""

    code: OptionCode
    value: int = Field(ge=0, lt=1000)
    label: LocalizedText


class MissingOption(Definition):
    """One declared way of giving no answer; never a category."""

    code: OptionCode
    #: Below zero, so that it can never be taken for a category.
    value: int = Field(lt=0, gt=-100_000)
    reason: MissingReason
    label: LocalizedText


class ResponseScale(GrownDefinition):
    """Categories in their order, and the declared missing options apart from them."""

    later_fields: ClassVar[frozenset[str]] = frozenset({"kind"})

    id: Identifier
    kind: ScaleKind | None = None
    #: False for nominal options, which have no direction and no polychoric correlation.
    ordered: bool = True
    options: tuple[ResponseOption, ...] = Field(min_length=2)
    missing: tuple[MissingOption, ...] = ()
    #: What an empty cell means.
    empty_cell: MissingReason = MissingReason.SKIPPED

    @model_validator(mode="after")
    def _codes_and_values_are_distinct(self) -> "ResponseScale":
        codes = [option.code for option in self.options] + [option.code for option in self.missing]
        values = [*self.values, *(option.value for option in self.missing)]
        for name, found in (("code", repeated(codes)), ("value", repeated(map(str, values)))):
            if found:
                raise ValueError(f"response scale '{self.id}' repeats the {name} {found[0]!r}")
        if self.ordered and list(self.values) != sorted(self.values):
            raise ValueError(
                f"response scale '{self.id}' is ordered, but its values are {list(self.values)}"
            )
        return self

    @property
    def values(self) -> tuple[int, ...]:
        """Integer values of the categories, in order."""
        return tuple(option.value for option in self.options)

    @property
    def lowest(self) -> int:
        """Value of the first category."""
        return self.values[0]

    @property
    def highest(self) -> int:
        """Value of the last category."""
        return self.values[-1]

    def reverse(self, value: int) -> int:
        """Return ``value`` mirrored between the lowest and the highest category."""
        return self.values[0] + self.values[-1] - value

    def describe_allowed(self) -> str:
        """Return the values a file may hold, for an error message."""
        values = list(self.values)
        is_run = values == list(range(values[0], values[-1] + 1))
        shown = f"{values[0]}-{values[-1]}" if is_run else ", ".join(map(str, values))
        if not self.missing:
            return shown
        declared = ", ".join(f"{option.value} ({option.reason})" for option in self.missing)
        return f"{shown}, or missing {declared}"
