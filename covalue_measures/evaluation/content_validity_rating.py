"""The verdict on content validity, question by question."""

from typing import Literal, TypeAlias

from covalue_measures.evaluation.content_validity_rules import Adequacy, Judges, Method
from covalue_measures.records.content_validity_round import Aspect, ContentCriterion
from covalue_measures.schema.model import Definition

#: ``+`` sufficient, ``-`` insufficient, ``±`` sources disagree, ``?`` indeterminate.
ContentRating: TypeAlias = Literal["+", "-", "±", "?"]


class ContentSource(Definition):
    """What one group of people, in one language and by one method, says about a question."""

    method: Method
    #: Rater group, or role of the people interviewed.
    group: str
    judges: Judges
    language: str
    #: Number of the round of ratings; None for interviews.
    round: int | None
    #: Fewest people per item, among the items that enough people judged.
    n: int
    #: Items, or facets, that there are; that were judged; that meet the question.
    n_items: int
    n_judged: int
    n_met: int
    rating: Literal["+", "-", "?"]
    #: None where nothing is rated.
    adequacy: Adequacy | None
    reason: str


class CriterionRating(Definition):
    """One of the ten questions."""

    criterion: ContentCriterion
    aspect: Aspect
    question: str
    #: False where the measure has nothing to ask it about, such as no recall period.
    applies: bool
    rating: ContentRating
    #: Of the worst source that the rating rests on; None without any.
    adequacy: Adequacy | None
    sources: tuple[ContentSource, ...]
    reason: str


class AspectRating(Definition):
    """Relevance, comprehensiveness or comprehensibility."""

    aspect: Aspect
    rating: ContentRating
    adequacy: Adequacy | None
    reason: str


class ContentValidityRating(Definition):
    """Content validity of one version of a bank or form, by one rule set."""

    #: Name and version, with the form if one is meant.
    instrument: str
    rule_set: str
    source: str
    #: What of the rules was not read in their source.
    unconfirmed: str
    criteria: tuple[CriterionRating, ...]
    aspects: tuple[AspectRating, ...]
    rating: ContentRating
    #: The worst of all, capped where concepts were not elicited from the people it is for.
    adequacy: Adequacy | None
    #: Why the adequacy is capped; empty where it is not.
    development: str
    #: Records that were given and do not count, each with the reason.
    left_out: tuple[str, ...]

    def criterion(self, name: ContentCriterion) -> CriterionRating:
        """Return the rating of one question.

        Raises
        ------
        KeyError
            If the rule set does not have it.
        """
        for entry in self.criteria:
            if entry.criterion == name:
                return entry
        raise KeyError(f"rule set '{self.rule_set}' has no question '{name}'")
