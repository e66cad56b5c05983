"""Entries that only changed their name, found by an identical rest."""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass

from covalue_measures.registry.changes.differences import (
    ENTRY_KEYS,
    Difference,
    Document,
    Path,
    entries_by_key,
)
from covalue_measures.schema.canonical import digest

_SCALES = ("response_scales", "quantity_scales")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamedDocument:
    """An old document in the names of the new one, and which names were replaced."""

    document: Document
    #: One difference a name, at the place that bears the new name.
    renames: tuple[Difference, ...]


def take_renames(old: Document, new: Document) -> RenamedDocument:
    """Return ``old`` with the names that ``new`` has for the same entries.

    A name was replaced where one entry is gone, one has come, and nothing but the name differs.
    Two entries with the same rest are not told apart: they count as removed and added.
    """
    document = deepcopy(old)
    found: list[Difference] = []
    for kind in _SCALES:
        for scale_id, scale in entries_by_key(document, kind).items():
            counterpart = entries_by_key(new, kind).get(scale_id, {})
            for name in ("options", "missing"):
                found += _rename(scale, counterpart, name, (kind, scale_id))
        for rename in _rename(document, new, kind, ()):
            _replace(document["items"], "response_scale", rename)
            found.append(rename)
    for rename in _rename(document, new, "items", ()):
        _replace_item(document, rename)
        found.append(rename)
    found += _rename_scores(document, new, ())
    for form_id, form in entries_by_key(document, "forms").items():
        counterpart = entries_by_key(new, "forms").get(form_id, {})
        found += _rename_scores(form, counterpart, ("forms", form_id))
    found += _rename(document, new, "forms", ())
    for rename in found:
        _replace_paths(document, rename)
    return RenamedDocument(document=document, renames=tuple(found))


def _rename(owner: Document, counterpart: Document, name: str, path: Path) -> list[Difference]:
    """Rename entries of ``owner`` in place, and return what was renamed."""
    key = ENTRY_KEYS[name]
    old, new = entries_by_key(owner, name), entries_by_key(counterpart, name)
    gone = _by_content([entry for value, entry in old.items() if value not in new], key)
    come = _by_content([entry for value, entry in new.items() if value not in old], key)
    renames = []
    for content, entry in gone.items():
        if content in come:
            before, after = entry[key], come[content][key]
            entry[key] = after
            renames.append(
                Difference(path=(*path, name, after), kind="renamed", old=before, new=after)
            )
    return renames


def _by_content(entries: list[Document], key: str) -> dict[str, Document]:
    """Return the entries whose rest is theirs alone, by the digest of the rest."""
    rests = [
        digest({name: value for name, value in entry.items() if name != key}) for entry in entries
    ]
    count = Counter(rests)
    return {rest: entry for rest, entry in zip(rests, entries, strict=True) if count[rest] == 1}


def _rename_scores(owner: Document, counterpart: Document, path: Path) -> list[Difference]:
    subscales = _rename(owner, counterpart, "subscales", path)
    for rename in subscales:
        _replace(owner["scoring_rules"], "subscale_id", rename)
        if structure := owner.get("structure"):
            structure["subscale_ids"] = _replaced(structure["subscale_ids"], rename)
    return subscales + _rename(owner, counterpart, "scoring_rules", path)


def _replace_item(document: Document, rename: Difference) -> None:
    for owner in (document, *document["forms"]):
        for subscale in owner["subscales"]:
            subscale["item_ids"] = _replaced(subscale["item_ids"], rename)
    for form in document["forms"]:
        form["item_ids"] = _replaced(form["item_ids"], rename)
        _replace(form.get("choices", []), "item_id", rename)


def _replace(entries: list[Document], field: str, rename: Difference) -> None:
    for entry in entries:
        if entry[field] == rename.old:
            entry[field] = rename.new


def _replaced(names: list[str], rename: Difference) -> list[str]:
    return [rename.new if name == rename.old else name for name in names]


def _replace_paths(document: Document, rename: Difference) -> None:
    """Let translations remember their sources at the new paths."""
    before = ".".join((*rename.path[:-1], rename.old)) + "."
    after = ".".join(rename.path) + "."
    for translation in document["translations"]:
        for entry in translation["texts"]:
            if entry["path"].startswith(before):
                entry["path"] = after + entry["path"].removeprefix(before)
