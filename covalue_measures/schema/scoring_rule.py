"""How answers become a score."""

from typing import Literal

from pydantic import Field

from covalue_measures.schema.identifiers import Identifier
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import Definition
from covalue_measures.schema.version import Version


class ScoringRule(Definition):
    """The sum or mean of a subscale's items, after negatively keyed ones are mirrored.

    With fewer than ``minimum_answered`` answers there is no score. From there on a mean is
    taken over the items answered, and a sum is that mean times the number of items: the person
    mean fills the gaps, and only because the rule declares it.

    A ``count`` is the number of items answered with a value other than 0; it is for formative
    subscales, and like a sum of amounts it is not prorated.
    """

    id: Identifier
    version: Version
    title: LocalizedText
    subscale_id: Identifier
    method: Literal["sum", "mean", "count"]
    #: Answers needed; the subscale's number of items where nothing is prorated.
    minimum_answered: int = Field(ge=1)
