"""Scores as expressions of LimeSurvey, equal to those that are made from its data."""

from collections.abc import Mapping

from covalue_measures.export.limesurvey.question_codes import answered_code
from covalue_measures.schema import Instrument, Item, QuantityScale, ScoringRule


def whole_answer(amount: str, why: str) -> str:
    """Return the expression of an amount, or of the code why there is none."""
    return f"{{if(strlen({amount}) gt 0, {amount}, {why})}}"


def is_open(amount: str) -> str:
    """Return the expression that holds while there is no amount.

    By the length of the text: some releases of LimeSurvey take the amount 0 for none.
    """
    return f"strlen({amount}) eq 0"


def answered(instrument: Instrument, rule: ScoringRule, variables: Mapping[str, str]) -> str:
    """Return the expression that counts the answers a rule can use."""
    items = _items(instrument, rule)
    return f"{{sum({', '.join(_is_answered(instrument, item, variables) for item in items)})}}"


def score(
    instrument: Instrument, rule: ScoringRule, number: int, variables: Mapping[str, str]
) -> str:
    """Return the expression of a score; it gives nothing where too few are answered.

    Operators are words: a text field would escape signs. Answers without points add 0 and are
    not counted, so that nothing depends on how an empty text is added up.
    """
    items = _items(instrument, rule)
    count = f"{answered_code(number)}.NAOK"
    total = f"sum({', '.join(_points(instrument, item, rule, variables) for item in items)})"
    scale = instrument.response_scale(items[0])
    if isinstance(scale, QuantityScale) and scale.decimals:
        # Sums of decimal amounts, such as 0.1 + 0.2, are decimals again.
        total = f"round({total}, {scale.decimals})"
    if rule.method == "mean":
        total = f"{total} / {count}"
    elif rule.minimum_answered < len(items):
        total = f"{len(items)} * {total} / {count}"
    return f"{{if({count} ge {rule.minimum_answered}, {total}, '')}}"


def _items(instrument: Instrument, rule: ScoringRule) -> list[Item]:
    return [instrument.bank.item(name) for name in instrument.subscale(rule.subscale_id).item_ids]


def _is_answered(instrument: Instrument, item: Item, variables: Mapping[str, str]) -> str:
    scale, answer = instrument.response_scale(item), variables[item.id]
    missing = () if isinstance(scale, QuantityScale) else scale.missing
    gaps = [f"strlen({answer}) eq 0", *(f"{answer} eq '{option.code}'" for option in missing)]
    return f"if({' or '.join(gaps)}, 0, 1)"


def _points(
    instrument: Instrument, item: Item, rule: ScoringRule, variables: Mapping[str, str]
) -> str:
    scale, answer = instrument.response_scale(item), variables[item.id]
    if isinstance(scale, QuantityScale):
        return f"if(strlen({answer}) gt 0, {answer}, 0)"
    points = "0"
    for option in reversed(scale.options):
        value = scale.reverse(option.value) if item.is_reversed else option.value
        if rule.method == "count":
            value = int(option.value != 0)
        points = f"if({answer} eq '{option.code}', {value}, {points})"
    return points
