import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.decoded_text import read_text


@pytest.mark.parametrize(
    ("content", "encoding", "text"),
    [
        ("sällan".encode(), "utf-8", "sällan"),
        ("sällan".encode("utf-8-sig"), "UTF8", "sällan"),
        ("sällan".encode("cp1252"), "cp1252", "sällan"),
        ("sällan".encode("utf-16"), "utf-16", "sällan"),
        ("\ufeffsällan".encode("utf-16-le"), "utf-16-le", "sällan"),
    ],
)
def test_text_comes_without_its_byte_order_mark(tmp_path, content, encoding, text):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert read_text(path, encoding) == text


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        pytest.param(
            b"vis1\r\n2\r\nS\xe4llan",
            "utf-8",
            "a.csv is not text in utf-8: byte 10 (line 3) is 0xe4. Write the file's encoding in the"
            " import map, such as 'encoding: cp1252', or save the file as UTF-8.",
            id="cp1252",
        ),
        pytest.param(
            b"a\n\x81",
            "cp1252",
            "a.csv is not text in cp1252: byte 2 (line 2) is 0x81. Write the file's encoding in the"
            " import map, such as 'encoding: utf-8', or save the file as UTF-8.",
            id="not_cp1252",
        ),
        pytest.param(
            "a,b".encode("utf-16"),
            "utf-8",
            "a.csv starts with the byte order mark of utf-16, but is read as utf-8; write"
            " 'encoding: utf-16' in the import map, or save the file as UTF-8.",
            id="utf_16_with_mark",
        ),
        pytest.param(
            b"\xef\xbb\xbfa",
            "cp1252",
            "a.csv starts with the byte order mark of utf-8, but is read as cp1252; write"
            " 'encoding: utf-8' in the import map, or save the file as UTF-8.",
            id="utf_8_mark_read_as_cp1252",
        ),
        pytest.param(
            "a,b\n1,2".encode("utf-16-le"),
            "utf-8",
            "a.csv holds a NUL character on line 1: it is not text in utf-8. If it is UTF-16, write"
            " 'encoding: utf-16-le' in the import map.",
            id="nul",
        ),
        pytest.param(
            b"a",
            "utf-9",
            "The import map names the encoding 'utf-9', which does not exist; usual ones are utf-8,"
            " utf-16, cp1252 and latin-1.",
            id="unknown_encoding",
        ),
        pytest.param(
            b"a",
            "hex",
            "The import map's encoding 'hex' is not one for text.",
            id="no_text_encoding",
        ),
    ],
)
def test_what_is_not_text_is_refused(tmp_path, content, encoding, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_text(path, encoding)
