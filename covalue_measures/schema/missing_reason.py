"""Why there is no answer in a cell."""

from enum import StrEnum


class MissingReason(StrEnum):
    """Kinds of missing answers; kept apart from each other and from the categories."""

    #: The question does not apply to this respondent, who said so.
    NOT_APPLICABLE = "not_applicable"
    #: The respondent answered that they do not know.
    DONT_KNOW = "dont_know"
    #: The respondent chose not to say.
    DECLINED = "declined"
    #: The question was shown and left empty.
    SKIPPED = "skipped"
    #: The question was not put to this respondent.
    NOT_ASKED = "not_asked"
    #: An answer was given and lost by a device or a transfer.
    TECHNICAL = "technical"
