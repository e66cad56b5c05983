"""A record written with the self-assessment guide: its seven sections, in the team's words."""

from enum import StrEnum
from typing import Literal

from covalue_measures.records.team_record import Narrative, TeamRecord


class GuideSection(StrEnum):
    """The themes that the guide's sections were built from, in its order.

    Only the names are known from the project's public pages. The guide's own prompts are not
    part of this library.
    """

    PREPARATION = "preparation"
    POPULATION_AND_CONTEXT = "population_and_context"
    VALUE_CHAIN_THINKING = "value_chain_thinking"
    VALUE_SHOP_THINKING = "value_shop_thinking"
    FACILITATED_NETWORKS = "facilitated_networks"
    INTERDEPENDENT_SYSTEM_ELEMENTS = "interdependent_system_elements"
    PRODUCT_VERSUS_SERVICE_LOGIC = "product_versus_service_logic"

    @property
    def label(self) -> str:
        """Return the section's name for readers."""
        return _LABELS[self]


_LABELS = {
    GuideSection.PREPARATION: "Preparation",
    GuideSection.POPULATION_AND_CONTEXT: "Population and context",
    GuideSection.VALUE_CHAIN_THINKING: "Value-chain thinking",
    GuideSection.VALUE_SHOP_THINKING: "Value-shop thinking",
    GuideSection.FACILITATED_NETWORKS: "Facilitated networks",
    GuideSection.INTERDEPENDENT_SYSTEM_ELEMENTS: "Interdependent system elements",
    GuideSection.PRODUCT_VERSUS_SERVICE_LOGIC: "Product versus service logic",
}


class GuideNarrative(Narrative):
    """What the team wrote in one section of the guide."""

    section: GuideSection

    @property
    def title(self) -> str:
        """Return the section's name for readers."""
        return self.section.label


class SelfAssessmentGuide(TeamRecord):
    """One filling-in of the self-assessment guide by a team."""

    tool: Literal["self_assessment_guide"]
    #: Any of the seven sections, each once.
    narratives: tuple[GuideNarrative, ...] = ()
