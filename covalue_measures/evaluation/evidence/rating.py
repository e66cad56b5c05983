"""The verdict on one measurement property."""

from typing import Literal

from covalue_measures.schema.model import Definition


class Rating(Definition):
    """``+`` sufficient, ``-`` insufficient, ``?`` indeterminate; always with the reason."""

    #: COSMIN name of the property, such as ``internal consistency``.
    measurement_property: str
    #: Subscale id, or ``instrument``.
    subject: str
    rating: Literal["+", "?", "-"]
    #: The number rated, as text with its name; empty where there is none.
    value: str
    threshold: str
    source: str
    reason: str
    #: False where the property needs other data than these.
    assessed: bool = True
    #: False where the property is none of this kind of instrument, such as alpha of amounts.
    applies: bool = True


class SampleSizeRating(Definition):
    """Whether the sample is large enough for one kind of analysis."""

    analysis: str
    subject: str
    n: int
    n_items: int
    adequacy: Literal["very good", "adequate", "doubtful", "inadequate"]
    threshold: str
    source: str
