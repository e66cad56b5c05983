"""Scores as calculations of a form, equal to those that are made from its data."""

from collections.abc import Iterator

from covalue_measures.export.odk.sheet_row import Row, calculate
from covalue_measures.schema import Instrument, Item, QuantityScale, ScoringRule


def score_rows(instrument: Instrument) -> Iterator[Row]:
    """Yield the rows that compute every declared score, each named as its rule.

    A rule whose id is an item's too, or starts with a digit, has ``score_`` before it. A score is
    empty where fewer items are answered than the rule needs.
    """
    for rule in instrument.scoring_rules:
        is_free = rule.id not in instrument.item_ids and rule.id[0].isalpha()
        yield calculate(rule.id if is_free else f"score_{rule.id}", _score(instrument, rule))


def _score(instrument: Instrument, rule: ScoringRule) -> str:
    items = tuple(map(instrument.bank.item, instrument.subscale(rule.subscale_id).item_ids))
    answered = " + ".join(f"if({_is_answered(item)}, 1, 0)" for item in items)
    total = " + ".join(_points(instrument, item, rule) for item in items)
    scale = instrument.response_scale(items[0])
    if isinstance(scale, QuantityScale) and scale.decimals:
        # Sums of decimal amounts, such as 0.1 + 0.2, are decimals again.
        score = f"round({total}, {scale.decimals})"
    elif rule.method == "mean":
        score = f"({total}) div ({answered})"
    elif rule.minimum_answered < len(items):
        score = f"{len(items)} * ({total}) div ({answered})"
    else:
        score = total
    return f"if({answered} >= {rule.minimum_answered}, {score}, '')"


def _points(instrument: Instrument, item: Item, rule: ScoringRule) -> str:
    answer, scale = f"${{{item.id}}}", instrument.response_scale(item)
    if rule.method == "count":
        points = f"if({answer} != 0, 1, 0)"
    elif item.is_reversed:
        points = f"{scale.lowest + scale.highest} - {answer}"
    else:
        points = answer
    return f"if({_is_answered(item)}, {points}, 0)"


def _is_answered(item: Item) -> str:
    """Return the condition that there is an answer: missing options are below zero."""
    return f"${{{item.id}}} != '' and ${{{item.id}}} >= 0"
