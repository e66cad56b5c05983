"""A bank to change, and how to change it."""

from collections.abc import Callable
from typing import Any

import pytest

from covalue_measures.registry import load_bank
from covalue_measures.schema import ItemBank, LocalizedText, TranslatedText, source_digest
from covalue_measures.wording import Finding, lint_bank

Change = Callable[..., ItemBank]


@pytest.fixture(scope="session")
def bank() -> ItemBank:
    return load_bank("communication_service_user@0.1.0")


@pytest.fixture
def with_item(bank: ItemBank) -> Change:
    """Return the bank with its first item changed; texts are given in English, or by language."""

    def change(**fields: Any) -> ItemBank:
        for name in {"stem", "recall"} & set(fields):
            if fields[name] is not None:
                fields[name] = localized(fields[name], bank.items[0].stem)
        item = bank.items[0].model_copy(update=fields)
        return changed(bank, items=(item, *bank.items[1:]))

    return change


@pytest.fixture
def with_scale(bank: ItemBank) -> Change:
    """Return a bank, with the fields of its one response scale changed."""

    def change(base: ItemBank = bank, **fields: Any) -> ItemBank:
        scale = base.response_scales[0].model_copy(update=fields)
        return changed(base, response_scales=(scale,))

    return change


@pytest.fixture
def with_fields() -> Change:
    """Return a bank with fields changed, its translation fitted to its texts."""
    return changed


@pytest.fixture
def found_by() -> Callable[..., list[Finding]]:
    """Return the findings of one rule on a bank."""

    def lint(rule: str, bank: ItemBank, **options: Any) -> list[Finding]:
        return [f for f in lint_bank(bank, **options).findings if f.rule == rule]

    return lint


def localized(text: str | dict[str, str], base: LocalizedText) -> LocalizedText:
    if isinstance(text, str):
        text = {**dict(base.texts), "en": text}
    return LocalizedText.model_validate(text)


def changed(bank: ItemBank, **fields: Any) -> ItemBank:
    copy = bank.model_copy(update=fields)
    translations = tuple(
        translation.model_copy(
            update={
                "texts": tuple(
                    TranslatedText(path=path, source=source_digest(text.get("en") or ""))
                    for path, text in copy.texts()
                    if translation.language in text.languages
                )
            }
        )
        for translation in copy.translations
    )
    return ItemBank.model_validate(copy.model_copy(update={"translations": translations}))
