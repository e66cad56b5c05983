"""``covalue trace``: from an item to its theme, and back."""

from collections.abc import Iterator
from typing import Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_pairs, print_table
from covalue_measures.registry import ItemTrace, PlacedItem, ThemeTrace, trace_item, trace_theme
from covalue_measures.schema import LocalizedText

_PROVENANCE = {
    "deductive": "derived from literature; no quote and no interview stands behind it",
    "elicited": "from people's own words",
    "adopted": "taken over from an existing text under its licence",
}


def trace(
    name: Annotated[
        str, typer.Argument(metavar="ITEM", help="An item, such as comsu01, or a theme's id.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show what an item stands on, or which items stand on a theme."""
    # Ids of themes have dashes, those of items have none.
    if "-" in name:
        _print_theme(trace_theme(name), as_json)
    else:
        _print_item(trace_item(name), as_json)


def _text(placed: PlacedItem, localized: LocalizedText) -> str:
    return localized.get(placed.bank.language) or ""


def _recall(placed: PlacedItem) -> str:
    recall = placed.item.recall
    return f"'{_text(placed, recall)}'" if recall else "none is named"


def _print_item(found: ItemTrace, as_json: bool) -> None:
    placed, item = found.placed, found.placed.item
    if as_json:
        print_json(
            {
                "item": item.model_dump(mode="json"),
                "bank": placed.bank.reference,
                "facet": placed.facet.model_dump(mode="json"),
                "themes": [theme.model_dump(mode="json") for theme in found.themes],
                "other_theme_ids": list(found.other_theme_ids),
                "mirrored": [other.item.id for other in found.mirrored],
                "forms": [
                    {"form": form_id, "reason": choice.reason if choice else None}
                    for form_id, choice in found.forms
                ],
            }
        )
        return
    print_pairs(f"{item.id}, revision {item.revision}: {_text(placed, item.stem)}", _pairs(found))


def _pairs(found: ItemTrace) -> Iterator[tuple[str, str]]:
    placed, item = found.placed, found.placed.item
    yield "Bank", f"{placed.bank.reference} ({placed.bank.status}), {placed.bank.role}"
    if item.status == "retired":
        yield "Status", "retired: no longer asked"
    yield "Facet", f"{item.facet}: {_text(placed, placed.facet.title)}"
    if definition := placed.facet.definition:
        yield "", _text(placed, definition)
    yield "Provenance", f"{item.provenance.kind}: {_PROVENANCE[item.provenance.kind]}"
    if note := item.provenance.note or placed.bank.provenance.note:
        yield "", note
    for theme in found.themes:
        yield "Theme", f"{theme.id}: {theme.title} ({theme.kind}). {theme.source}"
    for theme_id in found.other_theme_ids:
        yield "Theme", f"{theme_id}: of another study than CO-VALUE"
    for other in found.mirrored:
        stem = _text(other, other.item.stem)
        yield "Mirrored by", f"{other.item.id} ({other.bank.role}): {stem}"
        if other.item.recall != item.recall:
            yield "", f"It asks about another period: {_recall(other)}; this one: {_recall(placed)}"
    for form_id, choice in found.forms:
        yield "In form", f"{form_id}: {choice.reason if choice else 'no reason is recorded'}"
    for waiver in item.waivers:
        where = waiver.language or "every language"
        yield "Waived", f"{waiver.rule} ({where}): {waiver.reason}"


def _print_theme(found: ThemeTrace, as_json: bool) -> None:
    theme = found.theme
    if as_json:
        print_json(
            {
                "theme": theme.model_dump(mode="json"),
                "items": [
                    {"item": placed.item.id, "bank": placed.bank.reference}
                    for placed in found.items
                ],
            }
        )
        return
    typer.echo(f"{theme.id}: {theme.title} ({theme.kind})\n{theme.source}")
    if not found.items:
        typer.echo("No item stands on this theme.")
        return
    count = len(found.items)
    print_table(
        "1 item stands on it" if count == 1 else f"{count} items stand on it",
        ("item", "role", "facet", "text"),
        (
            (
                placed.item.id,
                placed.bank.role.value,
                placed.item.facet,
                _text(placed, placed.item.stem),
            )
            for placed in found.items
        ),
    )
