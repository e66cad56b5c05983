import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covalue_measures.intake import json_stream
from covalue_measures.intake.json_stream import JsonStream, JsonStreamError, parse_strictly


def stream(text):
    return JsonStream(io.StringIO(text))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=20,
)


@given(st.lists(JSON, max_size=8), st.integers(1, 9), st.sampled_from([None, 1]))
def test_values_are_those_of_the_whole_text(values, chunk, indent):
    text = json.dumps(values, indent=indent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "_CHUNK", chunk)
        source = stream(text)
        source.take("[")
        found = []
        while not source.takes("]"):
            found.append(source.value())
            source.takes(",")
    assert found == values
    assert source.peek() == ""


def test_a_number_that_is_cut_goes_on(monkeypatch):
    monkeypatch.setattr(json_stream, "_CHUNK", 2)
    source = stream("12345 , 6.50")
    assert source.value() == 12345
    source.take(",")
    assert source.value() == "6.50"


def test_decimals_stay_text():
    assert parse_strictly('{"a": 3.0, "b": 3, "c": 1.10}') == {"a": "3.0", "b": 3, "c": "1.10"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "the key 'a' stands twice in one object"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ('{"a" 1}', "Expecting ':' delimiter at character 6"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused(text, message):
    with pytest.raises(JsonStreamError, match=f"^{re.escape(message)}$"):
        parse_strictly(text)
    with pytest.raises(JsonStreamError, match=re.escape(message.split(" at ")[0])):
        stream(text).value()


def test_a_place_is_named_by_its_line(monkeypatch):
    monkeypatch.setattr(json_stream, "_CHUNK", 4)
    source = stream('[\n1,\n2,\n\n{"a": x}]')
    source.take("[")
    for _ in range(2):
        source.value()
        source.take(",")
    with pytest.raises(JsonStreamError, match=r"^Expecting value \(line 5\)$"):
        source.value()
    with pytest.raises(JsonStreamError, match=r"^expecting '\]' \(line 5\)$"):
        source.take("]")


def test_a_value_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr(json_stream, "_CHUNK", 16)
    monkeypatch.setattr(json_stream, "_LONGEST", 64)
    with pytest.raises(JsonStreamError, match=r"^a value of more than 64 characters \(line 1\)$"):
        stream('"' + "a" * 1000).value()


def test_what_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b'{"a": "k\xf6n"}')
    source = JsonStream.open(path)
    with pytest.raises(JsonStreamError, match=r"^it is not text in UTF-8: invalid"):
        source.peek()
    source.close()
