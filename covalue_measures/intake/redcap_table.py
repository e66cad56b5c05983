"""CSV exports of REDCap, raw or with labels."""

from pathlib import Path

import numpy as np

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.csv_records import CsvRecords, read_records
from covalue_measures.intake.own_fields import redcap_fields, take_own_fields
from covalue_measures.intake.platform_columns import set_aside
from covalue_measures.intake.redcap_checkboxes import fold_checkboxes
from covalue_measures.intake.redcap_repeats import keep_entered_once, of_one_form
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, named, shown_text
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_COMPLETE_END = "_complete"
_TIMESTAMP_END = "_timestamp"
_COMPLETE = frozenset({"2", "Complete"})
_STATES = (frozenset({"0", "1", "2", ""}), frozenset({"Incomplete", "Unverified", "Complete", ""}))


class RedcapReader:
    """Reads one event of a project; missing data codes stay the texts that they are."""

    layout = "redcap"
    suffixes: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``."""
        return redcap_table(read_records(path, import_map, instrument), import_map, instrument)


def looks_like_redcap(records: CsvRecords) -> bool:
    """Return whether the header holds names that only REDCap writes."""
    if any(name.startswith("redcap_") for name in records.names):
        return True
    return any(
        _is_form_state(
            TextColumn.from_cells(name, [record[position] for record in records.records])
        )
        for position, name in enumerate(records.names)
        if name.endswith(_COMPLETE_END)
    )


def redcap_table(records: CsvRecords, import_map: ImportMap, instrument: Instrument) -> TextTable:
    """Return the columns of one event, checkboxes folded.

    Raises
    ------
    IntakeError
        If the file holds several events or repeated forms, and the import map selects none.
    """
    table = records.table("redcap")
    # The state of a form that is left out tells nothing about those that stay.
    names = [column.name for column in table.columns if _is_form_state(column)]
    table = _select(table, "redcap_event_name", "event", import_map.event)
    table = of_one_form(table, import_map, instrument)
    table = _select_instance(table, import_map.instance)
    table = keep_entered_once(table, records.names[0], import_map)
    states = [table.column(name) for name in names]
    table = table.with_rules(*(rule for column in states if (rule := _unfinished(column))))
    table = fold_checkboxes(table, import_map, instrument)
    table = take_own_fields(table, redcap_fields(instrument), instrument, import_map)
    forms = [name.removesuffix(_COMPLETE_END) for name in names]
    added = [
        name
        for name in table.column_names
        if name.startswith("redcap_")
        or name in {form + end for form in forms for end in (_COMPLETE_END, _TIMESTAMP_END)}
    ]
    return set_aside(table, added, "REDCap", import_map)


def _is_form_state(column: TextColumn) -> bool:
    if not column.name.endswith(_COMPLETE_END) or not _COMPLETE.intersection(column.texts):
        return False
    return any(states.issuperset(column.texts) for states in _STATES)


def _unfinished(column: TextColumn) -> str:
    is_complete = np.isin(column.codes, [i for i, t in enumerate(column.texts) if t in _COMPLETE])
    if is_complete.all() or not any(column.texts):
        return ""
    return (
        f"Kept {counted(int((~is_complete).sum()), 'record')} whose '{column.name}' is not"
        " Complete."
    )


def _select(table: TextTable, name: str, field: str, wanted: str | None) -> TextTable:
    if name not in table.column_names:
        if wanted is not None:
            raise IntakeError(
                f"The import map selects the {field} {shown_text(wanted)}, but {table.title} has no"
                f" column '{name}'."
            )
        return table
    column = table.column(name)
    if wanted is None:
        if len(column.texts) <= 1:
            return table
        raise IntakeError(
            f"{table.title} has {len(column.texts)} {field}s in '{name}': {named(column.texts)}."
            " One record per respondent is read: say in the import map which,"
            f" such as {field}: {column.texts[0]}."
        )
    if wanted not in column.texts:
        raise IntakeError(
            f"The import map selects the {field} {shown_text(wanted)}, which '{name}' of"
            f" {table.title} does not have; it has {named(column.texts)}."
        )
    is_wanted = column.codes == column.texts.index(wanted)
    return table.of_rows(is_wanted).with_rules(
        f"Took {counted(int(is_wanted.sum()), 'record')} of the {field} {shown_text(wanted)}, as"
        f" the import map says; {counted(int((~is_wanted).sum()), 'record')} of others stayed out."
    )


def _select_instance(table: TextTable, wanted: str | None) -> TextTable:
    name = "redcap_repeat_instance"
    if wanted is not None and name in table.column_names and not any(table.column(name).texts):
        raise IntakeError(
            f"The import map selects the instance {shown_text(wanted)}, but the form of"
            f" {table.title} that holds the items does not repeat: take instance out."
        )
    if wanted is not None:
        return _select(table, name, "instance", wanted)
    if name not in table.column_names:
        return table
    column = table.column(name)
    if not any(column.texts):
        return table
    rows = np.flatnonzero(column.codes != (column.texts.index("") if "" in column.texts else -1))
    raise IntakeError(
        f"{table.title} holds a form that repeats ({table.rows_named(rows)}): one respondent has"
        " several records. Say in the import map which instance to read, such as instance: 1, or"
        " export the form without its repeats."
    )
