"""The same record in a source twice, by the id that the source gives its records."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from covalue_measures.intake.newest_record import newest_of
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, refusal
from covalue_measures.responses import ImportMap
from covalue_measures.typing import BoolArray, IntArray

_NOT_TOLD = "The newest is wanted, but their dates do not tell which is the newest."


def keep_once(
    table: TextTable,
    record_ids: Sequence[str],
    state: TextColumn,
    import_map: ImportMap,
    *,
    numbers: Sequence[str] | None = None,
    dates: Sequence[Sequence[str]] = (),
) -> tuple[BoolArray, tuple[str, ...]]:
    """Return which records to keep, one with each id, and what to say about it.

    A repeat is left out if it says the same. Of records that say different things, the newest is
    kept if the import map wants that.

    Parameters
    ----------
    table : TextTable
    record_ids : sequence of str
        Of each record; one without an id is no repeat.
    state : TextColumn
        What else a repeat must have in common, such as the status.
    import_map : ImportMap
    numbers, dates : sequence of str, sequence of sequence of str
        Version number and dates of each record; see ``newest_of``. Without either, no record is
        newer than another.

    Raises
    ------
    IntakeError
        If records with one id say different things and none is wanted, or the newest cannot be
        told. No id is shown.
    """
    rows_of = defaultdict(list)
    for row, record_id in enumerate(record_ids):
        if record_id:
            rows_of[record_id].append(row)
    codes = np.column_stack([column.codes for column in (*table.columns, state)])
    is_kept = np.ones(table.n_rows, dtype=bool)
    n_equal, n_older, problems = 0, 0, []
    for rows in rows_of.values():
        if len(rows) == 1:
            continue
        is_equal = _are_equal(codes, rows)
        newest = rows if is_equal else newest_of(rows, numbers or [""] * table.n_rows, dates)
        if is_equal:
            n_equal += len(rows) - 1
        elif numbers is None and not dates:
            problems.append(_differ(table, rows, "Take out of the file what is not to be read."))
        elif import_map.duplicates == "refuse":
            advice = "To keep the newest, say duplicates: newest in the import map."
            problems.append(_differ(table, rows, advice))
        elif not _are_equal(codes, newest):
            problems.append(_differ(table, rows, _NOT_TOLD))
        else:
            n_older += len(rows) - 1
        is_kept[[row for row in rows if row != newest[0]]] = False
    if problems:
        raise refusal(table.title, problems)
    return is_kept, _rules(n_equal, n_older)


def of_platform(
    table: TextTable,
    id_name: str,
    state: TextColumn,
    added: Collection[str],
    import_map: ImportMap,
    *,
    date: str | None = None,
) -> tuple[BoolArray, tuple[str, ...]]:
    """Return which records of a platform's export to keep; see ``keep_once``.

    Parameters
    ----------
    table, state, import_map : TextTable, TextColumn, ImportMap
    id_name : str
        Column with the ids that the platform gives; without it every record is kept.
    added : collection of str
        Columns that the platform fills in, in which equal answers may differ.
    date : str, optional
        Column that says when a record was made.
    """
    if id_name not in table.column_names:
        return np.ones(table.n_rows, dtype=bool), ()
    answers = tuple(column for column in table.columns if column.name not in added)
    has_date = date is not None and date in table.column_names
    return keep_once(
        replace(table, columns=answers),
        table.column(id_name).cells(),
        state,
        import_map,
        dates=(table.column(date).cells(),) if date is not None and has_date else (),
    )


def _are_equal(codes: IntArray, rows: list[int]) -> bool:
    return bool((codes[rows] == codes[rows[0]]).all())


def _differ(table: TextTable, rows: list[int], advice: str) -> str:
    return (
        f"The same record stands on {table.rows_named(np.array(rows))} of {table.title} with"
        f" different answers or another status. {advice}"
    )


def _rules(n_equal: int, n_older: int) -> tuple[str, ...]:
    rules = []
    if n_equal:
        rules.append(f"Left out {counted(n_equal, 'record')} equal to one with the same record id.")
    if n_older:
        rules.append(
            f"Left out {counted(n_older, 'record')} with the same record id as a newer one, as the"
            " import map says."
        )
    return tuple(rules)
