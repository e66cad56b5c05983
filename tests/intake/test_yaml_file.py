from pathlib import Path

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.yaml_file import read_fields, without_last_break


@pytest.fixture
def read(tmp_path: Path):
    """Write a file and read its fields."""

    def write_and_read(content: str | bytes) -> dict:
        path = tmp_path / "visits.yaml"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return read_fields(path, title="The map 'visits.yaml'", example="ignore: [age]")

    return write_and_read


def test_only_true_false_and_whole_numbers_are_no_text(read) -> None:
    content = read("a: no\nb: 1.10\nc: 2026-01-31\nd: 12\ne: true\nf: ''\ng: {h: [007, -3]}\n")
    assert content == {
        "a": "no",
        "b": "1.10",
        "c": "2026-01-31",
        "d": 12,
        "e": True,
        "f": "",
        "g": {"h": ["007", -3]},
    }


def test_a_mark_of_byte_order_and_line_ends_of_windows_are_no_content(read) -> None:
    assert read(b"\xef\xbb\xbfa: \xc3\xa5\r\nb: c\r\n") == {"a": "å", "b": "c"}


NO_FIELDS = "The map 'visits.yaml' must hold fields, such as 'ignore: [age]'."
REFUSED = [
    ("", NO_FIELDS),
    ("- age\n", NO_FIELDS),
    ("age\n", NO_FIELDS),
    ("a: 1\na: 2\n", "The map 'visits.yaml', line 2: the key 'a' stands twice."),
    ("a: &b 1\n", "The map 'visits.yaml', line 1: anchors (&name) are not allowed."),
    ("1: a\n", "The map 'visits.yaml', line 1: the key 1 is not a text."),
    ("a: [1\n", "The map 'visits.yaml', line 2: expected ',' or ']'"),
    (b"a: \xe5\n", "The map 'visits.yaml' is not UTF-8 text: invalid continuation byte at byte 3."),
    (b"a: \x00\n", "The map 'visits.yaml', unacceptable character #x0000"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_holds_no_fields_is_refused_by_its_name(read, content, message) -> None:
    with pytest.raises(IntakeError) as caught:
        read(content)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone.yaml", "No such file or directory"), ("", "Is a directory")],
)
def test_what_cannot_be_opened_is_refused_by_its_name(tmp_path, name, message) -> None:
    with pytest.raises(IntakeError, match=f"^The map cannot be read: {message}\\.$"):
        read_fields(tmp_path / name, title="The map", example="ignore: [age]")


def test_the_last_break_of_a_block_is_taken_off_and_no_other(read) -> None:
    text = "a: |\n  One.\n\n  Two.\nb:\n  - c: >\n      three\n      four\nd: 4\n"
    assert without_last_break(read(text)) == {
        "a": "One.\n\nTwo.",
        "b": [{"c": "three four"}],
        "d": 4,
    }
    assert without_last_break("five\n\n") == "five\n"
