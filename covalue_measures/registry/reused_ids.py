"""Ids and codes that were given up, and stand for something else now."""

from collections.abc import Iterator, Mapping, Sequence

from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.quantity_scale import QuantityScale


def reused_ids(bank: ItemBank, earlier: Sequence[ItemBank], last: Sequence[ItemBank]) -> list[str]:
    """Return a sentence for each id or code that meant something else before it was given up.

    Stored answers name their item and their option by these, so that a second meaning would mix
    with the first.

    Parameters
    ----------
    bank : ItemBank
        What is to be released.
    earlier : sequence of ItemBank
        Everything that was released of it; the last of them that had an id says what it meant.
    last : sequence of ItemBank
        The releases that ``bank`` follows. What stands in one of them was not given up: how it
        changed is for the version rules.
    """
    kept = {path for release in last for path in _meanings(release, release.language)}
    given_up = {
        path: release
        for release in sorted(earlier, key=lambda release: release.version)
        for path in _meanings(release, release.language)
    }
    problems = []
    for path in _meanings(bank, bank.language):
        release = given_up.get(path)
        if path in kept or release is None:
            continue
        before, now = (_meanings(each, release.language)[path] for each in (release, bank))
        if before != now:
            problems.append(f"{path}: it was {before} in {release.version}, and is {now} now.")
    return problems


def _meanings(bank: ItemBank, language: str) -> Mapping[str, str]:
    """Return what each id and code stands for, by its path."""
    return dict(_each_meaning(bank, language))


def _each_meaning(bank: ItemBank, language: str) -> Iterator[tuple[str, str]]:
    for item in bank.items:
        yield f"items.{item.id}", _text(item.stem, language)
    for scale in bank.answer_scales:
        for option in () if isinstance(scale, QuantityScale) else scale.options:
            yield f"{scale.id}, code {option.code}", _text(option.label, language)
        for missing in scale.missing:
            text = _text(missing.label, language)
            yield f"{scale.id}, code {missing.code}", f"{text} (no answer: {missing.reason.value})"


def _text(localized: LocalizedText, language: str) -> str:
    return f"'{localized.get(language)}'"
