"""Expressions that compute scores in a FHIR Questionnaire."""

import json
import re
from typing import Any

import pytest
from fhir_exports import export, extensions, items_by_id, questionnaire
from survey_exports import changed, draft

from covalue_measures.exceptions import InstrumentError
from covalue_measures.schema import ItemBank

CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def expression(bank: ItemBank, *, rule: int = 0, **settings: Any) -> str:
    """Return the expression of one of a bank's rules, with other settings."""
    rules = [json.loads(rule.model_dump_json()) for rule in bank.scoring_rules]
    rules[rule] |= settings
    resource = questionnaire(changed(bank, scoring_rules=rules), profile="score")
    item = items_by_id(resource)[rules[rule]["id"]]
    assert (item["type"], item["readOnly"]) == ("decimal", True)
    found = extensions(item)[CALCULATED]["valueExpression"]
    assert found["language"] == "text/fhirpath"
    text: str = found["expression"]
    return text


STRAIN = (
    "%resource.repeat(item).where(linkId in ('strfc01' | 'strfc02' | 'strfc03' | 'strfc04'))"
    ".answer.value.code.select(iif($this = 'not', 0, iif($this = 'lit', 1, iif($this = 'fai', 2,"
    " iif($this = 'ver', 3, iif($this = 'ext', 4, {}))))))"
)


@pytest.mark.parametrize(
    ("method", "minimum_answered", "expected"),
    [
        ("mean", 3, f"iif({STRAIN}.count() >= 3, {STRAIN}.sum() / {STRAIN}.count(), {{}})"),
        ("sum", 3, f"iif({STRAIN}.count() >= 3, {STRAIN}.sum() * 4 / {STRAIN}.count(), {{}})"),
        ("sum", 4, f"iif({STRAIN}.count() >= 4, {STRAIN}.sum(), {{}})"),
    ],
)
def test_a_score_maps_codes_to_points_and_counts_them(
    method: str, minimum_answered: int, expected: str
) -> None:
    bank = draft("cost_strain_family")

    assert expression(bank, method=method, minimum_answered=minimum_answered) == expected


def test_a_mirrored_item_has_points_of_its_own() -> None:
    found = expression(draft("access_service_user"))

    assert ".combine(%resource.repeat(item).where(linkId in ('accsu12'))" in found
    assert "iif($this = 'nev', 4, iif($this = 'rar', 3," in found


def test_a_sum_of_decimal_amounts_is_decimal_again() -> None:
    money = "%resource.repeat(item).where(linkId in ('cstsu01' | 'cstsu02' | 'cstsu03'))"
    money += ".answer.value"
    assert expression(draft("costs_inventory_service_user")) == (
        f"iif({money}.count() >= 3, ({money}.sum()).round(2), {{}})"
    )


def test_a_count_is_of_answers_other_than_none() -> None:
    reasons = expression(draft("access_service_user"), rule=1)

    assert "iif($this = 'no', 0, iif($this = 'ycost', 1, iif($this = 'ywait', 1," in reasons


def test_a_score_cannot_be_called_as_a_question() -> None:
    bank = draft("cost_strain_family")
    content = bank.model_copy(update={"translations": (), "forms": ()}).model_dump_json()
    content = re.sub(r',"sv":"(\\.|[^"\\])*"', "", content)
    clash = content.replace(f'"id":"{bank.scoring_rules[0].id}"', f'"id":"{bank.items[0].id}"')

    with pytest.raises(InstrumentError, match=f"'{bank.items[0].id}' of 'cost_strain_family@"):
        export(ItemBank.model_validate_json(clash))
