"""Files with one line for each answer, brought into one record for each respondent."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, named, refusal, shown_text
from covalue_measures.responses import ImportMap
from covalue_measures.responses.import_map import LongForm
from covalue_measures.typing import IntArray


def widen(table: TextTable, import_map: ImportMap) -> TextTable:
    """Return one record a respondent, one column for each text in the column of items.

    Parameters
    ----------
    table : TextTable
        As it stands in the file.
    import_map : ImportMap
        Its ``long`` names the columns; ``event`` selects one of several occasions.

    Raises
    ------
    IntakeError
        If a column is not there, a line names no respondent, several occasions stand and none is
        selected, or one respondent has two values of one item.
    """
    long = import_map.long
    if long is None:
        raise IntakeError(
            f"{table.title} is read in long form, but nothing says which columns hold what: say"
            " long: {respondent: ..., item: ..., value: ...} in the import map."
        )
    if lacking := [name for name in long.columns if name not in table.column_names]:
        raise IntakeError(
            f"The import map names the columns {named(lacking)}, which {table.title} does not"
            f" have; it has {named(table.column_names)}."
        )
    table = _without_ignored_items(table, long, import_map)
    table = _of_one_occasion(table, long, import_map.event)
    respondents = table.column(long.respondent)
    if "" in respondents.texts:
        rows = respondents.rows_with(respondents.texts.index(""))
        raise IntakeError(f"The respondent is empty on {table.rows_named(rows)} of {table.title}.")
    if not table.n_rows:
        raise IntakeError(f"No answers in {table.title}: it has no {table.row_noun}s of answers.")
    lines, rules = _line_of_each_cell(table, long)
    first_lines = _first_rows(respondents.codes)
    return replace(
        table,
        layout="long",
        columns=(
            respondents.of_rows(first_lines),
            *_answer_columns(table, long, lines, first_lines),
            *_constant_columns(table, import_map, long, first_lines),
        ),
        row_numbers=table.row_numbers[first_lines],
    ).with_rules(*rules)


def _without_ignored_items(table: TextTable, long: LongForm, import_map: ImportMap) -> TextTable:
    items = table.column(long.item)
    ignored = {text for text in items.texts if text in import_map.ignore}
    if not ignored:
        return table
    is_read = ~np.isin(items.codes, [items.texts.index(text) for text in ignored])
    return replace(table.of_rows(is_read), put_aside=table.put_aside | ignored)


def _of_one_occasion(table: TextTable, long: LongForm, wanted: str | None) -> TextTable:
    if long.occasion is None:
        return table
    occasions = table.column(long.occasion)
    if wanted is None:
        if len(occasions.texts) <= 1:
            return table
        raise IntakeError(
            f"{table.title} has {len(occasions.texts)} occasions in {shown_text(long.occasion)}:"
            f" {named(occasions.texts)}. Say in the import map which to read, such as"
            f" event: {occasions.texts[0]}."
        )
    if wanted not in occasions.texts:
        raise IntakeError(
            f"The import map selects the event {shown_text(wanted)}, which"
            f" {shown_text(long.occasion)} of {table.title} does not have; it has"
            f" {named(occasions.texts)}."
        )
    is_wanted = occasions.codes == occasions.texts.index(wanted)
    return table.of_rows(is_wanted).with_rules(
        f"Took {counted(int(is_wanted.sum()), table.row_noun)} of {shown_text(wanted)}, as the"
        f" import map says; {counted(int((~is_wanted).sum()), table.row_noun)} of others stayed"
        " out."
    )


def _line_of_each_cell(table: TextTable, long: LongForm) -> tuple[IntArray, tuple[str, ...]]:
    """Return the row of the table that fills each cell, (n_respondents, n_names), -1 for none."""
    respondents, items = table.column(long.respondent), table.column(long.item)
    column = table.column(long.value)
    values = column.codes
    shape = (len(respondents.texts), len(items.texts))
    cells = respondents.codes * shape[1] + items.codes
    used, first, positions = np.unique(cells, return_index=True, return_inverse=True)
    earlier = first[positions]
    is_repeat = earlier != np.arange(len(cells))
    if (differs := is_repeat & (values != values[earlier])).any():
        raise refusal(table.title, _two_values(table, items, differs.nonzero()[0], earlier))
    lines = np.full(shape[0] * shape[1], -1, dtype=np.int64)
    lines[used] = first
    rules = []
    if n_repeats := int(is_repeat.sum()):
        rules.append(
            f"Left out {counted(n_repeats, table.row_noun)} with the value of an earlier one."
        )
    if n_absent := int((lines < 0).sum()):
        rules.append(f"Took {counted(n_absent, 'answer')} without a {table.row_noun} as empty.")
    if column.n_trimmed:
        rules.append(f"Trimmed white space around the text of {counted(column.n_trimmed, 'cell')}.")
    return lines.reshape(shape), tuple(rules)


def _two_values(
    table: TextTable, items: TextColumn, rows: IntArray, earlier: IntArray
) -> list[str]:
    # Neither respondent nor value is shown: the lines say enough.
    return [
        f"Item {shown_text(items.texts[items.codes[row]])} has two values of one respondent, on"
        f" {table.rows_named(np.array([earlier[row], row]))} of {table.title}."
        for row in rows.tolist()
    ]


def _first_rows(codes: IntArray) -> IntArray:
    _, first = np.unique(codes, return_index=True)
    return first


def _answer_columns(
    table: TextTable, long: LongForm, lines: IntArray, first_lines: IntArray
) -> Sequence[TextColumn]:
    values = table.column(long.value)
    # The last text is that of the cells without a line, whose row is -1.
    codes = np.append(values.codes, len(values.texts))
    texts = [*values.texts, ""]
    numbers = table.row_numbers
    return [
        replace(
            TextColumn.from_codes(name, texts, codes[lines[:, position]]),
            written_as=long.value,
            row_numbers=np.where(
                lines[:, position] < 0, numbers[first_lines], numbers[lines[:, position]]
            ),
        )
        for position, name in enumerate(table.column(long.item).texts)
    ]


def _constant_columns(
    table: TextTable, import_map: ImportMap, long: LongForm, first_lines: IntArray
) -> Sequence[TextColumn]:
    """Return the columns beside the answers, one cell a respondent."""
    respondents = table.column(long.respondent).codes
    kept, problems = [], []
    for column in table.columns:
        if column.name in long.columns:
            continue
        first = column.codes[first_lines][respondents]
        changes = np.flatnonzero(column.codes != first)
        if len(changes) and column.name not in import_map.ignore:
            problems.append(
                f"Column {shown_text(column.name)} of {table.title} has two texts for one"
                f" respondent, on {table.rows_named(changes[:1])} and before."
            )
        kept.append(column.of_rows(first_lines))
    if problems:
        raise refusal(table.title, problems)
    return kept
