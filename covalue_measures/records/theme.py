"""What a study found, under an id that banks and codes can point to."""

from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints, model_validator

from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition

#: Study, kind and name, such as ``CV2-T-COM``.
ThemeId: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{2,6}[0-9]{0,2}-[ACDT]-[A-Z][A-Z0-9]{1,7}$")
]
ThemeKind: TypeAlias = Literal["value_domain", "driver", "context", "tool_evaluation"]

#: The letter in the middle of an id, and what it says.
_KINDS: dict[str, ThemeKind] = {
    "T": "value_domain",
    "D": "driver",
    "C": "context",
    "A": "tool_evaluation",
}


class Theme(Definition):
    """A theme of a qualitative study."""

    id: ThemeId
    title: CleanText
    kind: ThemeKind
    description: CleanText | None = None
    #: Citation, with a DOI where there is one.
    source: CleanText
    #: Theme that this one is part of.
    parent: ThemeId | None = None
    #: Domain that the theme is; of a value domain only.
    domain_id: Identifier | None = None
    #: Of a published quote that shows the theme. None is known of the CO-VALUE study: it is filled
    #: by whoever has the full text, and never made up.
    quote_id: Identifier | None = None

    @model_validator(mode="after")
    def _kind_is_that_of_the_id(self) -> "Theme":
        letter = self.id.split("-")[1]
        if _KINDS[letter] != self.kind:
            raise ValueError(
                f"theme '{self.id}' is of kind '{self.kind}', but its letter {letter} says"
                f" '{_KINDS[letter]}'"
            )
        return self

    @model_validator(mode="after")
    def _domains_are_value_domains(self) -> "Theme":
        if self.domain_id is not None and self.kind != "value_domain":
            raise ValueError(
                f"theme '{self.id}' is of kind '{self.kind}' and names the domain"
                f" '{self.domain_id}'; only a value domain does"
            )
        return self

    @model_validator(mode="after")
    def _is_not_its_own_part(self) -> "Theme":
        if self.parent == self.id:
            raise ValueError(f"theme '{self.id}' is its own parent")
        return self
