"""Records that are not finished, not meant or taken back: what becomes of them."""

from collections.abc import Collection

import numpy as np

from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, refusal, shown_text
from covalue_measures.responses import ImportMap


def use_statuses(
    table: TextTable, statuses: TextColumn, import_map: ImportMap, *, ordinary: Collection[str]
) -> TextTable:
    """Return the records that the import map keeps.

    Parameters
    ----------
    table : TextTable
    statuses : TextColumn
        Status of each record of ``table``.
    import_map : ImportMap
        Says what to do with each status.
    ordinary : collection of str
        Statuses of records that need no word.

    Raises
    ------
    IntakeError
        If the import map says nothing about a status; no record is left out unasked.
    """
    said = {entry.status: entry.use for entry in import_map.statuses}
    is_kept = np.ones(table.n_rows, dtype=bool)
    rules, problems = [], []
    for position, status in enumerate(statuses.texts):
        rows, shown = statuses.rows_with(position), shown_text(status)
        match said.get(status, "ordinary" if status in ordinary else "unsaid"):
            case "leave_out":
                is_kept[rows] = False
                rules.append(
                    f"Left out {counted(len(rows), 'record')} with the status {shown}, as the"
                    " import map says."
                )
            case "keep":
                rules.append(
                    f"Kept {counted(len(rows), 'record')} with the status {shown}, as the import"
                    " map says."
                )
            case "unsaid":
                problems.append(
                    f"The status is {shown} on {table.rows_named(rows)} of {table.title}. Say in"
                    " the import map whether such records are answers:"
                    f" statuses: [{{status: {shown}, use: leave_out}}], or use: keep."
                )
    if problems:
        raise refusal(table.title, problems)
    table = table if is_kept.all() else table.of_rows(is_kept)
    return table.with_rules(*rules)
