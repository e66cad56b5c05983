"""One round in which raters judged the content of a bank."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, TypeAdapter, model_validator

from covalue_measures.records.iso_date import IsoDate
from covalue_measures.records.item_review import ItemReview
from covalue_measures.schema.identifiers import Identifier, Language
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.version import parse_version

#: What raters were asked. ``essential``: whether the construct can do without the item.
Aspect: TypeAlias = Literal["relevance", "comprehensiveness", "comprehensibility", "essential"]

#: The ten questions about content validity of Terwee et al. (2018), doi:10.1007/s11136-018-1829-0,
#: in their order.
ContentCriterion: TypeAlias = Literal[
    "relevant_to_construct",
    "relevant_to_population",
    "relevant_to_context",
    "response_options_appropriate",
    "recall_period_appropriate",
    "key_concepts_included",
    "instructions_understood",
    "items_understood",
    "wording_appropriate",
    "options_match_question",
]


def _refuse_other_than_reference(value: str) -> str:
    name, at, version = value.partition("@")
    if not at:
        raise ValueError(f"{value!r} names no version; write it as 'name@0.1.0'")
    TypeAdapter(Identifier).validate_python(name)
    parse_version(version)
    return value


#: Name and version of a bank, such as ``communication_service_user@0.1.0``.
BankReference: TypeAlias = Annotated[str, AfterValidator(_refuse_other_than_reference)]


class ContentValidityRound(Definition):
    """Ratings of one aspect, in one language, of the items of one version of a bank."""

    #: Version of this file format.
    format_version: Literal["1"] = "1"
    bank: BankReference
    #: None for the whole bank.
    form: Identifier | None = None
    #: Counted from 1 over the versions of the bank.
    round: int = Field(ge=1)
    #: Day on which the last rating came in.
    date: IsoDate
    language: Language
    aspect: Aspect
    #: Which of the COSMIN questions raters were asked; None where it was the aspect at large.
    criterion: ContentCriterion | None = None
    lowest: int = 1
    highest: int = 4
    reviews: tuple[ItemReview, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_rater_stands_once(self) -> "ContentValidityRound":
        if twice := repeated(review.rater for review in self.reviews):
            raise ValueError(f"rater '{twice[0]}' stands twice in round {self.round}")
        return self

    @model_validator(mode="after")
    def _ratings_are_on_the_scale(self) -> "ContentValidityRound":
        if self.lowest >= self.highest:
            raise ValueError(
                f"a rating scale from {self.lowest} to {self.highest} has nothing to choose between"
            )
        for review in self.reviews:
            for rating in review.ratings:
                if rating.rating is None:
                    continue
                if not self.lowest <= rating.rating <= self.highest:
                    raise ValueError(
                        f"rater '{review.rater}' gives item '{rating.item_id}' the rating"
                        f" {rating.rating}; the scale goes from {self.lowest} to {self.highest}"
                    )
        return self

    @model_validator(mode="after")
    def _criterion_is_of_the_aspect(self) -> "ContentValidityRound":
        if self.criterion is not None and aspect_of(self.criterion) != self.aspect:
            raise ValueError(
                f"the criterion '{self.criterion}' is one of {aspect_of(self.criterion)}, and the"
                f" round is about {self.aspect}"
            )
        return self


def aspect_of(criterion: ContentCriterion) -> Aspect:
    """Return the aspect of content validity that a criterion belongs to."""
    if criterion == "key_concepts_included":
        return "comprehensiveness"
    if criterion in (
        "instructions_understood",
        "items_understood",
        "wording_appropriate",
        "options_match_question",
    ):
        return "comprehensibility"
    return "relevance"
