"""Scores as XPath over the answers, equal to those that are made from them."""

from covalue_measures.schema import Instrument, Item, QuantityScale, ScoringRule


def score_expression(instrument: Instrument, rule: ScoringRule) -> str:
    """Return the XPath 3.1 expression of a score; it gives nothing where too few are answered.

    An answer is a variable named as its item, which is empty where there is none. Missing options
    are below zero, and so count as none.
    """
    items = score_items(instrument, rule)
    scale = instrument.response_scale(items[0])
    total = "sum($points)"
    if isinstance(scale, QuantityScale) and scale.decimals:
        # Sums of decimal amounts, such as 0.1 + 0.2, are decimals again.
        total = f"round({total}, {scale.decimals})"
    if rule.method == "mean":
        total = f"{total} div count($points)"
    elif rule.minimum_answered < len(items):
        total = f"{total} * {len(items)} div count($points)"
    points = ", ".join(_points(instrument, item, rule) for item in items)
    return (
        f"let $points := ({points}) return"
        f" if (count($points) ge {rule.minimum_answered}) then {total} else ()"
    )


def score_items(instrument: Instrument, rule: ScoringRule) -> list[Item]:
    """Return the items that a rule scores."""
    return [instrument.bank.item(name) for name in instrument.subscale(rule.subscale_id).item_ids]


def _points(instrument: Instrument, item: Item, rule: ScoringRule) -> str:
    answer = f"${item.id}[. ge 0]"
    if rule.method == "count":
        return f"{answer} ! (if (. ne 0) then 1 else 0)"
    if not item.is_reversed:
        return answer
    scale = instrument.response_scale(item)
    return f"{scale.lowest + scale.highest} - {answer}"
