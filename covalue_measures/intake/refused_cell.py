"""Why a text is no response, and what its author can do about it."""

import re

from covalue_measures.intake.amounts import AmountReader
from covalue_measures.intake.text_meaning import TextMeanings, all_options
from covalue_measures.intake.wording import shown_cell, shown_text
from covalue_measures.responses import ImportMap
from covalue_measures.schema import AnswerScale, Item, QuantityScale

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_WITH_COMMA = re.compile(r"-?\d+(,\d+)+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d( .*)?|\d{1,2}-[A-Za-z]{3}(-\d+)?", re.ASCII)
_USUAL_MISSING_CODE = re.compile(r"-\d+|7{2,}|8+|9+|98|998|97|997|\.[a-z_]", re.ASCII)
_USUAL_MISSING_WORDS = frozenset(
    {"na", "n/a", "#n/a", "<na>", "nan", "null", "none", "nil", "missing", "."}
    # Codes of FHIR's data-absent-reason.
    | {"unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked"}
    | {"not-applicable", "unsupported", "as-text", "error", "not-performed", "not-permitted"}
)
#: What the reader of FHIR writes where a response has no text.
_MARKER = re.compile(r"\((no code|no reason|value[A-Za-z]+)\)", re.ASCII)
_BETWEEN_ANSWERS = re.compile(r"[,; ]+")


def explain_refused_cell(
    item: Item,
    scale: AnswerScale,
    text: str,
    where: str,
    meanings: TextMeanings,
    import_map: ImportMap,
) -> str:
    """Return what is wrong with a text that means nothing on its response scale.

    Parameters
    ----------
    item, scale : Item, AnswerScale
        What the cell answers.
    text : str
        The cell's text, trimmed.
    where : str
        Its place, such as ``line 118, column 'Q1' of visits.csv``.
    meanings : TextMeanings
        What texts mean here.
    import_map : ImportMap
        What the cells of this file are said to hold.
    """
    shown = _shown(scale, text)
    if _NUMBER.fullmatch(text) and shown == shown_text(text):
        shown = f"response {text}"
    sentence = (
        f"Item '{item.id}' has {shown}, but {_kind(scale)} '{scale.id}' allows"
        f" {_allowed_texts(item, scale, meanings, import_map)} ({where})."
    )
    hint = _hint(scale, text, meanings, import_map)
    return f"{sentence} {hint}" if hint else sentence


def describe_refused_cell(
    item: Item, scale: AnswerScale, where: str, meanings: TextMeanings, import_map: ImportMap
) -> str:
    """Return where a refused cell stands and what is allowed there, without its text.

    This is what may be kept: a refused cell can hold anything that somebody wrote.
    """
    return (
        f"Item '{item.id}' has a text that is no response; {_kind(scale)} '{scale.id}' allows"
        f" {_allowed_texts(item, scale, meanings, import_map)} ({where})."
    )


def explain_contradiction(
    item: Item, scale: AnswerScale, text: str, where: str, meanings: TextMeanings
) -> str:
    """Return how the import map and the response scale disagree about a text."""
    declared = meanings.declared[text]
    found = f"category {declared.value}" if declared.reason is None else declared.reason
    return (
        f"Item '{item.id}' has {shown_text(text)}, which the import map declares as"
        f" {meanings.imported[text].reason}, but {_kind(scale)} '{scale.id}' as {found} ({where})."
        " Take it out of the import map, or give the missing answers another text."
    )


def explain_marked_missing(
    item: Item, scale: AnswerScale, text: str, where: str, import_map: ImportMap
) -> str:
    """Return that the file marks a text as missing which is a category of the scale."""
    return (
        f"Item '{item.id}' has {shown_text(text)}, which the file marks as user-missing, but"
        f" {_kind(scale)} '{scale.id}' allows {_allowed(scale, import_map)} ({where}). Say in the"
        f" import map which kind of missing it is: {_declaration(text)}."
    )


def _shown(scale: AnswerScale, text: str) -> str:
    """Return the text as far as it may be shown; words of the scale and usual ones always."""
    known = set(_USUAL_MISSING_WORDS)
    for option in all_options(scale):
        known |= {option.code.casefold(), str(option.value)}
        known |= {label.casefold() for _, label in option.label.texts}
    is_known = known.issuperset({text.casefold()}) or known.issuperset(text.casefold().split(", "))
    return shown_text(text) if is_known or _MARKER.fullmatch(text) else shown_cell(text)


def _kind(scale: AnswerScale) -> str:
    return "quantity scale" if isinstance(scale, QuantityScale) else "response scale"


def _allowed_texts(
    item: Item, scale: AnswerScale, meanings: TextMeanings, import_map: ImportMap
) -> str:
    if any(item.id == entry.item or scale.id == entry.scale for entry in import_map.options):
        texts = [shown_text(text) for text in meanings.declared if text]
        return f"here the texts {', '.join(texts)}"
    return _allowed(scale, import_map)


def _allowed(scale: AnswerScale, import_map: ImportMap) -> str:
    if import_map.coding == "values" or isinstance(scale, QuantityScale):
        return scale.describe_allowed()
    if import_map.coding == "codes":
        texts = [option.code for option in all_options(scale)]
        return f"the codes {', '.join(texts)}"
    language = import_map.language or ""
    labels = [option.label.get(language) for option in all_options(scale)]
    return f"the labels {', '.join(shown_text(label) for label in labels if label)}"


def _hint(scale: AnswerScale, text: str, meanings: TextMeanings, import_map: ImportMap) -> str:
    if found := _other_coding(scale, text, import_map):
        return f"{shown_text(text)} is {found}."
    is_code = _USUAL_MISSING_CODE.fullmatch(text) and _shown(scale, text) == shown_text(text)
    if text.lower() in _USUAL_MISSING_WORDS or is_code:
        return (
            f"If {shown_text(text)} stands for a missing answer, say in the import map which kind:"
            f" {_declaration(text)}."
        )
    if _DATE.fullmatch(text):
        return "Did a spreadsheet turn the answer into a date?"
    if isinstance(scale, QuantityScale):
        return _amount_hint(scale, text, import_map)
    if _WITH_COMMA.fullmatch(text):
        return "A cell holds one whole number without a comma."
    parts = _BETWEEN_ANSWERS.split(text)
    if "." not in text and len(parts) > 1 and all(map(meanings.find, parts)) and "" not in parts:
        return f"That is {len(parts)} answers, and an item takes one."
    if "." in text and _NUMBER.fullmatch(text):
        return "A number between categories is no response; was it averaged or imputed?"
    return ""


def _amount_hint(scale: QuantityScale, text: str, import_map: ImportMap) -> str:
    if "," in text and import_map.decimal_mark == ".":
        return (
            "If the comma is a decimal comma, say \"decimal_mark: ','\" in the import map; a"
            " separator of thousands must be taken out."
        )
    if import_map.decimal_mark == "," and "." in text:
        return "The import map says that decimals stand after a comma; this cell has a point."
    number = AmountReader(scale, import_map.decimal_mark).number(text)
    if number is not None and number > scale.maximum:
        return f"More than {scale.maximum} {scale.label.texts[0][1]} in the period cannot be."
    return ""


def _other_coding(scale: AnswerScale, text: str, import_map: ImportMap) -> str:
    """Return what the text would be if the cells held something else than they are said to."""
    for option in all_options(scale):
        if text == str(option.value):
            return _say("a value", "'coding: values'")
        if text == option.code:
            return _say("a code", "'coding: codes'")
        for language, label in option.label.texts:
            if text == label:
                return _say(f"a label ({language})", f"'coding: labels' and 'language: {language}'")
            if text.casefold() == label.casefold() and import_map.coding == "labels":
                return f"the label {shown_text(label)} ({language}) in another letter case"
    return ""


def _say(kind: str, fields: str) -> str:
    return (
        f"{kind} of this response scale; if that is what the cells hold, say {fields} in the"
        " import map"
    )


def _declaration(text: str) -> str:
    return f"missing: [{{text: {shown_text(text)}, reason: ...}}]"
