"""Instruments of others that a measure can be held against: what is known of them, no item."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from covalue_measures.schema.covalue_domains import COVALUE_DOMAINS
from covalue_measures.schema.decimal_text import DecimalText
from covalue_measures.schema.domain import Role
from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated

#: A digital object identifier, without an address before it.
Doi: TypeAlias = Annotated[str, StringConstraints(pattern=r"^10\.[0-9]{4,9}/\S+$")]
#: A remark about an instrument; too short for the texts of one.
Remark: TypeAlias = Annotated[CleanText, Field(max_length=400)]

#: ``variance``: percent explained by the first factor; ``ceiling`` and ``top_score``: percent of
#: respondents, or of answers to an item; ``separation``: person separation index.
FigureStatistic: TypeAlias = Literal[
    "alpha",
    "ceiling",
    "cfi",
    "icc",
    "loading",
    "mean",
    "omega",
    "r",
    "rmsea",
    "separation",
    "spearman",
    "srmr",
    "tli",
    "top_score",
    "variance",
]

_DOMAIN_IDS = frozenset(domain.id for domain in COVALUE_DOMAINS)


class PublishedFigure(Definition):
    """A number that a study of the instrument reports."""

    statistic: FigureStatistic
    relation: Literal["is", "about", "above"] = "is"
    #: As printed; the first of a range.
    value: DecimalText
    #: The last of a range of several scales, items or versions; None for one number.
    value_to: DecimalText | None = None
    #: Of what, or with what.
    detail: Remark | None = None
    population: Remark | None = None
    n: int | None = Field(default=None, ge=1)
    source: CleanText
    doi: Doi | None = None
    #: Whether the number was read in the source; otherwise it is general knowledge.
    is_confirmed: bool

    @property
    def text(self) -> str:
        """The value in words, such as ``above 0.38`` or ``0.88 to 0.95``."""
        start = "" if self.relation == "is" else f"{self.relation} "
        return f"{start}{self.value}" + (f" to {self.value_to}" if self.value_to else "")

    @model_validator(mode="after")
    def _a_range_goes_up(self) -> "PublishedFigure":
        if self.value_to is not None and float(self.value_to) <= float(self.value):
            raise ValueError(f"a range from {self.value} to {self.value_to} does not go up")
        return self


class Comparator(Definition):
    """What is known of an instrument of others; it has no place for the text of an item.

    None and ``unknown`` mean that it was looked for and not found, or not looked for.
    """

    id: Identifier
    name: Remark
    kind: Literal["questionnaire", "observation", "register", "framework"]
    #: Domains that it measures; none where it belongs to no single one.
    domain_ids: tuple[Identifier, ...]
    #: Who answers; none where nobody is asked, or it is not known.
    roles: tuple[Role, ...]
    n_items: int | None = Field(default=None, ge=1)
    response_format: Remark | None = None
    #: Whether number of items and response format were read in a source.
    format_is_confirmed: bool
    license: Remark | None = None
    license_is_confirmed: bool
    swedish_version: Literal["exists", "none", "unknown"]
    #: Where the instrument is described.
    reference: CleanText | None = None
    doi: Doi | None = None
    figures: tuple[PublishedFigure, ...] = ()
    notes: tuple[Remark, ...] = ()

    @model_validator(mode="after")
    def _says_nothing_twice_and_names_domains(self) -> "Comparator":
        if unknown := [name for name in self.domain_ids if name not in _DOMAIN_IDS]:
            raise ValueError(
                f"comparator '{self.id}' names the domain '{unknown[0]}'; there are"
                f" {sorted(_DOMAIN_IDS)}"
            )
        if twice := repeated(self.domain_ids) or repeated(role.value for role in self.roles):
            raise ValueError(f"comparator '{self.id}' names '{twice[0]}' twice")
        if self.license is None and self.license_is_confirmed:
            raise ValueError(f"comparator '{self.id}' confirms a license that it does not say")
        return self


class ComparatorList(Definition):
    """The comparators of a file."""

    format_version: Literal["1"] = "1"
    comparators: tuple[Comparator, ...]

    @model_validator(mode="after")
    def _ids_are_distinct(self) -> "ComparatorList":
        if twice := repeated(comparator.id for comparator in self.comparators):
            raise ValueError(f"two comparators are called '{twice[0]}'")
        return self
