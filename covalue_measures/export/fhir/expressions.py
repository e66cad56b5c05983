"""Scores as FHIRPath expressions over a response."""

from itertools import groupby

from covalue_measures.export.fhir.questions import option_weight
from covalue_measures.schema import AnswerScale, Instrument, Item, QuantityScale, ScoringRule


def score_expression(instrument: Instrument, rule: ScoringRule) -> str:
    """Return the FHIRPath expression of a score; it gives nothing where too few are answered.

    It maps the codes of answers to points and reads no weight: form fillers look for weights in
    different places, and some lose them. A code without points, which a missing option has, drops
    out of both the sum and the count.
    """
    item_ids = instrument.subscale(rule.subscale_id).item_ids
    items = [instrument.bank.item(item_id) for item_id in item_ids]
    points = _points(instrument, items, rule)
    score = f"{points}.sum()"
    if rule.method == "mean":
        score = f"{score} / {points}.count()"
    elif rule.minimum_answered < len(items):
        score = f"{score} * {len(items)} / {points}.count()"
    if decimals := max(_decimals(instrument.response_scale(item)) for item in items):
        # Binary sums of decimal amounts, such as 0.1 + 0.2, are decimals again.
        score = f"({score}).round({decimals})" if rule.method == "sum" else score
    return f"iif({points}.count() >= {rule.minimum_answered}, {score}, {{}})"


def _decimals(scale: AnswerScale) -> int:
    return scale.decimals if isinstance(scale, QuantityScale) else 0


def _points(instrument: Instrument, items: list[Item], rule: ScoringRule) -> str:
    """Return the collection of points, one for every item answered."""

    def kind(item: Item) -> tuple[str, bool]:
        return item.response_scale, item.is_reversed

    # One part for the items that share their points; a sort keeps the order of equals.
    runs = [list(run) for _, run in groupby(sorted(items, key=kind), key=kind)]
    first, *others = (_points_of_run(run, instrument.response_scale(run[0]), rule) for run in runs)
    return first + "".join(f".combine({part})" for part in others)


def _points_of_run(run: list[Item], scale: AnswerScale, rule: ScoringRule) -> str:
    names = " | ".join(f"'{item.id}'" for item in run)
    answers = f"%resource.repeat(item).where(linkId in ({names})).answer.value"
    if isinstance(scale, QuantityScale):
        return answers
    points = "{}"
    for option in reversed(scale.options):
        weight = option_weight(run[0], scale, option.value)
        if rule.method == "count":
            weight = int(weight != 0)
        points = f"iif($this = '{option.code}', {weight}, {points})"
    return f"{answers}.code.select({points})"
