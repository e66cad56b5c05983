"""The text of a file, or the place where it stops being text."""

import codecs
import re
from pathlib import Path

from covalue_measures.exceptions import IntakeError

#: Byte order marks, longest first, since that of UTF-32 starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8"),
)


def read_text(path: Path, encoding: str) -> str:
    """Return the text of a file, without its byte order mark.

    Parameters
    ----------
    path : Path
        A file that exists.
    encoding : str
        Name of the encoding, as Python knows it.

    Raises
    ------
    IntakeError
        If the encoding is unknown, is not the file's, or the file is binary.
    """
    try:
        codec = codecs.lookup(encoding).name
    except LookupError as error:
        raise IntakeError(
            f"The import map names the encoding '{encoding}', which does not exist; usual ones"
            " are utf-8, utf-16, cp1252 and latin-1."
        ) from error
    content = path.read_bytes()
    for mark, marked in _MARKS:
        if content.startswith(mark) and not codec.startswith(marked):
            raise IntakeError(
                f"{path.name} starts with the byte order mark of {marked}, but is read as {codec};"
                f" write 'encoding: {marked}' in the import map, or save the file as UTF-8."
            )
    text = _decode(content, codec, path.name).removeprefix("\ufeff")
    if (position := text.find("\0")) >= 0:
        raise IntakeError(
            f"{path.name} holds a NUL character on line {_line_at(text[:position])}: it is not"
            f" text in {codec}. If it is UTF-16, write 'encoding: utf-16-le' in the import map."
        )
    return text


def _decode(content: bytes, codec: str, source: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("latin-1")
        other = "cp1252" if codec == "utf-8" else "utf-8"
        raise IntakeError(
            f"{source} is not text in {codec}: byte {error.start} (line {_line_at(before)}) is"
            f" 0x{content[error.start]:02x}. Write the file's encoding in the import map, such as"
            f" 'encoding: {other}', or save the file as UTF-8."
        ) from error
    except LookupError as error:
        raise IntakeError(f"The import map's encoding '{codec}' is not one for text.") from error


def _line_at(before: str) -> int:
    return len(re.findall("\r\n|\r|\n", before)) + 1
