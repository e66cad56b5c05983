"""JSON read piece by piece, strictly: no repeated keys, no rounded decimals."""

import json
from pathlib import Path
from typing import Any, TextIO

_CHUNK = 1 << 16
#: Characters of one value that is decoded at once; a response has some thousands.
_LONGEST = 1 << 26
#: What may stand between the part of a number that is one already and its next digit.
_NUMBER_TAIL, _LONGEST_TAIL = ".eE+-", 2


class JsonStreamError(ValueError):
    """The text is not JSON; the message says where."""


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise JsonStreamError(f"the key {twice!r} stands twice in one object")
    return content


def _refuse_constant(name: str) -> Any:
    raise JsonStreamError(f"{name} is no number of JSON")


# Decimals stay the text that they are.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_refuse_repeated_keys, parse_float=str, parse_constant=_refuse_constant
)


def parse_strictly(text: str) -> Any:
    """Return the JSON value in ``text``.

    Raises
    ------
    JsonStreamError
        If it is not JSON; names the character.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise JsonStreamError(f"{error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise JsonStreamError("it is nested too deeply") from error


class JsonStream:
    """A JSON text of which one value at a time is held."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._position = 0
        self._is_whole = False
        self._lines_before = 0

    @classmethod
    def open(cls, path: Path) -> "JsonStream":
        """Return the stream of a file in UTF-8, with or without a byte order mark."""
        return cls(path.open(encoding="utf-8-sig", newline=""))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def peek(self) -> str:
        """Return the next character that is no white space; empty at the end."""
        while True:
            while self._position < len(self._text):
                if self._text[self._position] not in " \t\r\n":
                    return self._text[self._position]
                self._position += 1
            if not self._grow():
                return ""

    def take(self, expected: str) -> None:
        """Step over the next character, which must be ``expected``."""
        if self.peek() != expected:
            raise self.error(f"expecting {expected!r}")
        self._position += 1

    def takes(self, wanted: str) -> bool:
        """Step over the next character if it is ``wanted``, and return whether it was."""
        if self.peek() != wanted:
            return False
        self._position += 1
        return True

    def value(self) -> Any:
        """Return the value that starts here, and step over it."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._position)
            except json.JSONDecodeError as error:
                # Half of a value is an error too; only the end of the file tells them apart.
                if self._grow():
                    continue
                raise self.error(error.msg, error.pos) from error
            except RecursionError as error:
                raise self.error("it is nested too deeply") from error
            except JsonStreamError as error:
                raise self.error(str(error)) from error
            # A number may go on: "6" may be the start of "6.5", and "6." that of "6.5" too.
            rest = self._text[end : end + _LONGEST_TAIL + 1]
            is_over = len(rest) > _LONGEST_TAIL or bool(rest.strip(_NUMBER_TAIL))
            if is_over or not self._grow():
                self._position = end
                return value

    def error(self, reason: str, position: int | None = None) -> JsonStreamError:
        """Return the error that names the line."""
        position = self._position if position is None else position
        line = self._lines_before + self._text.count("\n", 0, position) + 1
        return JsonStreamError(f"{reason} (line {line})")

    def _grow(self) -> bool:
        """Read more, as much again as is pending, and return whether there was more."""
        if self._is_whole:
            return False
        pending = len(self._text) - self._position
        if pending > _LONGEST:
            raise self.error(f"a value of more than {_LONGEST:,} characters")
        try:
            more = self._file.read(max(_CHUNK, pending))
        except UnicodeDecodeError as error:
            raise JsonStreamError(f"it is not text in UTF-8: {error.reason}") from error
        self._is_whole = not more
        self._lines_before += self._text.count("\n", 0, self._position)
        self._text = self._text[self._position :] + more
        self._position = 0
        return bool(more)
