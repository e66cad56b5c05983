"""The rows of the survey sheet: what is asked, in order."""

from collections.abc import Iterator
from itertools import groupby

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.form_words import footer, form_words, notices, text_in
from covalue_measures.export.identity import mark_of
from covalue_measures.export.odk.form_languages import FormLanguages
from covalue_measures.export.odk.score_fields import score_rows
from covalue_measures.export.odk.sheet_row import Row, calculate
from covalue_measures.schema import Item, QuantityScale
from covalue_measures.schema.repeated import repeated

#: Every form has a group of this name for its own purposes.
_RESERVED = "meta"


def survey_rows(request: ExportRequest, languages: FormLanguages) -> tuple[Row, ...]:
    """Return the rows of the survey sheet.

    Items bear their ids and scores those of their rules; every other row has an underscore in its
    name, which no item id has.

    Raises
    ------
    InstrumentError
        If an id or a text cannot stand in an XLSForm.
    """
    rows = [*_opening(request, languages)]
    runs = groupby(request.instrument.items, key=lambda item: item.recall)
    for number, (recall, items) in enumerate(runs, start=1):
        if recall:
            # Above the items, where instructions look for it; and with each of them as its hint,
            # since programs for phones show one question at a time.
            label = languages.texts("label", recall)
            rows.append({"type": "note", "name": f"cvm_period_{number}", **label})
        for item in items:
            rows += _item_rows(item, request, languages)
    if request.profile == "score":
        rows += score_rows(request.instrument)
    closing = languages.cells("label", lambda language: footer(request.instrument, language))
    rows.append({"type": "note", "name": "cvm_about", **closing})
    rows.append(calculate("cvm_definition", f"'{mark_of(request.instrument)}'"))
    if twice := repeated(row["name"] for row in rows):
        raise InstrumentError(
            f"'{request.instrument.reference}' cannot be an XLSForm: two of its fields would be"
            f" named '{twice[0]}'."
        )
    return tuple(rows)


def _opening(request: ExportRequest, languages: FormLanguages) -> Iterator[Row]:
    bank = request.instrument.bank
    title = (request.instrument.form or bank).title

    def headed(language: str) -> str:
        # The form's own title stands in one language only.
        heading = [text_in(title, language, bank.language)] if len(languages.languages) > 1 else []
        return "\n\n".join((*heading, *notices(request.instrument, language)))

    cells = languages.cells("label", headed)
    if any(cells.values()):
        yield {"type": "note", "name": "cvm_title", **cells}
    if instruction := request.instrument.instruction:
        cells = languages.texts("label", instruction)
        yield {"type": "note", "name": "cvm_instruction", **cells}


def _item_rows(item: Item, request: ExportRequest, languages: FormLanguages) -> Iterator[Row]:
    if item.id == _RESERVED:
        raise InstrumentError(f"Item '{item.id}' has a name that every XLSForm keeps for itself.")
    scale = request.instrument.response_scale(item)
    label = languages.texts("label", item.stem)
    if isinstance(scale, QuantityScale):
        yield from _amount_rows(item, scale, request, languages)
        return
    hint = languages.texts("hint", item.recall) if item.recall else {}
    # Without an appearance the options stand one below the other: a line of options would draw
    # the missing ones as further points of the scale.
    yield {"type": f"select_one {scale.id}", "name": item.id, **label, **hint}


def _amount_rows(
    item: Item, scale: QuantityScale, request: ExportRequest, languages: FormLanguages
) -> Iterator[Row]:
    original = request.instrument.bank.language
    currency = request.currency if scale.unit == "currency" else None

    def hint(language: str) -> str:
        unit = ", ".join(filter(None, (text_in(scale.label, language, original), currency)))
        recall = text_in(item.recall, language, original) if item.recall else ""
        return f"{recall} ({unit})" if recall else unit

    def sentence(language: str) -> str:
        return form_words(language).describe_amount(scale)

    steps = f" and . = round(., {scale.decimals})" if scale.decimals else ""
    yield {
        "type": "decimal" if scale.decimals else "integer",
        "name": item.id,
        **languages.texts("label", item.stem),
        **languages.cells("hint", hint),
        "constraint": f". >= {scale.minimum} and . <= {scale.maximum}{steps}",
        **languages.cells("constraint_message", sentence),
    }
    if scale.missing:
        instead = f"{item.id}_why"
        yield {
            "type": f"select_one {missing_list(scale)}",
            "name": instead,
            **languages.cells("label", lambda code: form_words(code).instead_of_a_number),
            "relevant": f"${{{item.id}}} = ''",
        }
        yield calculate(f"{item.id}_answer", f"coalesce(${{{item.id}}}, ${{{instead}}})")


def missing_list(scale: QuantityScale) -> str:
    """Return the name of the list of a quantity scale's missing options."""
    return f"{scale.id}-missing"
