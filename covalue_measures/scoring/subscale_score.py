"""One score of every respondent."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.responses import ResponseData
from covalue_measures.schema.quantity_scale import QuantityScale
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
    #: Steps of one category, or of one amount, from the lowest to the highest score, every item
    #: answered.
    n_steps: int
    #: Of a sum of amounts: ``count``, ``hours``, or currency and price year; else empty.
    unit: str = ""

    @property
    def is_prorated(self) -> BoolArray:
        """(n_respondents,) whether a score rests on fewer answers than items."""
        return (self.n_answered < len(self.item_ids)) & ~np.isnan(self.values)


def score_subscale(data: ResponseData, rule: ScoringRule) -> SubscaleScore:
    r"""Return the sum, mean or count that ``rule`` declares.

    .. math:: \bar{x} = \frac{1}{m} \sum_{\text{answered}} x_i, \qquad
              \text{sum} = k \, \bar{x}

    with k items of which m were answered; negatively keyed answers are mirrored first. Every kind
    of missing answer counts as not answered. A count is the number of items answered with a value
    other than 0.

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
    if rule.method == "count":
        numbers = np.where(np.isnan(numbers), np.nan, numbers != 0)
    n_items = subset.n_items
    n_answered = subset.is_answered.sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean = np.nansum(numbers, axis=1) / np.where(n_answered > 0, n_answered, np.nan)
    factor = 1 if rule.method == "mean" else n_items
    lowest, highest, n_steps = _reach(subset, rule)
    values: FloatArray = np.where(n_answered >= rule.minimum_answered, factor * mean, np.nan)
    return SubscaleScore(
        rule=rule,
        item_ids=subset.item_ids,
        # Sums of decimal amounts, such as 0.1 + 0.2, are decimals again.
        values=values if rule.method == "mean" else np.round(values, 9),
        n_answered=n_answered,
        possible_range=(lowest * factor / n_items, highest * factor / n_items),
        n_steps=n_steps,
        unit=unit_of_score(data, rule),
    )


def unit_of_score(data: ResponseData, rule: ScoringRule) -> str:
    """Return the unit of a score, empty if it has none; the items of one subscale share theirs."""
    if rule.method == "count":
        return ""
    return data.unit_of(data.select_subscale(rule.subscale_id).response_scales[0])


def _reach(data: ResponseData, rule: ScoringRule) -> tuple[int, int, int]:
    """Return the lowest and highest sum over the items, and the steps between them."""
    if rule.method == "count":
        return 0, data.n_items, data.n_items
    lowest = sum(scale.lowest for scale in data.response_scales)
    highest = sum(scale.highest for scale in data.response_scales)
    per_unit = max(
        scale.steps_per_unit if isinstance(scale, QuantityScale) else 1
        for scale in data.response_scales
    )
    return lowest, highest, (highest - lowest) * per_unit
