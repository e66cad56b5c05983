"""Rows of a survey structure, and the file that they make."""

from collections.abc import Iterable
from typing import TypeAlias

from covalue_measures.spreadsheet_cell import is_formula

#: Cells by column; a column that is not named is empty.
Row: TypeAlias = dict[str, str]

#: LimeSurvey's own columns, then the question settings that are used here.
COLUMNS = (
    "id",
    "related_id",
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "validation",
    "mandatory",
    "other",
    "default",
    "same_default",
    "hidden",
    "suffix",
    "min_num_value_n",
    "max_num_value_n",
    "num_value_int_only",
)
#: From so many bytes LimeSurvey guesses the encoding of the whole file.
_SAMPLE = 1000
#: Texts are HTML, in which braces hold expressions; quotation marks, tabs and line ends would
#: end a cell, and a backslash would keep one open.
_HTML = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\\": "&#92;",
    "{": "&#123;",
    "}": "&#125;",
    "\n": "<br />",
}


def as_html(text: str) -> str:
    """Return ``text`` as LimeSurvey and a spreadsheet show it literally."""
    escaped = "".join(_HTML.get(character, character) for character in text)
    if is_formula(escaped):
        return f"&#{ord(escaped[0])};{escaped[1:]}"
    return escaped


def structure_bytes(rows: Iterable[Row]) -> bytes:
    """Return the rows as tab-separated UTF-8.

    Cells hold no quotation mark, tab or line end, so that nothing needs quoting.
    """
    header = "\t".join(COLUMNS)
    lines = ["\t".join(row.get(column, "") for column in COLUMNS) for row in rows]
    content = "\n".join([header, *lines, ""]).encode("utf-8")
    return _whole_sample(content, len(header))


def _whole_sample(content: bytes, position: int) -> bytes:
    """Return the content with its sample ending between two characters.

    Half a character would have the encoding mistaken. Spaces after a column's name are trimmed.
    """
    while _splits_a_character(content):
        content = content[:position] + b" " + content[position:]
    return content


def _splits_a_character(content: bytes) -> bool:
    return len(content) > _SAMPLE and content[_SAMPLE] & 0b1100_0000 == 0b1000_0000
