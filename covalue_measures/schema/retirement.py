"""That an instrument is no longer for use, and why."""

from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition


class Retirement(Definition):
    """Why a bank was retired, and what is used in its place."""

    reason: CleanText
    #: Id of the bank to use instead; None where there is none.
    superseded_by: Identifier | None = None
