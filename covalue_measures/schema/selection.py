"""What must hold between items, the subscales over them, and the rules that score these."""

from collections.abc import Mapping, Sequence

from covalue_measures.schema.answer_scale import AnswerScale
from covalue_measures.schema.item import Item
from covalue_measures.schema.quantity_scale import QuantityScale
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.schema.subscale import Subscale


def check_selection(
    where: str,
    items: Mapping[str, Item],
    scales: Mapping[str, AnswerScale],
    subscales: Sequence[Subscale],
    rules: Sequence[ScoringRule],
) -> None:
    """Refuse subscales and rules that do not fit their items.

    Parameters
    ----------
    where : str
        What they belong to, such as ``form '4a'``.
    items, scales : mapping
        By id; every item's scale is among the scales.

    Raises
    ------
    ValueError
        Naming the subscale or rule, and what is wrong with it.
    """
    rules_of = {
        subscale.id: [rule for rule in rules if rule.subscale_id == subscale.id]
        for subscale in subscales
    }
    for subscale in subscales:
        if unknown := set(subscale.item_ids) - set(items):
            raise ValueError(
                f"subscale '{subscale.id}' of {where} names unknown items {sorted(unknown)}"
            )
        answered_on = {name: scales[items[name].response_scale] for name in subscale.item_ids}
        _check_scales(f"subscale '{subscale.id}' of {where}", subscale, answered_on)
        for rule in rules_of[subscale.id]:
            _check_rule(f"scoring rule '{rule.id}' of {where}", rule, subscale, answered_on)
    for rule in rules:
        if rule.subscale_id not in rules_of:
            raise ValueError(
                f"scoring rule '{rule.id}' of {where} scores subscale '{rule.subscale_id}',"
                " which is not defined there"
            )


def _check_scales(where: str, subscale: Subscale, answered_on: Mapping[str, AnswerScale]) -> None:
    if subscale.measurement_model == "formative":
        return
    amounts = [name for name, scale in answered_on.items() if isinstance(scale, QuantityScale)]
    if amounts:
        raise ValueError(
            f"{where} is reflective, but holds item '{amounts[0]}', whose answers are amounts"
        )
    if nominal := _without_order(answered_on):
        raise ValueError(f"{where} holds item '{nominal[0]}', whose options have no order")


def _check_rule(
    where: str, rule: ScoringRule, subscale: Subscale, answered_on: Mapping[str, AnswerScale]
) -> None:
    n_items = len(subscale.item_ids)
    if rule.minimum_answered > n_items:
        raise ValueError(f"{where} needs {rule.minimum_answered} answers of {n_items} items")
    amounts = {
        item_id: scale.unit
        for item_id, scale in answered_on.items()
        if isinstance(scale, QuantityScale)
    }
    if rule.method == "count":
        if subscale.measurement_model == "reflective":
            raise ValueError(f"{where} counts answers, which is for formative subscales")
        if amounts:
            raise ValueError(f"{where} counts answers, but {sorted(amounts)} are amounts")
    elif nominal := _without_order(answered_on):
        raise ValueError(
            f"{where} is a {rule.method} with item '{nominal[0]}', whose options have no order"
        )
    if amounts and rule.method == "mean":
        raise ValueError(f"{where} is a mean, but {sorted(amounts)} are amounts; sum them")
    if amounts and (len(amounts) < n_items or len(set(amounts.values())) > 1):
        raise ValueError(f"{where} adds up what has no common unit: {amounts}")
    if (amounts or rule.method == "count") and rule.minimum_answered < n_items:
        raise ValueError(
            f"{where} would fill gaps of a formative score: it needs {n_items} answers, not"
            f" {rule.minimum_answered}"
        )


def _without_order(answered_on: Mapping[str, AnswerScale]) -> list[str]:
    return [
        name
        for name, scale in answered_on.items()
        if not isinstance(scale, QuantityScale) and not scale.ordered
    ]
