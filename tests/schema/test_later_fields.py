"""Fields that came after documents were released: silent, they change no digest."""

import pytest
from pydantic import ValidationError

from covalue_measures.schema import canonical_json

#: What a test adds to the valid bank of ``conftest``: place, and a value that says something.
LATER = [
    (("items", 0), "pair_id", "com_words"),
    (("items", 0), "waivers", [{"rule": "L01", "reason": "One act in two words."}]),
    (("response_scales", 0), "kind", "frequency"),
    (
        ("forms", 0),
        "choices",
        [{"item_id": "de02", "reason": "Short."}, {"item_id": "de03", "reason": "Clear."}],
    ),
    ((), "waivers", [{"rule": "R01", "reason": "Long words are names.", "path": "readability"}]),
]


def _at(content, place):
    for key in place:
        content = content[key]
    return content


@pytest.mark.parametrize(("place", "field", "value"), LATER)
def test_a_later_field_is_written_only_where_it_says_something(content, parse, place, field, value):
    before = parse(content)
    assert field not in _at(before.model_dump(mode="json"), place)
    _at(content, place)[field] = [] if isinstance(value, list) else None
    assert canonical_json(parse(content)) == canonical_json(before)
    _at(content, place)[field] = value
    after = parse(content)
    assert field in _at(after.model_dump(mode="json"), place)
    assert after.digest != before.digest
    assert type(after).model_validate_json(canonical_json(after)) == after


def test_a_retired_bank_may_say_why(content, parse):
    content |= {"retirement": {"reason": "Items were misread.", "superseded_by": "demo2"}}
    with pytest.raises(ValidationError, match="gives a reason for retirement, but its status is"):
        parse(content)
    retired = parse(content | {"status": "retired"})
    assert retired.retirement is not None
    assert retired.retirement.superseded_by == "demo2"


def test_an_items_waiver_is_about_the_item_and_a_banks_says_its_path(content, parse):
    waiver = {"rule": "L16", "reason": "Three options are enough here."}
    content["items"][0]["waivers"] = [waiver | {"path": "response_scales.freq3"}]
    with pytest.raises(ValidationError, match="waiver L16 of item 'de01' has a path"):
        parse(content)
    content["items"][0]["waivers"] = []
    content["waivers"] = [waiver]
    with pytest.raises(ValidationError, match="waiver L16 of bank 'demo' does not say its path"):
        parse(content)


@pytest.mark.parametrize("code", ["L00", "L22", "L1", "R02", "l01"])
def test_a_waiver_names_a_rule_that_there_is(content, parse, code):
    content["items"][0]["waivers"] = [{"rule": code, "reason": "None."}]
    with pytest.raises(ValidationError, match="rule"):
        parse(content)


def test_a_form_gives_its_reasons_for_each_item_in_order(content, parse):
    reasons = [{"item_id": name, "reason": "Good."} for name in ("de03", "de02")]
    content["forms"][0]["choices"] = reasons
    message = r"form '2a' gives reasons for \['de03', 'de02'\], and holds \['de02', 'de03'\]"
    with pytest.raises(ValidationError, match=message):
        parse(content)
