"""Where two documents differ: every place, found without knowing what it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from covalue_measures.registry.changes.change import ChangeKind

#: A definition as JSON holds it.
Document: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str, ...]

#: Lists whose entries are told apart by a field, not by their position.
ENTRY_KEYS = {
    "facets": "id",
    "response_scales": "id",
    "quantity_scales": "id",
    "options": "code",
    "missing": "code",
    "items": "id",
    "subscales": "id",
    "scoring_rules": "id",
    "forms": "id",
    "translations": "language",
    "texts": "path",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place at which two documents differ."""

    path: Path
    kind: ChangeKind
    #: What stands there; None where there is nothing.
    old: Any
    new: Any


def find_differences(old: Document, new: Document, path: Path = ()) -> Iterator[Difference]:
    """Yield every difference between two documents, each part of them looked at.

    An entry of a list that one side lacks is one difference, as is the order of those that both
    have; everything else is compared field by field.
    """
    for name in {**old, **new}:
        yield from _compare(old.get(name), new.get(name), (*path, name))


def entries_by_key(document: Document, name: str) -> dict[str, Document]:
    """Return the entries of the list ``name`` by the field that tells them apart."""
    return {entry[ENTRY_KEYS[name]]: entry for entry in document.get(name) or ()}


def find_text(document: Document, path: str) -> dict[str, str] | None:
    """Return the text per language at a dotted path, or None where there is none."""
    place: Any = document
    key: str | None = None
    for name in path.split("."):
        if key is not None:
            place = next((entry for entry in place if entry[key] == name), None)
            key = None
        else:
            place = place.get(name)
            key = ENTRY_KEYS[name] if isinstance(place, list) else None
        if place is None:
            return None
    return place if isinstance(place, dict) else None


def _compare(old: Any, new: Any, path: Path) -> Iterator[Difference]:
    if old == new:
        return
    if path[-1] in ENTRY_KEYS and (isinstance(old, list) or isinstance(new, list)):
        yield from _compare_entries(
            entries_by_key({path[-1]: old}, path[-1]),
            entries_by_key({path[-1]: new}, path[-1]),
            path,
        )
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from find_differences(old, new, path)
    else:
        yield Difference(path=path, kind=_kind(old, new), old=old, new=new)


def _compare_entries(
    old: dict[str, Document], new: dict[str, Document], path: Path
) -> Iterator[Difference]:
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before != after:
        yield Difference(path=path, kind="reordered", old=before, new=after)
    yield from find_differences(old, new, path)


def _kind(old: Any, new: Any) -> ChangeKind:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"
