"""What every dated record of a team holds, whichever tool it was written with."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from covalue_measures.records.attachment import Attachment
from covalue_measures.records.driver import Driver
from covalue_measures.records.iso_date import IsoDate
from covalue_measures.records.pseudonym import Pseudonym
from covalue_measures.records.team_rating import TeamRating
from covalue_measures.schema.covalue_domains import COVALUE_DOMAINS
from covalue_measures.schema.identifiers import CleanText, Identifier, Language
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated

_DOMAIN_IDS = tuple(domain.id for domain in COVALUE_DOMAINS)


class Contributors(Definition):
    """How many people of one role took part; never who."""

    role: Literal[
        "leader",
        "clinician",
        "service_user",
        "care_partner",
        "finance_specialist",
        "improvement_specialist",
        "other",
    ]
    n: int = Field(ge=1)


class Narrative(Definition):
    """What the team wrote in one section."""

    section: CleanText
    text: CleanText

    @property
    def title(self) -> str:
        """Return the section's name for readers."""
        return self.section


class TeamRecord(Definition):
    """The part that the records of all tools have in common.

    A record belongs to a team, not to a person, and its texts are the team's own. It is never
    scored, and nothing of it enters evidence or reports about instruments.
    """

    format_version: Literal["1"] = "1"
    id: Identifier
    team: Pseudonym
    #: The health system or site that the team belongs to.
    site: Pseudonym | None = None
    date: IsoDate
    #: Counts the team's records with this tool, from 1.
    occasion: int = Field(ge=1)
    #: In which the texts are written.
    language: Language
    contributors: tuple[Contributors, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    ratings: tuple[TeamRating, ...] = ()
    #: Domains of value that the record is about.
    domains: tuple[Identifier, ...] = ()
    drivers: tuple[Driver, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @field_validator("domains")
    @classmethod
    def _are_known_domains(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        for domain in domains:
            if domain not in _DOMAIN_IDS:
                raise ValueError(f"there is no domain '{domain}'; there are {list(_DOMAIN_IDS)}")
        return domains

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> "TeamRecord":
        named: dict[str, list[str]] = {
            "contributors": [entry.role for entry in self.contributors],
            "ratings": [rating.id for rating in self.ratings],
            "domains": list(self.domains),
            "drivers": [driver.value for driver in self.drivers],
            "narratives": [narrative.section for narrative in self.narratives],
        }
        for what, names in named.items():
            if twice := repeated(names):
                raise ValueError(f"{what} stand once each, but {list(twice)} more than once")
        return self

    @model_validator(mode="after")
    def _says_something(self) -> "TeamRecord":
        if not self.narratives and not self.ratings:
            raise ValueError("the record holds neither a narrative nor a rating")
        return self
