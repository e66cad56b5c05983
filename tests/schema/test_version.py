import re

import pytest
import semver
from pydantic import TypeAdapter, ValidationError

from covalue_measures.schema import Version, parse_version

ADAPTER = TypeAdapter(Version)


@pytest.mark.parametrize("text", ["0.1.0", "1.0.0-rc.1", "10.20.30", "1.0.0-alpha-2.x"])
def test_a_version_is_read_and_written_as_the_same_text(text):
    version = ADAPTER.validate_json(f'"{text}"')
    assert str(version) == text
    assert ADAPTER.dump_json(version) == f'"{text}"'.encode()
    assert parse_version(version) is version


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("0.9.0", "0.10.0"),
        ("1.0.0-rc.2", "1.0.0-rc.10"),
        ("1.0.0-rc.1", "1.0.0"),
        ("1.9.9", "2.0.0"),
    ],
)
def test_versions_compare_by_precedence_not_as_text(older, newer):
    assert parse_version(older) < parse_version(newer)


@pytest.mark.parametrize("value", ["1.0", "01.0.0", "v1.0.0", "1.0.0 ", "", 1.1, 1, None, True])
def test_anything_else_is_refused_with_an_example(value):
    with pytest.raises(ValueError, match=re.escape(f"{value!r} is not a semantic version such as")):
        parse_version(value)


def test_build_metadata_is_refused_since_it_does_not_tell_versions_apart():
    assert semver.Version.parse("1.0.0+a") == semver.Version.parse("1.0.0+b")
    with pytest.raises(ValidationError, match=r"version '1.0.0\+a' has build metadata, '\+a'"):
        ADAPTER.validate_json('"1.0.0+a"')


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("0.1.0", True),
        ("1.0.0-rc.1", True),
        ("1.0", False),
        ("01.0.0", False),
        ("1.0.0+a", False),
        ("1.0.0-", False),
        ("1.0.0-a..b", False),
    ],
)
def test_json_schema_says_the_same_as_the_parser(text, accepted):
    pattern = ADAPTER.json_schema()["pattern"]
    assert bool(re.search(pattern, text)) is accepted
    if accepted:
        parse_version(text)
    else:
        with pytest.raises(ValueError, match="version"):
            parse_version(text)
