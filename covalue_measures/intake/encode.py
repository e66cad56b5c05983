"""Cells to category values and reasons, one distinct text at a time."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from covalue_measures.intake.refused_cell import (
    describe_refused_cell,
    explain_contradiction,
    explain_marked_missing,
    explain_refused_cell,
)
from covalue_measures.intake.text_meaning import TextMeanings, without_decimals
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.value_labels import label_contradictions
from covalue_measures.intake.wording import counted, refusal, shown_text
from covalue_measures.responses import REASONS, ImportMap
from covalue_measures.schema import AnswerScale, Instrument, Item, MissingReason
from covalue_measures.typing import IntArray

#: A column with more texts that are no responses is another column: none of them is shown.
_MOST_REFUSED_TEXTS = 20
_REASON_CODES = {reason: position for position, reason in enumerate(REASONS, start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedText:
    """A text of one item's column that is no response, or all of them where they are many."""

    item_id: str
    #: What is wrong, and where the first such cell stands; for the eye only.
    problem: str
    #: The same without the text, which may be kept.
    record: str
    #: Records that have it, counted from 0.
    rows: IntArray = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedAnswers:
    """The two matrices of ``ResponseData``, and what came up on the way."""

    #: (n_rows, n_items)
    values: IntArray = field(repr=False)
    #: (n_rows, n_items); a refused cell has the code of ``technical``.
    reasons: IntArray = field(repr=False)
    refused: tuple[RefusedText, ...]
    rules: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence per item and text that is no response."""
        return tuple(entry.problem for entry in self.refused)


def encode_answers(
    table: TextTable,
    item_columns: tuple[str | None, ...],
    instrument: Instrument,
    import_map: ImportMap,
) -> EncodedAnswers:
    """Return the answers in the columns of the items.

    Parameters
    ----------
    table : TextTable
        The source.
    item_columns : tuple of (str or None)
        Column of each item of the instrument; None for an item that was not asked.
    instrument, import_map : Instrument, ImportMap
        What the texts mean.

    Raises
    ------
    IntakeError
        If cells are said to hold labels that a response scale does not have, or the file's value
        labels contradict a response scale.
    """
    if table.marks_codes and import_map.coding == "values":
        # Messages then name codes, which is what such a file mostly holds.
        import_map = import_map.model_copy(update={"coding": "codes"})
    shape = (table.n_rows, len(instrument.items))
    values = np.zeros(shape, dtype=np.int64)
    reasons = np.full(shape, _REASON_CODES[MissingReason.NOT_ASKED], dtype=np.int64)
    refused: list[RefusedText] = []
    contradictions: list[str] = []
    changes: Counter[str] = Counter()
    for position, (item, name) in enumerate(zip(instrument.items, item_columns, strict=True)):
        if name is None:
            continue
        scale, column = instrument.response_scale(item), table.column(name)
        known = TextMeanings.of(scale, import_map, item_id=item.id, marks_codes=table.marks_codes)
        contradictions += label_contradictions(table, column, item, scale, known)
        value_of_text, reason_of_text = _encode_texts(column, known)
        values[:, position] = value_of_text[column.codes]
        reasons[:, position] = reason_of_text[column.codes]
        for found in _refused_texts(table, column, item, scale, known, import_map):
            values[found.rows, position] = 0
            reasons[found.rows, position] = _REASON_CODES[MissingReason.TECHNICAL]
            refused.append(found)
        changes += _changes(column, known)
    if contradictions:
        raise refusal(table.title, contradictions)
    rules = [
        # Once only: a text of the import map may hold the same word.
        sentence.replace("{cells}", counted(count, "cell"), 1)
        for sentence, count in changes.items()
    ]
    if n_unanswered := int((reasons != 0).all(axis=1).sum()):
        rules.append(f"Kept {counted(n_unanswered, 'record')} without an answer to any item.")
    return EncodedAnswers(
        values=values, reasons=reasons, refused=tuple(refused), rules=tuple(rules)
    )


def _encode_texts(column: TextColumn, known: TextMeanings) -> tuple[IntArray, IntArray]:
    found = [known.find(without_decimals(text)) for text in column.texts]
    values = [meaning.value if meaning else 0 for meaning in found]
    reasons = [
        _REASON_CODES[meaning.reason] if meaning and meaning.reason else 0 for meaning in found
    ]
    return np.array(values, dtype=np.int64), np.array(reasons, dtype=np.int64)


def _refused_texts(
    table: TextTable,
    column: TextColumn,
    item: Item,
    scale: AnswerScale,
    known: TextMeanings,
    import_map: ImportMap,
) -> list[RefusedText]:
    """Return each text of a column that cannot be read, with what is wrong about it."""
    refused: dict[int, Callable[[str, str], str]] = {}
    for position, written in enumerate(column.texts):
        text = without_decimals(written)
        if known.find(text) is None:
            refused[position] = partial(
                explain_refused_cell, item, scale, meanings=known, import_map=import_map
            )
        elif written in column.marked_missing and known.is_category(text):
            # Where the import map gives the reason, it agrees with the file against the scale.
            if text not in known.imported:
                refused[position] = partial(
                    explain_marked_missing, item, scale, import_map=import_map
                )
        elif known.contradicts(text):
            refused[position] = partial(explain_contradiction, item, scale, meanings=known)
    if len(refused) > _MOST_REFUSED_TEXTS:
        rows = np.flatnonzero(np.isin(column.codes, list(refused)))
        problem = (
            f"Item '{item.id}' has {len(refused):,} different texts that are no responses"
            f" ({table.where(rows, column.name)}). Does this column hold something else?"
        )
        return [RefusedText(item_id=item.id, problem=problem, record=problem, rows=rows)]
    found = []
    for position, explain in refused.items():
        rows = column.rows_with(position)
        text, where = without_decimals(column.texts[position]), table.where(rows, column.name)
        found.append(
            RefusedText(
                item_id=item.id,
                problem=explain(text, where),
                record=describe_refused_cell(item, scale, where, known, import_map),
                rows=rows,
            )
        )
    return found


def _changes(column: TextColumn, known: TextMeanings) -> Counter[str]:
    """Return how many cells each rule changed, under its sentence."""
    changes: Counter[str] = Counter()
    for text, count in zip(column.texts, column.counts.tolist(), strict=True):
        plain = without_decimals(text)
        if plain != text and known.amounts is None:
            changes["Read {cells} written with decimals, such as 3.0, as whole numbers."] += count
        if plain in known.imported:
            shown = f"with the text {shown_text(plain)}" if plain else "without text"
            reason = known.imported[plain].reason
            changes[f"Read {{cells}} {shown} as {reason}, as the import map says."] += count
        elif plain == "":
            changes[f"Read {{cells}} without text as {known.declared[''].reason}."] += count
    if column.n_from_decimals:
        changes["Read {cells} of decimal type as whole numbers."] += column.n_from_decimals
    if column.n_trimmed:
        changes["Trimmed white space around the text of {cells}."] += column.n_trimmed
    return changes
