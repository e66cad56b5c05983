"""Edits of a bank, by dotted path; entries of lists stand by their id, code or language."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

Content = dict[str, Any]
Edit = Callable[[Content], None]

_KEYS = ("id", "code", "language", "path")


def at(content: Any, path: str) -> Any:
    """Return what stands at a dotted path; entries of lists by their id, code or language."""
    for name in path.split(".") if path else ():
        if isinstance(content, list):
            content = next(entry for entry in content if name in (entry.get(key) for key in _KEYS))
        else:
            content = content[name]
    return content


def put(path: str, value: Any) -> Edit:
    """Return the edit that puts ``value`` at a dotted path."""

    def edit(content: Content) -> None:
        where, _, name = path.rpartition(".")
        at(content, where)[name] = deepcopy(value)

    return edit


def drop(path: str) -> Edit:
    """Return the edit that takes an entry out of its list."""

    def edit(content: Content) -> None:
        where, _, _ = path.rpartition(".")
        at(content, where).remove(at(content, path))

    return edit


def add(path: str, entry: Content) -> Edit:
    """Return the edit that appends an entry to a list."""
    return lambda content: at(content, path).append(deepcopy(entry))


def swap(path: str) -> Edit:
    """Return the edit that exchanges the first two entries of a list."""

    def edit(content: Content) -> None:
        entries = at(content, path)
        entries[0], entries[1] = entries[1], entries[0]

    return edit


def english(entry: Content) -> Content:
    """Return an entry with its English texts only."""
    return {
        name: {"en": value["en"]} if isinstance(value, dict) and "en" in value else value
        for name, value in entry.items()
    }


def untranslate(path: str) -> Edit:
    """Return the edit that takes the texts at and below ``path`` out of the translation."""

    def edit(content: Content) -> None:
        translation = content["translations"][0]
        translation["texts"] = [
            entry
            for entry in translation["texts"]
            if not f"{entry['path']}.".startswith(f"{path}.")
        ]

    return edit


def rename(path: str, field: str, new: str) -> Edit:
    """Return the edit that renames an entry, and the sources of its translation."""

    def edit(content: Content) -> None:
        where = path.rpartition(".")[0]
        for entry in content["translations"][0]["texts"]:
            if entry["path"].startswith(f"{path}."):
                entry["path"] = f"{where}.{new}{entry['path'].removeprefix(path)}"
        put(f"{path}.{field}", new)(content)

    return edit


def rename_item(old: str, new: str) -> Edit:
    """Return the edit that renames an item wherever it is named."""

    def edit(content: Content) -> None:
        rename(f"items.{old}", "id", new)(content)
        named = [entry for owner in (content, *content["forms"]) for entry in owner["subscales"]]
        for entry in (*named, *content["forms"]):
            entry["item_ids"] = [new if name == old else name for name in entry["item_ids"]]

    return edit


def without_swedish(content: Content) -> None:
    """Take the translation out."""
    content["translations"] = []
    _strip(content)


def _strip(value: Any) -> None:
    if isinstance(value, dict):
        value.pop("sv", None)
    for entry in value.values() if isinstance(value, dict) else value:
        if isinstance(entry, dict | list):
            _strip(entry)
