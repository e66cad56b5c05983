"""The resources in a file of FHIR JSON, one after the other."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.json_stream import JsonStream, JsonStreamError, parse_strictly
from covalue_measures.intake.wording import counted

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
        If the file is not JSON, holds something else than resources, or is a Bundle of history or
        one page of a search.
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
        if key == "entry":
            _refuse_history(content, source)
        if key == "entry" and stream.peek() == "[":
            n_found = 0
            for position, entry, is_found in _entries(stream, source):
                n_found += is_found
                yield position, entry
            content[key] = n_found
        else:
            content[key] = stream.value()
        is_open = stream.takes(",")
        if not is_open:
            stream.take("}")
    if stream.peek():
        raise stream.error("there is more after its end; a file of lines must end in .ndjson")
    if content.get("resourceType") == "Bundle":
        _refuse_history(content, source)
        _refuse_one_page(content, source)
    else:
        yield 1, _resource(content, source)


def _refuse_history(content: dict[str, Any], source: str) -> None:
    if content.get("type") == "history":
        raise IntakeError(
            f"{source} is a Bundle of the type history: it holds old versions and deleted responses"
            " beside the present ones. Export the present responses, as a search does."
        )


def _refuse_one_page(content: dict[str, Any], source: str) -> None:
    """Refuse a part of what a search found."""
    n_found = content["entry"] if isinstance(content.get("entry"), int) else 0
    total, links = content.get("total"), content.get("link")
    has_next = isinstance(links, list) and any(
        isinstance(link, dict) and link.get("relation") == "next" for link in links
    )
    is_short = isinstance(total, int) and total > n_found
    if has_next or is_short:
        raise IntakeError(
            f"{source} holds {counted(n_found, 'entry', 'entries')}, and this is one page of"
            f" {f'{total:,}' if is_short else 'several'}: fetch all pages of the search into one"
            " file."
        )


def _entries(stream: JsonStream, source: str) -> Iterator[tuple[int, dict[str, Any], bool]]:
    """Yield each resource, its place, and whether a search found it rather than added it."""
    stream.take("[")
    position, is_open = 0, not stream.takes("]")
    while is_open:
        position += 1
        place = f"Entry {position} of {source}"
        entry = stream.value()
        if not isinstance(entry, dict):
            raise IntakeError(f"{place} is no entry of a Bundle.")
        search = entry.get("search")
        mode = search.get("mode") if isinstance(search, dict) else None
        yield position, _resource(entry.get("resource"), place), mode in (None, "match")
        is_open = stream.takes(",")
        if not is_open:
            stream.take("]")


def _resource(content: object, place: str) -> dict[str, Any]:
    if not isinstance(content, dict) or not isinstance(content.get("resourceType"), str):
        raise IntakeError(f"{place} holds no resource of FHIR: it has no resourceType.")
    return content
