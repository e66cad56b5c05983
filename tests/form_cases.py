"""Instruments for electronic forms, and what of a definition a form must hold or name as lost."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from reference_values import BFI, ROOT

from covalue_measures.export.exporter import LostField
from covalue_measures.registry.draft import read_draft
from covalue_measures.schema import Instrument, ItemBank

#: Fields that every form holds: ids, texts, options, ranges, and whose definition it is.
HELD = frozenset(
    {
        "id",
        "version",
        "status",
        "title",
        "instruction",
        "license",
        "items.*.id",
        "items.*.stem",
        "items.*.recall",
        "items.*.response_scale",
        "response_scales.*.options.*.code",
        "response_scales.*.options.*.value",
        "response_scales.*.options.*.label",
        "response_scales.*.missing.*.code",
        "response_scales.*.missing.*.value",
        "response_scales.*.missing.*.label",
        "quantity_scales.*.label",
        "quantity_scales.*.minimum",
        "quantity_scales.*.maximum",
        "quantity_scales.*.missing.*.code",
        "quantity_scales.*.missing.*.value",
        "quantity_scales.*.missing.*.label",
        "forms.*.id",
        "forms.*.title",
        "forms.*.instruction",
        "forms.*.item_ids",
    }
)
#: Fields that stand in the calculations of scores.
HELD_WITH_SCORES = frozenset(
    {
        "items.*.keying",
        "subscales.*.item_ids",
        "scoring_rules.*.id",
        "scoring_rules.*.method",
        "scoring_rules.*.minimum_answered",
    }
)


def draft(name: str) -> ItemBank:
    """Return the bank as it is edited."""
    return read_draft(BFI / "instrument" if name == "bfi" else ROOT / "item_banks" / name)


def all_instruments() -> Iterator[Instrument]:
    """Yield every bank with its forms, and the example of a user's own instrument."""
    names = sorted(path.parent.name for path in (ROOT / "item_banks").glob("*/bank.yaml"))
    for name in (*names, "bfi"):
        bank = draft(name)
        yield Instrument(bank=bank)
        for form in bank.forms:
            yield Instrument(bank=bank, form_id=form.id)


def changed(bank: ItemBank, **changes: Any) -> ItemBank:
    """Return the bank with fields replaced by their form in JSON, checked again."""
    content = json.loads(bank.model_dump_json())
    return ItemBank.model_validate_json(json.dumps(content | changes))


def reviewed(bank: ItemBank) -> ItemBank:
    """Return the bank with translations that may leave."""
    translations = json.loads(bank.model_dump_json())["translations"]
    return changed(bank, translations=[entry | {"state": "reviewed"} for entry in translations])


def unsaid_texts(
    instrument: Instrument, language: str, held: Collection[str], lost: Collection[LostField]
) -> list[str]:
    """Return texts in ``language`` that are neither in the file nor named as lost."""
    return [
        path
        for path, text in instrument.bank.texts()
        if not any((text.get(language) or "") in cell for cell in held)
        and not _names(lost, path.split("."))
    ]


def unsaid_fields(
    instrument: Instrument, held: Collection[str], lost: Collection[LostField]
) -> set[str]:
    """Return fields that are neither in ``held`` nor named as lost; ids are stars."""
    bank = json.loads(instrument.bank.model_dump_json())
    own_form = ["forms", instrument.form_id or "none"]
    unsaid = set()
    for path in _fields(bank):
        names = [part.removeprefix("*") for part in path]
        general = ".".join("*" if part.startswith("*") else part for part in path)
        inside = general.removeprefix("forms.*.") if names[:2] == own_form else general
        if not {general, inside} & set(held) and not _names(lost, names):
            unsaid.add(general)
    return unsaid


def _fields(content: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every field that says something; parts that are ids start with a star."""
    if isinstance(content, dict) and not set(content) <= {"en", "sv"}:
        for name, value in content.items():
            yield from _fields(value, (*path, name))
    elif isinstance(content, list) and content and isinstance(content[0], dict):
        for number, entry in enumerate(content):
            ids = (entry.get(key) for key in ("id", "code", "language"))
            name = next((found for found in ids if found), str(number))
            yield from _fields(entry, (*path, f"*{name}"))
    elif content not in (None, [], {}):
        yield path


def _names(lost: Iterable[LostField], names: list[str]) -> bool:
    """Return whether a lost path is this one, or one that it lies below."""
    for field in lost:
        parts = field.path.removesuffix(".*").split(".")
        pairs = zip(parts, names, strict=False)
        if len(parts) <= len(names) and all(part in ("*", name) for part, name in pairs):
            return True
    return False
