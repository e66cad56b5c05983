"""One score of every respondent."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.responses import ResponseData
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class SubscaleScore:
    """One rule applied to every respondent."""

    rule: ScoringRule
    item_ids: tuple[str, ...]
    #: (n_respondents,) NaN where too few items were answered.
    values: FloatArray
    #: (n_respondents,) items answered.
    n_answered: IntArray
    #: Lowest and highest score that the items allow.
    possible_range: tuple[float, float]
    #: Steps of one category from the lowest to the highest score, every item answered.
    n_steps: int

    @property
    def is_prorated(self) -> BoolArray:
        """(n_respondents,) whether a score rests on fewer answers than items."""
        return (self.n_answered < len(self.item_ids)) & ~np.isnan(self.values)


def score_subscale(data: ResponseData, rule: ScoringRule) -> SubscaleScore:
    r"""Return the sum or mean that ``rule`` declares.

    .. math:: \bar{x} = \frac{1}{m} \sum_{\text{answered}} x_i, \qquad
              \text{sum} = k \, \bar{x}

    with k items of which m were answered; negatively keyed answers are mirrored first. Every kind
    of missing answer counts as not answered.

    Parameters
    ----------
    data : ResponseData
        Must hold every item of the subscale.
    rule : ScoringRule

    Raises
    ------
    ResponseDataError
        If an item of the subscale is not among the answers.
    """
    subset = data.select_subscale(rule.subscale_id)
    numbers = subset.to_array(keyed=True)
    n_items = subset.n_items
    n_answered = subset.is_answered.sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean = np.nansum(numbers, axis=1) / np.where(n_answered > 0, n_answered, np.nan)
    factor = n_items if rule.method == "sum" else 1
    lowest = sum(scale.values[0] for scale in subset.response_scales)
    highest = sum(scale.values[-1] for scale in subset.response_scales)
    return SubscaleScore(
        rule=rule,
        item_ids=subset.item_ids,
        values=np.where(n_answered >= rule.minimum_answered, factor * mean, np.nan),
        n_answered=n_answered,
        possible_range=(lowest * factor / n_items, highest * factor / n_items),
        n_steps=highest - lowest,
    )
