"""Scores as calculated fields, equal to those that are made from the data.

Every answer is guarded by ``[x] <> '' and [x] >= 0``: missing options are below zero, and no
negative number is written out, which other readers of data dictionaries break.
"""

from covalue_measures.schema import Instrument, Item, QuantityScale, ScoringRule


def items_of(instrument: Instrument, rule: ScoringRule) -> tuple[Item, ...]:
    """Return the items that a rule scores."""
    return tuple(map(instrument.bank.item, instrument.subscale(rule.subscale_id).item_ids))


def answered_calculation(items: tuple[Item, ...]) -> str:
    """Return the number of items answered."""
    return " + ".join(f"if({_is_answered(item)}, 1, 0)" for item in items)


def score_calculation(instrument: Instrument, rule: ScoringRule, answered: str) -> str:
    """Return the score, empty where fewer items are answered than the rule needs.

    Parameters
    ----------
    answered : str
        Name of the field with the number of items answered.
    """
    items = items_of(instrument, rule)
    total = " + ".join(_points(instrument, item, rule) for item in items)
    scale = instrument.response_scale(items[0])
    if isinstance(scale, QuantityScale) and scale.decimals:
        # Sums of decimal amounts, such as 0.1 + 0.2, are decimals again.
        score = f"round({total}, {scale.decimals})"
    elif rule.method == "mean":
        score = f"({total}) / [{answered}]"
    elif rule.minimum_answered < len(items):
        score = f"{len(items)} * ({total}) / [{answered}]"
    else:
        score = total
    return f"if([{answered}] >= {rule.minimum_answered}, {score}, '')"


def _points(instrument: Instrument, item: Item, rule: ScoringRule) -> str:
    scale = instrument.response_scale(item)
    if rule.method == "count":
        points = f"if([{item.id}] <> 0, 1, 0)"
    elif item.is_reversed:
        points = f"{scale.lowest + scale.highest} - [{item.id}]"
    else:
        points = f"[{item.id}]"
    return f"if({_is_answered(item)}, {points}, 0)"


def _is_answered(item: Item) -> str:
    return f"[{item.id}] <> '' and [{item.id}] >= 0"
