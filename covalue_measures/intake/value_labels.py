"""Labels that a file gives the values of a column, held against those of the response scale."""

from collections.abc import Mapping

from covalue_measures.intake.text_meaning import TextMeaning, TextMeanings, all_options, categories
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import named, shown_text
from covalue_measures.schema import AnswerScale, Item


def label_contradictions(
    table: TextTable, column: TextColumn, item: Item, scale: AnswerScale, known: TextMeanings
) -> tuple[str, ...]:
    """Return what the file calls a value while the response scale calls another value so.

    Labels that the scale does not have in any language cannot be compared, and say nothing.
    """
    found = []
    for text, label in column.value_labels.items():
        meaning, called_so = known.find(text), _options_called(label, scale)
        if meaning is not None and called_so and meaning not in called_so.values():
            found.append(
                f"the file calls {text} {shown_text(label)}, the scale calls"
                f" {' and '.join(called_so)} so"
            )
    if not found:
        return ()
    return (
        f"The value labels of {table.column_noun} {named([column.name])} of {table.title}"
        f" contradict response scale '{scale.id}' of item '{item.id}': {'; '.join(found)}. Say what"
        " the values mean under options in the import map, or put the labels right.",
    )


def value_texts(labels: Mapping[object, str]) -> dict[str, str]:
    """Return labels by the text of their value, whole numbers without decimals."""
    return {
        str(int(value) if isinstance(value, float) and value.is_integer() else value): label
        for value, label in labels.items()
    }


def _options_called(label: str, scale: AnswerScale) -> dict[str, TextMeaning]:
    """Return the values of the options with this label in any language, and what they mean."""
    wanted, n_categories = _plain(label), len(categories(scale))
    return {
        str(option.value): TextMeaning(option.value)
        if position < n_categories
        else TextMeaning(reason=scale.missing[position - n_categories].reason)
        for position, option in enumerate(all_options(scale))
        if wanted in {_plain(text) for _, text in option.label.texts}
    }


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()
