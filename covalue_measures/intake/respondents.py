"""Respondent ids, which are checked and shown to nobody, and group labels."""

import numpy as np

from covalue_measures.intake.text_table import TextTable
from covalue_measures.responses import Group

_MOST_GROUPS_OF_LINES = 5


def respondent_id_problems(table: TextTable, column_name: str) -> list[str]:
    """Return what is wrong with the ids in a column, by line and never by id."""
    column = table.column(column_name)
    problems = []
    if "" in column.texts:
        rows = column.rows_with(column.texts.index(""))
        problems.append(f"The respondent id is empty on {table.rows_named(rows)} of {table.title}.")
    repeated = [
        position
        for position in np.flatnonzero(column.counts > 1).tolist()
        if column.texts[position]
    ]
    if repeated:
        shown = "; ".join(
            table.rows_named(column.rows_with(position))
            for position in repeated[:_MOST_GROUPS_OF_LINES]
        )
        more = len(repeated) - _MOST_GROUPS_OF_LINES
        problems.append(
            f"The same respondent id stands on {shown}{f'; and {more} more' if more > 0 else ''} of"
            f" {table.title}. Keep one record per respondent, or split the occasions into files."
        )
    return problems


def read_groups(table: TextTable, names: tuple[str, ...]) -> tuple[Group, ...]:
    """Return the group labels in the named columns; empty where there is none."""
    return tuple(Group(name=name, labels=table.column(name).cells()) for name in names)
