"""``covalue show``: one instrument, readable."""

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from covalue_measures.cli.lock import Root
from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_pairs, print_table
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import load_instrument
from covalue_measures.schema import (
    AnswerScale,
    Instrument,
    Item,
    LocalizedText,
    QuantityScale,
    canonical_json,
)


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A bank, form or folder.")],
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Of the texts; the original by default.")
    ] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Show an instrument: items, response scales, subscales, scoring, translations."""
    instrument = load_instrument(name, root=root)
    if as_json:
        typer.echo(canonical_json(instrument.bank).decode("utf-8"))
        return
    bank = instrument.bank
    wanted = language or bank.language
    if wanted not in bank.languages:
        raise RegistryError(
            f"'{instrument.reference}' has no texts in '{wanted}'; it has {list(bank.languages)}."
        )

    _print_items(instrument, wanted)
    _print_use(instrument, wanted)


def _text(localized: LocalizedText, language: str, base: str) -> str:
    return localized.get(language) or f"[{base}] {localized.get(base)}"


def _print_items(instrument: Instrument, language: str) -> None:
    bank = instrument.bank

    def text(localized: LocalizedText) -> str:
        return _text(localized, language, bank.language)

    def asked(item: Item) -> str:
        recall = f"{text(item.recall)}: " if item.recall else ""
        return recall + text(item.stem)

    def sign(item: Item) -> str:
        return _sign(item, instrument.response_scale(item))

    title = (instrument.form or bank).title
    used = {item.response_scale for item in instrument.items}
    head = [("Construct", text(bank.construct_definition))]
    if instrument.instruction:
        head.append(("Instruction", text(instrument.instruction)))
    print_pairs(f"{text(title)}: {instrument.reference} ({bank.status})", head)
    print_table(
        "Items (key -: a higher answer means less of the construct)",
        ("id", "facet", "key", "scale", "text"),
        (
            (item.id, item.facet, sign(item), item.response_scale, asked(item))
            for item in instrument.items
        ),
    )
    print_table(
        "Answers",
        ("scale", "options or amounts", "missing, apart from them"),
        (
            (
                scale.id,
                _options(scale, text),
                ", ".join(f"{option.value} {text(option.label)}" for option in scale.missing),
            )
            for scale in bank.answer_scales
            if scale.id in used
        ),
    )


def _sign(item: Item, scale: AnswerScale) -> str:
    if isinstance(scale, QuantityScale) or not scale.ordered:
        return ""
    return "-" if item.is_reversed else "+"


def _options(scale: AnswerScale, text: Callable[[LocalizedText], str]) -> str:
    if isinstance(scale, QuantityScale):
        step = f", steps of {1 / scale.steps_per_unit:g}" if scale.decimals else ""
        return f"{scale.lowest} to {scale.highest} {text(scale.label)}{step}"
    return ", ".join(f"{option.value} {text(option.label)}" for option in scale.options)


def _print_use(instrument: Instrument, language: str) -> None:
    print_pairs("Use", _uses(instrument, language))


def _uses(instrument: Instrument, language: str) -> Iterator[tuple[str, str]]:
    bank = instrument.bank
    for subscale in instrument.subscales:
        title = _text(subscale.title, language, bank.language)
        items = ", ".join(subscale.item_ids)
        model = subscale.measurement_model
        yield "Subscale", f"{subscale.id} ({model}), {title}: {items}"
    if instrument.structure:
        factors = ", ".join(instrument.structure.subscale_ids)
        yield "Structure", f"claimed: {instrument.structure.kind} of {factors}"
    for rule in instrument.scoring_rules:
        answers = "answer" if rule.minimum_answered == 1 else "answers"
        yield (
            "Score",
            f"{rule.id} {rule.version}: {rule.method} of {rule.subscale_id},"
            f" from {rule.minimum_answered} {answers}",
        )
    for form in () if instrument.form else bank.forms:
        yield "Form", f"{form.id} {form.version}: {', '.join(form.item_ids)}"
    for choice in instrument.form.choices if instrument.form else ():
        yield "Chosen", f"{choice.item_id}: {choice.reason}"
    for translation in bank.translations:
        yield (
            "Translation",
            f"{translation.language} {translation.version}: {translation.state}."
            f" {translation.method}",
        )
    if bank.retirement:
        instead = bank.retirement.superseded_by
        use = f" Use '{instead}' instead." if instead else ""
        yield "Retired", f"{bank.retirement.reason}{use}"
    yield "License", bank.license
    yield "Digest", instrument.digest
