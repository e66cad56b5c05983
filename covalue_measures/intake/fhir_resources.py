"""The resources in a file of FHIR JSON, one after the other."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.json_stream import JsonStream, JsonStreamError, parse_strictly

#: Files with a resource on each line.
NDJSON_SUFFIXES = (".ndjson", ".jsonl")


def resources_in(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the resources of a file, each with its line, or with its place in the Bundle.

    No more than one resource is held at a time.

    Parameters
    ----------
    path : Path
        A Bundle or a single resource, or with the ending ``.ndjson`` one resource a line.

    Raises
    ------
    IntakeError
        If the file is not JSON, or holds something else than resources.
    """
    if path.suffix.lower() in NDJSON_SUFFIXES:
        yield from _lines(path)
        return
    with closing(JsonStream.open(path)) as stream:
        try:
            yield from _members(stream, path.name)
        except JsonStreamError as error:
            raise IntakeError(f"{path.name} is not JSON that can be read: {error}.") from error


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            place = f"Line {number} of {path.name}"
            try:
                text = line.decode("utf-8-sig").strip()
                resource = parse_strictly(text) if text else None
            except UnicodeDecodeError as error:
                raise IntakeError(f"{place} is not text in UTF-8: {error.reason}.") from error
            except JsonStreamError as error:
                raise IntakeError(
                    f"{place} is not JSON: {error}. An .ndjson file holds one whole resource on"
                    " each line."
                ) from error
            if text:
                yield number, _resource(resource, place)


def _members(stream: JsonStream, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the resources of a Bundle, or the one that the file is."""
    content: dict[str, Any] = {}
    if stream.peek() == "[":
        raise IntakeError(f"{source} holds a list; a Bundle or one resource is read.")
    stream.take("{")
    is_open = not stream.takes("}")
    while is_open:
        key = stream.value()
        if not isinstance(key, str):
            raise stream.error("expecting the name of a field")
        if key in content:
            raise stream.error(f"the key {key!r} stands twice in one object")
        stream.take(":")
        content[key] = None
        if key == "entry" and stream.peek() == "[":
            yield from _entries(stream, source)
        else:
            content[key] = stream.value()
        is_open = stream.takes(",")
        if not is_open:
            stream.take("}")
    if stream.peek():
        raise stream.error("there is more after its end; a file of lines must end in .ndjson")
    if content.get("resourceType") != "Bundle":
        yield 1, _resource(content, source)


def _entries(stream: JsonStream, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    stream.take("[")
    position, is_open = 0, not stream.takes("]")
    while is_open:
        position += 1
        place = f"Entry {position} of {source}"
        entry = stream.value()
        if not isinstance(entry, dict):
            raise IntakeError(f"{place} is no entry of a Bundle.")
        yield position, _resource(entry.get("resource"), place)
        is_open = stream.takes(",")
        if not is_open:
            stream.take("]")


def _resource(content: object, place: str) -> dict[str, Any]:
    if not isinstance(content, dict) or not isinstance(content.get("resourceType"), str):
        raise IntakeError(f"{place} holds no resource of FHIR: it has no resourceType.")
    return content
