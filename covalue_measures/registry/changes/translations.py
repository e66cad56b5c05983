"""Changes of the language versions: which there are, how far they are, and from what they stem."""

from collections.abc import Iterator

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Classifier, Family, by_rule, implied
from covalue_measures.registry.changes.differences import (
    Difference,
    Document,
    entries_by_key,
    find_text,
)
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.schema.translation import source_digest


def stale_translations(sides: Sides) -> Iterator[Change]:
    """Yield a change for each translation that was left behind by its source texts."""
    for language, translation in entries_by_key(sides.new, "translations").items():
        before = entries_by_key(sides.old, "translations").get(language)
        if before is None:
            continue
        known = _stale_paths(sides.old, before)
        if paths := [path for path in _stale_paths(sides.new, translation) if path not in known]:
            difference = Difference(
                path=("translations", language), kind="stale", old=None, new=paths
            )
            yield sides.change(33, difference, line_names=(language,))


def _stale_paths(document: Document, translation: Document) -> list[str]:
    language = document["language"]
    return [
        entry["path"]
        for entry in translation["texts"]
        if entry["source"]
        != source_digest((find_text(document, entry["path"]) or {}).get(language, ""))
    ]


def _which(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(
        30 if difference.kind == "added" else 42,
        difference,
        line="translation",
        line_names=(difference.path[1],),
    )


def _metadata(rule: int) -> Classifier:
    def classify(difference: Difference, sides: Sides) -> Iterator[Change]:
        yield sides.change(rule, difference, line="translation", line_names=(difference.path[1],))

    return classify


def _entry(difference: Difference, sides: Sides) -> Iterator[Change]:
    """Classify a text that joined or left a translation together with its source.

    Where the source was there before and after, the text in this language is a difference too,
    and says the same.
    """
    _, language, _, path = difference.path
    if find_text(sides.old, path) and find_text(sides.new, path):
        return
    yield sides.change(
        30 if difference.kind == "added" else 1,
        difference,
        path=path,
        line="translation",
        line_names=(language,),
    )


TRANSLATIONS: Family = (
    ("translations", by_rule(1)),
    ("translations.*", _which),
    ("translations.*.version", implied),
    ("translations.*.state", _metadata(1)),
    ("translations.*.method", _metadata(1)),
    ("translations.*.texts", _metadata(1)),
    ("translations.*.texts.*", _entry),
    ("translations.*.texts.*.source", _metadata(1)),
)
