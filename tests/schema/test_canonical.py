import json

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from covalue_measures.schema import ItemBank, canonical_json, digest
from covalue_measures.schema.canonical import digest_of_bytes, parse_json


# RFC 8785, section 3.2.2.3 and appendix B: numbers are written as ECMAScript writes them.
@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1.0, "1"),
        (0.0, "0"),
        (-0.0, "0"),
        (4.5, "4.5"),
        (2e-3, "0.002"),
        (1e-7, "1e-7"),
        (1e-27, "1e-27"),
        (1e30, "1e+30"),
        (1e21, "1e+21"),
        (333333333.33333329, "333333333.3333333"),
        (5e-324, "5e-324"),
        (9007199254740991, "9007199254740991"),
    ],
)
def test_numbers_have_one_spelling(number, written):
    assert canonical_json({"n": number}) == f'{{"n":{written}}}'.encode()


def test_keys_are_sorted_by_utf16_code_units():
    # RFC 8785, section 3.2.3: the example and its order.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(dict.fromkeys(names, 0)))) == expected


def test_text_is_utf8_with_the_shortest_escapes():
    # RFC 8785, section 3.2.2.2.
    written = canonical_json({"t": "\u20ac$\u000f\nA'B\"\\"})
    assert written == '{"t":"\u20ac$\\u000f\\nA\'B\\"\\\\"}'.encode()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 2**53, -(2**53)])
def test_numbers_without_an_exact_form_are_refused(number):
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json({"n": number})


def test_no_space_and_no_line_end():
    assert canonical_json({"b": [1, None, True], "a": "x"}) == b'{"a":"x","b":[1,null,true]}'


def test_digest_is_the_sha256_of_the_bytes():
    # printf '{}' | sha256sum
    known = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert digest({}) == known
    assert digest_of_bytes(b"{}") == known


def test_a_bank_comes_back_byte_for_byte(bank: ItemBank):
    content = canonical_json(bank)
    again = ItemBank.model_validate_json(content)
    assert again == bank
    assert canonical_json(again) == content
    assert again.digest == bank.digest == digest_of_bytes(content)


def test_defaults_written_out_or_left_out_give_the_same_digest(bank: ItemBank, content, parse):
    content["format_version"] = "1"
    for item in content["items"]:
        item |= {"revision": 1, "status": "active"}
    assert parse(content).digest == bank.digest
    assert b'"revision":1' in canonical_json(bank)


def test_the_order_of_fields_in_the_file_does_not_matter(bank: ItemBank, content, parse):
    backwards = dict(reversed(content.items()))
    assert list(backwards) != list(content)
    assert parse(backwards).digest == bank.digest


def test_any_change_of_content_changes_the_digest(bank: ItemBank, content, parse):
    content["items"][0]["keying"] = "negative"
    assert parse(content).digest != bank.digest


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '{"x": [{"a": 1, "b": 2, "a": 3}]}'])
def test_a_repeated_key_is_refused(text):
    with pytest.raises(ValueError, match="the key 'a' stands twice in one object"):
        parse_json(text)


def test_parse_json_takes_bytes_and_refuses_what_is_not_utf8():
    assert parse_json(b'{"a": [1, "\xc3\xa5"]}') == {"a": [1, "å"]}
    with pytest.raises(ValueError, match="can't decode byte"):
        parse_json(b'{"a": "\xe5"}')


SCALARS = st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(max_size=5)
KEYS = st.text(max_size=5)
DOCUMENTS = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda values: st.lists(values, max_size=3) | st.dictionaries(KEYS, values, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


@settings(max_examples=50, deadline=None, database=None)
@given(DOCUMENTS)
def test_canonical_form_keeps_the_value_and_is_its_own_canonical_form(document):
    written = canonical_json(document)
    assert parse_json(written) == document
    assert canonical_json(parse_json(written)) == written
