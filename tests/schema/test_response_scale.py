import json

import pytest
from pydantic import ValidationError

from covalue_measures.schema import MissingReason, ResponseScale


@pytest.fixture
def scale_content(content):
    return content["response_scales"][0]


def parse_scale(content) -> ResponseScale:
    return ResponseScale.model_validate_json(json.dumps(content))


def test_values_keep_the_order_of_the_options(scale_content):
    scale = parse_scale(scale_content)
    assert scale.values == (0, 1, 2)
    assert scale.ordered
    assert scale.empty_cell is MissingReason.SKIPPED
    assert scale.missing[0].reason is MissingReason.NOT_APPLICABLE


@pytest.mark.parametrize(("values", "mirrored"), [((0, 1, 2), (2, 1, 0)), ((1, 4, 7), (7, 4, 1))])
def test_reverse_mirrors_between_the_ends(scale_content, values, mirrored):
    for option, value in zip(scale_content["options"], values, strict=True):
        option["value"] = value
    scale = parse_scale(scale_content)
    assert tuple(map(scale.reverse, values)) == mirrored
    assert tuple(scale.reverse(scale.reverse(value)) for value in values) == values


@pytest.mark.parametrize(
    ("values", "has_missing", "described"),
    [
        ((0, 1, 2), False, "0-2"),
        ((0, 1, 2), True, "0-2, or missing -9 (not_applicable)"),
        ((1, 3, 5), False, "1, 3, 5"),
    ],
)
def test_allowed_values_are_described_for_a_message(scale_content, values, has_missing, described):
    for option, value in zip(scale_content["options"], values, strict=True):
        option["value"] = value
    if not has_missing:
        scale_content["missing"] = []
    assert parse_scale(scale_content).describe_allowed() == described


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("options", 1, "code"), "nev", "response scale 'freq3' repeats the code 'nev'"),
        (("missing", 0, "code"), "alw", "response scale 'freq3' repeats the code 'alw'"),
        (("options", 2, "value"), 1, "response scale 'freq3' repeats the value '1'"),
        (("options", 0, "value"), 9, r"'freq3' is ordered, but its values are \[9, 1, 2\]"),
        (("options", 0, "value"), -1, "greater than or equal to 0"),
        (("options", 0, "value"), 1000, "less than 1000"),
        (("options", 0, "value"), True, "valid integer"),
        (("options", 0, "value"), 0.5, "valid integer"),
        (("options", 0, "value"), "0", "valid integer"),
        (("options", 0, "code"), "never1", "String should match pattern"),
        (("missing", 0, "value"), 9, "less than 0"),
        (("missing", 0, "value"), -100_000, "greater than -100000"),
        (("missing", 0, "reason"), "lazy", "Input should be 'not_applicable', 'dont_know'"),
    ],
)
def test_contradictions_are_refused(scale_content, path, value, message):
    kind, position, field = path
    scale_content[kind][position][field] = value
    with pytest.raises(ValidationError, match=message):
        parse_scale(scale_content)


def test_two_missing_options_need_two_values(scale_content):
    first = scale_content["missing"][0]
    scale_content["missing"].append(first | {"code": "dk", "reason": "dont_know"})
    with pytest.raises(ValidationError, match="repeats the value '-9'"):
        parse_scale(scale_content)


def test_one_option_is_no_scale(scale_content):
    del scale_content["options"][1:]
    with pytest.raises(ValidationError, match="at least 2 items"):
        parse_scale(scale_content)


def test_nominal_options_may_stand_in_any_order(content):
    scale = parse_scale(content["response_scales"][1])
    assert not scale.ordered
    assert scale.values == (2, 1)
    assert scale.describe_allowed() == "2, 1"
