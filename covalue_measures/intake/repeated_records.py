"""The same record in a source twice, by the id that the source gives its records."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, refusal
from covalue_measures.responses import ImportMap
from covalue_measures.typing import BoolArray


def keep_once(
    table: TextTable,
    record_ids: Sequence[str],
    dates: Sequence[str],
    state: TextColumn,
    import_map: ImportMap,
) -> tuple[BoolArray, tuple[str, ...]]:
    """Return which records to keep, one with each id, and what to say about it.

    A repeat is left out if it says the same. Of records that say different things, the newest is
    kept if the import map wants that.

    Parameters
    ----------
    table : TextTable
    record_ids : sequence of str
        Of each record; one without an id is no repeat.
    dates : sequence of str
        When each record was made.
    state : TextColumn
        What else a repeat must have in common, such as the status.
    import_map : ImportMap

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
        is_equal = bool((codes[rows] == codes[rows[0]]).all())
        newest = rows[0] if is_equal else _newest(rows, dates)
        if is_equal:
            n_equal += len(rows) - 1
        elif import_map.duplicates == "refuse":
            problems.append(_differ(table, rows, "say duplicates: newest in the import map."))
        elif newest is None:
            problems.append(_differ(table, rows, "their dates do not tell which is the newest."))
        else:
            n_older += len(rows) - 1
        is_kept[[row for row in rows if row != newest]] = False
    if problems:
        raise refusal(table.title, problems)
    return is_kept, _rules(n_equal, n_older)


def _newest(rows: list[int], dates: Sequence[str]) -> int | None:
    try:
        moments = [_moment(dates[row]) for row in rows]
    except ValueError:
        return None
    newest = max(moments)
    return rows[moments.index(newest)] if moments.count(newest) == 1 else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _differ(table: TextTable, rows: list[int], advice: str) -> str:
    lead = "To keep the newest, " if advice.startswith("say") else "The newest is wanted, but "
    return (
        f"The same record stands on {table.rows_named(np.array(rows))} of {table.title} with"
        f" different answers or another status. {lead}{advice}"
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
