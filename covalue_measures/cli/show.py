"""``covalue show``: one instrument, readable."""

from typing import Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_table
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import load_instrument
from covalue_measures.schema import Instrument, Item, LocalizedText, canonical_json


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A bank, form or folder.")],
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Of the texts; the original by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show an instrument: items, response scales, subscales, scoring, translations."""
    instrument = load_instrument(name)
    if as_json:
        typer.echo(canonical_json(instrument.bank).decode("utf-8"))
        return
    bank = instrument.bank
    wanted = language or bank.language
    if wanted not in bank.languages:
        raise RegistryError(
            f"'{instrument.reference}' has no texts in '{wanted}'; it has {list(bank.languages)}."
        )

    def text(localized: LocalizedText) -> str:
        return localized.get(wanted) or f"[{bank.language}] {localized.get(bank.language)}"

    def asked(item: Item) -> str:
        recall = f"{text(item.recall)}: " if item.recall else ""
        return recall + text(item.stem)

    title = (instrument.form or bank).title
    typer.echo(f"{text(title)}: {instrument.reference} ({bank.status})")
    typer.echo(f"Construct: {text(bank.construct_definition)}")
    if bank.instruction:
        typer.echo(f"Instruction: {text(bank.instruction)}")
    print_table(
        "Items",
        ("id", "facet", "keyed", "scale", "text"),
        (
            (item.id, item.facet, item.keying, item.response_scale, asked(item))
            for item in instrument.items
        ),
    )
    print_table(
        "Response scales",
        ("id", "options", "missing, apart from the options"),
        (
            (
                scale.id,
                ", ".join(f"{option.value} {text(option.label)}" for option in scale.options),
                ", ".join(f"{option.value} {text(option.label)}" for option in scale.missing),
            )
            for scale in bank.response_scales
        ),
    )
    _print_use(instrument)
    typer.echo(f"License: {bank.license}\nDigest:  {instrument.digest}")


def _print_use(instrument: Instrument) -> None:
    language = instrument.bank.language
    for subscale in instrument.subscales:
        title = subscale.title.get(language)
        items = ", ".join(subscale.item_ids)
        typer.echo(f"Subscale {subscale.id} ({subscale.measurement_model}), {title}: {items}")
    if instrument.structure:
        factors = ", ".join(instrument.structure.subscale_ids)
        typer.echo(f"Claimed structure: {instrument.structure.kind} of {factors}")
    for rule in instrument.scoring_rules:
        typer.echo(
            f"Score {rule.id} {rule.version}: {rule.method} of {rule.subscale_id},"
            f" from {rule.minimum_answered} answers"
        )
    for form in () if instrument.form else instrument.bank.forms:
        typer.echo(f"Form {form.id} {form.version}: {', '.join(form.item_ids)}")
    for translation in instrument.bank.translations:
        typer.echo(
            f"Translation {translation.language} {translation.version}: {translation.state}."
            f" {translation.method}"
        )
