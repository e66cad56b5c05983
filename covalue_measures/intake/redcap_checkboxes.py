"""Checkbox fields of REDCap, which an export spreads over one column for each choice."""

import re
from collections import defaultdict
from dataclasses import replace

import numpy as np

from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, named
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_CHOICE = re.compile(r"(?P<field>[a-z][a-z0-9_]*?)___(?P<code>\w+)")
#: What a ticked box is, exported raw and as label.
_TICKED = frozenset({"1", "checked"})
_KNOWN = _TICKED | {"0", "unchecked", ""}


def fold_checkboxes(table: TextTable, import_map: ImportMap, instrument: Instrument) -> TextTable:
    """Return the table with one column for each checkbox field that is an item's.

    Its cell holds the code of the ticked choice. Several ticked choices stand together in it, and
    no response scale knows such a text. Other checkbox fields can be ignored by their own name.
    """
    fields = defaultdict(list)
    for column in table.columns:
        if (found := _CHOICE.fullmatch(column.name)) and _is_checkbox(column):
            fields[found["field"]].append(column)
    wanted = {*instrument.item_ids, *(entry.column for entry in import_map.columns)}
    folded = {name: columns for name, columns in fields.items() if name in wanted}
    ignored = {name: columns for name, columns in fields.items() if name in import_map.ignore}
    gone = {column.name for part in (folded, ignored) for each in part.values() for column in each}
    rules = [
        f"Read the {counted(len(columns), 'checkbox column')} of '{name}' as one answer."
        for name, columns in folded.items()
    ]
    if ignored:
        rules.append(f"Did not read the checkbox columns of {named(list(ignored))}.")
    return replace(
        table,
        columns=(
            *(column for column in table.columns if column.name not in gone),
            *(_fold(name, columns) for name, columns in folded.items()),
        ),
        put_aside=table.put_aside | set(ignored),
    ).with_rules(*rules)


def _is_checkbox(column: TextColumn) -> bool:
    return all(text.lower() in _KNOWN for text in column.texts)


def _fold(name: str, columns: list[TextColumn]) -> TextColumn:
    codes = [_code(column.name) for column in columns]
    ticked = np.column_stack([[t.lower() in _TICKED for t in c.cells()] for c in columns])
    patterns, positions = np.unique(ticked, axis=0, return_inverse=True)
    texts = [
        ", ".join(code for code, is_ticked in zip(codes, pattern, strict=True) if is_ticked)
        for pattern in patterns
    ]
    column = TextColumn.from_codes(name, texts, positions.ravel())
    return replace(column, written_as=f"{name}___...")


def _code(name: str) -> str:
    """Return the choice's code; REDCap writes the minus of a negative one as an underscore."""
    code = name.split("___", 1)[1]
    return f"-{code[1:]}" if code.startswith("_") else code
