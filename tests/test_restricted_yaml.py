import pytest

from covalue_measures.exceptions import MeasuresError
from covalue_measures.restricted_yaml import RestrictedYamlError, parse_restricted_yaml


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("~", "~"),
        ("null", "null"),
        ("", ""),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("010", "010"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("-0", "-0"),
        ("+1", "+1"),
        ("0", 0),
        ("42", 42),
        ("-99", -99),
        ('"42"', "42"),
        ("'true'", "true"),
        ("0123456789ab", "0123456789ab"),
    ],
)
def test_only_true_false_and_whole_numbers_are_not_text(written, value):
    found = parse_restricted_yaml(f"key: {written}\n")["key"]
    assert found == value
    assert type(found) is type(value)


def test_lists_mappings_comments_and_long_text():
    text = "a: [x, {b: 1}]  # why\nc: >-\n  one\n  two\nd:\n  - å\n"
    assert parse_restricted_yaml(text) == {"a": ["x", {"b": 1}], "c": "one two", "d": ["å"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3: the key 'a' stands twice"),
        ("x:\n  - {a: 1, a: 1}\n", "line 2: the key 'a' stands twice"),
        ("a: &name 1\n", r"line 1: anchors \(&name\) are not allowed"),
        ("a:\n  - &name {b: 1}\n", r"line 2: anchors \(&name\) are not allowed"),
        ("a: 1\nb: *name\n", r"line 2: aliases \(\*name\) are not allowed"),
        ("a: !!python/object/apply:os.system [ls]\n", r"line 1: tags \(.*os.system\) are not"),
        ("a: !!str 1\n", r"line 1: tags \(tag:yaml.org,2002:str\) are not allowed"),
        ("a: ! 1\n", r"line 1: tags \(!\) are not allowed"),
        ("a: {}\nb:\n  <<: {c: 1}\n", r"line 3: merge keys \(<<\) are not allowed"),
        ("a: 1\n2: b\n", "line 2: the key 2 is not a text"),
        ("true: b\n", "line 1: the key True is not a text"),
        ("? [a]\n: b\n", r"line 1: the key \['a'\] is not a text"),
        ("a: 1\nmål: att: göra\n", "line 2: mapping values are not allowed here"),
        ("a: [1\n", "line 2: "),
        ("a: 1\n---\nb: 2\n", "line 2: but found another document"),
        ("a: \x00\n", "special characters are not allowed"),
    ],
)
def test_what_surprises_or_executes_is_refused_with_its_line(text, message):
    with pytest.raises(RestrictedYamlError, match=message):
        parse_restricted_yaml(text)


def test_the_error_belongs_to_the_family():
    assert issubclass(RestrictedYamlError, MeasuresError)
