import json

import pytest
from pydantic import ValidationError

from covalue_measures.schema import Form, Subscale


@pytest.fixture
def form_content(content):
    return content["forms"][0]


def parse_form(content) -> Form:
    return Form.model_validate_json(json.dumps(content))


def test_items_keep_the_order_of_the_form(form_content):
    form_content["item_ids"] = ["de03", "de02"]
    assert parse_form(form_content).item_ids == ("de03", "de02")


@pytest.mark.parametrize(
    ("item_ids", "message"),
    [
        (["de02", "de03", "de02"], "form '2a' names item 'de02' twice"),
        (["de02"], r"form '2a': items and subscales disagree about \['de03'\]"),
        (["de01", "de02", "de03"], r"form '2a': items and subscales disagree about \['de01'\]"),
        ([], "at least 1 item"),
    ],
)
def test_items_and_subscales_must_agree(form_content, item_ids, message):
    form_content["item_ids"] = item_ids
    with pytest.raises(ValidationError, match=message):
        parse_form(form_content)


def test_the_choice_needs_a_reason(form_content):
    del form_content["rationale"]
    with pytest.raises(ValidationError, match="rationale\n  Field required"):
        parse_form(form_content)


def test_a_subscale_names_an_item_once(form_content):
    subscale = form_content["subscales"][0] | {"item_ids": ["de02", "de02"]}
    with pytest.raises(ValidationError, match="subscale 'total' names item 'de02' twice"):
        Subscale.model_validate_json(json.dumps(subscale))
