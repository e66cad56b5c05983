"""What each text means on one response scale of one file."""

import re
from dataclasses import dataclass, field

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.amounts import AmountReader
from covalue_measures.intake.wording import shown_text
from covalue_measures.responses import ImportMap
from covalue_measures.schema import (
    AnswerScale,
    MissingOption,
    MissingReason,
    QuantityScale,
    ResponseOption,
)
from covalue_measures.schema.repeated import repeated

#: A whole number written with decimals, as programs do for columns that have gaps.
_WHOLE_DECIMAL = re.compile(r"(0|-?[1-9]\d*)\.0+", re.ASCII)


@dataclass(frozen=True, slots=True)
class TextMeaning:
    """A category value or an amount in steps, or the reason why there is none."""

    value: int = 0
    reason: MissingReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMeanings:
    """The texts that a response scale knows, and those that the import map adds."""

    #: Texts of categories and of declared missing options.
    declared: dict[str, TextMeaning] = field(repr=False)
    #: Texts that the import map declares as missing.
    imported: dict[str, TextMeaning] = field(repr=False)
    #: Reads amounts; None on a scale of categories.
    amounts: AmountReader | None = None

    @classmethod
    def of(
        cls,
        scale: AnswerScale,
        import_map: ImportMap,
        *,
        item_id: str | None = None,
        marks_codes: bool = False,
    ) -> "TextMeanings":
        """Return the meanings on ``scale`` in the file that ``import_map`` is for.

        Parameters
        ----------
        scale : AnswerScale
        import_map : ImportMap
        item_id : str, optional
            Item with option texts of its own.
        marks_codes : bool
            Whether cells hold values and codes, each marked by the file as what it is.

        Raises
        ------
        IntakeError
            If the file holds labels, and those of the scale are lacking or repeated, or an option
            text stands for an option that the scale does not have.
        """
        declared = {"": TextMeaning(reason=scale.empty_cell)}
        for missing in scale.missing:
            meaning = TextMeaning(reason=missing.reason)
            declared |= {str(missing.value): meaning, missing.code: meaning}
        options = categories(scale)
        labels = _labels(scale, import_map) if import_map.coding == "labels" else ()
        for missing, label in zip(scale.missing, labels[len(options) :], strict=False):
            declared[label] = TextMeaning(reason=missing.reason)
        texts = {
            "values": [str(option.value) for option in options],
            "codes": [option.code for option in options],
            "labels": labels[: len(options)],
        }[import_map.coding]
        native = {
            text: TextMeaning(option.value) for text, option in zip(texts, options, strict=True)
        }
        if marks_codes:
            native |= {str(option.value): TextMeaning(option.value) for option in options}
        said = _option_texts(scale, import_map, item_id)
        # A file that counts from 1 and holds a 0 is not read half by its map, half by the scale.
        is_recoded = any(native.get(text, meaning) != meaning for text, meaning in said.items())
        declared |= said if is_recoded else native | said
        imported = {
            without_decimals(entry.text.strip()): TextMeaning(reason=entry.reason)
            for entry in import_map.missing
        }
        amounts = (
            AmountReader(scale, import_map.decimal_mark)
            if isinstance(scale, QuantityScale)
            else None
        )
        return cls(declared=declared, imported=imported, amounts=amounts)

    def find(self, text: str) -> TextMeaning | None:
        """Return what ``text`` means, or None where it means nothing."""
        known = self.imported.get(text) or self.declared.get(text)
        if known is None and self.amounts is not None:
            steps = self.amounts.steps(text)
            return None if steps is None else TextMeaning(steps)
        return known

    def contradicts(self, text: str) -> bool:
        """Return whether import map and scale disagree about ``text``; not about empty cells."""
        if text == "" or text not in self.imported or text not in self.declared:
            return False
        return self.imported[text] != self.declared[text]

    def is_category(self, text: str) -> bool:
        """Return whether ``text`` is a category of the scale, whatever the import map says."""
        if self.amounts is not None and self.amounts.steps(text) is not None:
            return True
        return text in self.declared and self.declared[text].reason is None


def categories(scale: AnswerScale) -> tuple[ResponseOption, ...]:
    """Return the categories of a scale; amounts have none."""
    return () if isinstance(scale, QuantityScale) else scale.options


def all_options(scale: AnswerScale) -> tuple[ResponseOption | MissingOption, ...]:
    """Return the categories, then the declared missing options."""
    return (*categories(scale), *scale.missing)


def without_decimals(text: str) -> str:
    """Return ``3`` for ``3.0`` or ``3.00``, and any other text as it is."""
    found = _WHOLE_DECIMAL.fullmatch(text)
    return found[1] if found else text


def _option_texts(
    scale: AnswerScale, import_map: ImportMap, item_id: str | None
) -> dict[str, TextMeaning]:
    """Return the texts that the import map gives the options; those of an item come first."""
    meanings: dict[str, TextMeaning] = {}
    for option in categories(scale):
        meanings[option.code] = TextMeaning(option.value)
    for missing in scale.missing:
        meanings[missing.code] = TextMeaning(reason=missing.reason)
    entries = [entry for entry in import_map.options if entry.scale == scale.id]
    entries += [entry for entry in import_map.options if item_id and entry.item == item_id]
    for entry in entries:
        if entry.code not in meanings:
            raise IntakeError(
                f"The import map gives the text {shown_text(entry.text)} the code '{entry.code}',"
                f" which response scale '{scale.id}' does not have; it has"
                f" {', '.join(meanings)}."
            )
    return {without_decimals(entry.text.strip()): meanings[entry.code] for entry in entries}


def _labels(scale: AnswerScale, import_map: ImportMap) -> tuple[str, ...]:
    language = import_map.language or ""
    texts = [option.label for option in all_options(scale)]
    labels = tuple(label for text in texts if (label := text.get(language)) is not None)
    if len(labels) < len(texts):
        raise IntakeError(
            f"The import map says that cells hold labels in '{language}', but response scale"
            f" '{scale.id}' has not all of its labels in that language."
        )
    if found := repeated(labels):
        raise IntakeError(
            f"Cells cannot be read by label: response scale '{scale.id}' has the label"
            f" '{found[0]}' ({language}) twice. Export values or codes instead."
        )
    return labels
