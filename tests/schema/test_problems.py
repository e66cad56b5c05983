import pytest
from pydantic import ValidationError

from covalue_measures.schema.problems import describe_validation_error


def described(parse, content) -> str:
    with pytest.raises(ValidationError) as caught:
        parse(content)
    return describe_validation_error(caught.value)


def test_a_problem_names_the_field_the_rule_and_the_value(put, parse):
    text = described(parse, put("items.0.keying", "reverse"))
    assert text == ("items.0.keying: Input should be 'positive' or 'negative' (found 'reverse')")


def test_one_line_per_problem(put, parse):
    put("items.0.keying", "reverse")
    content = put("status", "final")
    del content["license"]
    assert described(parse, content).splitlines() == [
        "status: Input should be 'draft', 'candidate', 'released' or 'retired' (found 'final')",
        "license: Field required",
        "items.0.keying: Input should be 'positive' or 'negative' (found 'reverse')",
    ]


def test_a_contradiction_in_the_whole_document_has_no_prefix_of_pydantic(put, parse):
    text = described(parse, put("structure", None))
    assert text.startswith("document: bank 'demo' must state a structure")
