"""CSV exports of LimeSurvey, with question codes as headings and answer codes as cells."""

import re
from dataclasses import replace
from pathlib import Path

from covalue_measures.intake.csv_records import CsvRecords, read_records
from covalue_measures.intake.own_fields import limesurvey_fields, take_own_fields
from covalue_measures.intake.platform_columns import name_in_use, set_aside
from covalue_measures.intake.record_statuses import use_statuses
from covalue_measures.intake.repeated_records import of_platform
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_SUBQUESTION = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9]*)\[(?P<code>[A-Za-z0-9]+)\]")
_ADDED = frozenset(
    {
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "startdate",
        "datestamp",
        "ipaddr",
        "refurl",
        "token",
        "interviewtime",
    }
)
_TIMING = re.compile(r"groupTime\d+|(?P<question>.+)Time")
#: Columns that every export of responses has, and hardly another file.
_TELLING = frozenset({"submitdate", "lastpage", "startlanguage"})


class LimesurveyReader:
    """Reads single questions and arrays; an array ``cv[SQ001]`` has a column a subquestion."""

    layout = "limesurvey"
    suffixes: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``."""
        return limesurvey_table(read_records(path, import_map, instrument), import_map, instrument)


def looks_like_limesurvey(records: CsvRecords) -> bool:
    """Return whether the header holds the names that LimeSurvey writes."""
    return _TELLING.issubset(records.names)


def limesurvey_table(
    records: CsvRecords, import_map: ImportMap, instrument: Instrument
) -> TextTable:
    """Return the columns, an array's read by subquestion where its code is an item's id.

    Raises
    ------
    IntakeError
        If records were not submitted, and the import map does not say what to do with them.
    """
    table = records.table("limesurvey")
    columns = tuple(_named(column, import_map, instrument) for column in table.columns)
    table = replace(table, columns=columns)
    if by_code := [column for column in columns if column.written_as]:
        table = table.with_rules(
            f"Matched {counted(len(by_code), 'column')} to items by the subquestion's code."
        )
    if "submitdate" in table.column_names and table.n_rows:
        submitted = table.column("submitdate").cells()
        statuses = ["" if date else "unfinished" for date in submitted]
        state = TextColumn.from_cells("status", statuses)
        is_kept, repeats = of_platform(
            table, "id", state, _added(table), import_map, date="submitdate"
        )
        table = use_statuses(
            table.of_rows(is_kept).with_rules(*repeats),
            state.of_rows(is_kept.nonzero()[0]),
            import_map,
            ordinary=("",),
        )
    table = take_own_fields(table, limesurvey_fields(instrument), instrument, import_map)
    return set_aside(table, _added(table), "LimeSurvey", import_map)


def _named(column: TextColumn, import_map: ImportMap, instrument: Instrument) -> TextColumn:
    found = _SUBQUESTION.fullmatch(column.name)
    if not found:
        return column
    name = name_in_use((column.name, found["code"]), import_map, instrument.item_ids)
    return column if name == column.name else replace(column, name=name, written_as=column.name)


def _added(table: TextTable) -> list[str]:
    return [name for name in table.column_names if _is_added(name, table)]


def _is_added(name: str, table: TextTable) -> bool:
    if name in _ADDED:
        return True
    timing = _TIMING.fullmatch(name)
    if timing is None:
        return False
    question = timing["question"]
    return question is None or any(
        known.split("[")[0] == question for known in table.column_names if known != name
    )
