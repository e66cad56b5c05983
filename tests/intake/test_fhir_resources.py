import json
import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.fhir_resources import resources_in

ONE = {"resourceType": "QuestionnaireResponse", "id": "a"}


def read(tmp_path, content, name="a.json"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return list(resources_in(path))


def test_the_type_may_stand_after_the_entries(tmp_path):
    content = json.dumps({"entry": [{"resource": ONE}], "total": 1, "resourceType": "Bundle"})
    assert read(tmp_path, content) == [(1, ONE)]


def test_an_empty_bundle_holds_nothing(tmp_path):
    assert read(tmp_path, '{"resourceType": "Bundle", "entry": []}') == []
    assert read(tmp_path, '{"resourceType": "Bundle"}') == []


def test_lines_are_counted_with_the_blank_ones(tmp_path):
    content = f"\ufeff{json.dumps(ONE)}\r\n\r\n{json.dumps(ONE)}"
    assert [place for place, _ in read(tmp_path, content, "a.ndjson")] == [1, 3]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "a.json holds a list; a Bundle or one resource is read."),
        ("{}", "a.json holds no resource of FHIR: it has no resourceType."),
        ('{"a": 1}', "a.json holds no resource of FHIR: it has no resourceType."),
        (
            '{"resourceType": "Bundle", "entry": [{"fullUrl": "urn:1"}]}',
            "Entry 1 of a.json holds no resource of FHIR: it has no resourceType.",
        ),
        ('{"resourceType": "Bundle", "entry": [3]}', "Entry 1 of a.json is no entry of a Bundle."),
        (
            '{"resourceType": "Bundle",\n "entry": [{"resource": {"a": 1, "a": 2}}]}',
            "a.json is not JSON that can be read: the key 'a' stands twice in one object (line 2).",
        ),
        (
            '{"entry": [], "entry": []}',
            "a.json is not JSON that can be read: the key 'entry' stands twice in one object",
        ),
        ('{"a": 1} {"a": 2}', "a.json is not JSON that can be read: there is more after its end;"),
        ('{"a": 1', "a.json is not JSON that can be read: expecting '}' (line 1)."),
        ("{1: 2}", "a.json is not JSON that can be read: expecting the name of a field"),
        ("vis1,vis2", "a.json is not JSON that can be read: expecting '{' (line 1)."),
        (b'{"a": "\xff"}', "a.json is not JSON that can be read: it is not text in UTF-8:"),
    ],
)
def test_what_is_no_bundle_is_refused(tmp_path, content, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{}", "Line 1 of a.ndjson holds no resource of FHIR: it has no resourceType."),
        (b'\n{"a": 1', "Line 2 of a.ndjson is not JSON: Expecting ',' delimiter at character 8."),
        (b'{"a": 1, "a": 2}', "Line 1 of a.ndjson is not JSON: the key 'a' stands twice"),
        (b'"\xff"', "Line 1 of a.ndjson is not text in UTF-8: invalid start byte."),
    ],
)
def test_a_line_that_is_no_resource_is_refused(tmp_path, content, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read(tmp_path, content, "a.ndjson")
