"""A domain in which coproduction creates value."""

from enum import StrEnum

from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition


class Role(StrEnum):
    """Whose experience an item asks about."""

    SERVICE_USER = "service_user"
    FAMILY = "family"
    HEALTH_PROFESSIONAL = "health_professional"
    #: Any respondent; for instruments outside the CO-VALUE domains.
    RESPONDENT = "respondent"


class Domain(Definition):
    """A domain of value, its definition, and the theme of the study it rests on."""

    id: Identifier
    title: CleanText
    definition: CleanText
    theme_id: CleanText
    roles: tuple[Role, ...]
    source: CleanText
