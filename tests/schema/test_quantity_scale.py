import json

import pytest
from costs_case import costs_bank, costs_content
from pydantic import ValidationError

from covalue_measures.schema import ItemBank, QuantityScale


def test_an_item_is_answered_on_its_quantity_scale():
    bank = costs_bank()
    scale = bank.response_scale(bank.item("co01"))
    assert isinstance(scale, QuantityScale)
    assert (scale.steps_per_unit, scale.lowest, scale.highest) == (100, 0, 100_000)
    assert scale.describe_allowed() == (
        "0-100000 in steps of 0.01, or missing -98 (not_applicable), -97 (dont_know)"
    )
    assert "quantity_scales.hours.label" in dict(bank.texts())
    assert "quantity_scales.hours.missing.na.label" in dict(bank.texts())


REFUSED = [
    ("quantity_scales.0.minimum", 100_000, "quantity scale 'money' goes from 100000 to 100000"),
    ("quantity_scales.0.unit", "count", "quantity scale 'money' counts, and so has no decimals"),
    ("quantity_scales.0.decimals", 4, "less than or equal to 3"),
    ("quantity_scales.0.missing.1.code", "na", "quantity scale 'money' repeats the code 'na'"),
    ("quantity_scales.0.missing.1.value", -98, "quantity scale 'money' repeats the value '-98'"),
    ("quantity_scales.0.id", "reason", "bank 'costs' has two response scales 'reason'"),
    ("items.0.keying", "negative", "'co01' is negatively keyed, but an amount cannot be mirrored"),
    (
        "subscales.0.measurement_model",
        "reflective",
        "subscale 'money' of bank 'costs' is reflective, but holds item 'co01', whose answers are",
    ),
    (
        "subscales.0.item_ids",
        ["co01", "co03"],
        "scoring rule 'money_sum' of bank 'costs' adds up what has no common unit:"
        " {'co01': 'currency', 'co03': 'hours'}",
    ),
    (
        "subscales.0.item_ids",
        ["co01", "co05"],
        "'money_sum' of bank 'costs' is a sum with item 'co05', whose options have no order",
    ),
    (
        "scoring_rules.0.minimum_answered",
        1,
        "'money_sum' of bank 'costs' would fill gaps of a formative score: it needs 2 answers",
    ),
    (
        "scoring_rules.2.minimum_answered",
        1,
        "'forgone_count' of bank 'costs' would fill gaps of a formative score",
    ),
    (
        "scoring_rules.0.method",
        "count",
        r"scoring rule 'money_sum' of bank 'costs' counts answers, but \['co01', 'co02'\] are",
    ),
    ("scoring_rules.0.method", "mean", r"is a mean, but \['co01', 'co02'\] are amounts; sum them"),
    ("scoring_rules.2.method", "sum", "is a sum with item 'co05', whose options have no order"),
]


@pytest.mark.parametrize(("path", "value", "message"), REFUSED)
def test_what_does_not_fit_amounts_is_refused(path, value, message):
    content = costs_content()
    *parents, last = path.split(".")
    place = content
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    place[last] = value
    with pytest.raises(ValidationError, match=message):
        ItemBank.model_validate_json(json.dumps(content))


def test_a_count_is_for_formative_subscales(content, parse):
    content["scoring_rules"][0]["method"] = "count"
    message = "'total_mean' of bank 'demo' counts answers, which is for formative subscales"
    with pytest.raises(ValidationError, match=message):
        parse(content)


def test_a_bank_of_amounts_claims_no_structure():
    content = costs_content() | {"structure": {"kind": "one_factor", "subscale_ids": ["money"]}}
    with pytest.raises(ValidationError, match="must state a structure exactly when"):
        ItemBank.model_validate_json(json.dumps(content))
