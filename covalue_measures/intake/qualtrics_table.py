"""CSV exports of Qualtrics, which have three lines of headers."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.csv_records import CsvRecords, read_records
from covalue_measures.intake.own_fields import take_own_fields, usual_fields
from covalue_measures.intake.platform_columns import name_in_use, set_aside
from covalue_measures.intake.record_statuses import use_statuses
from covalue_measures.intake.repeated_records import of_platform
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

#: ImportIds of the columns about the recording; some hold names and addresses.
_ADDED = frozenset(
    {
        "startDate",
        "endDate",
        "status",
        "ipAddress",
        "progress",
        "duration",
        "finished",
        "recordedDate",
        "_recordId",
        "recipientLastName",
        "recipientFirstName",
        "recipientEmail",
        "externalDataReference",
        "locationLatitude",
        "locationLongitude",
        "distributionChannel",
        "userLanguage",
    }
)
_STATUS_TEXTS = {
    "": "",
    "IP Address": "",
    "Imported": "",
    "Offline App Response": "",
    "Survey Preview": "preview",
    "Survey Test": "test",
    "Spam": "spam",
}
#: Exported as numbers, the status is a sum of these.
_STATUS_BITS = ((1, "preview"), (2, "test"), (8, "spam"))
_ORDINARY_BITS = 4 | 16
_UNFINISHED = frozenset({"0", "false"})


class QualtricsReader:
    """Reads columns by their ImportId or export tag, whatever the question texts say."""

    layout = "qualtrics"
    suffixes: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``."""
        return qualtrics_table(read_records(path, import_map, instrument), import_map, instrument)


def has_import_ids(records: CsvRecords) -> bool:
    """Return whether the third line is the one with ImportIds that only Qualtrics writes."""
    if len(records.records) < 2:
        return False
    return all('"ImportId"' in cell for cell in records.records[1])


def qualtrics_table(
    records: CsvRecords, import_map: ImportMap, instrument: Instrument
) -> TextTable:
    """Return the columns of an export, named by ImportId where the import map names that.

    Raises
    ------
    IntakeError
        If the three headers are not there, or records are previews or unfinished and the import
        map does not say what to do with them.
    """
    if not has_import_ids(records):
        raise IntakeError(
            f"{records.source} is read as an export of Qualtrics, but its third line holds no"
            " ImportIds. Export CSV anew and keep its three headers, or say layout='csv'."
        )
    import_ids = [_import_id(cell, records.source) for cell in records.records[1]]
    names = [
        name_in_use((tag, import_id), import_map, instrument.item_ids)
        for tag, import_id in zip(records.names, import_ids, strict=True)
    ]
    table = replace(records, names=tuple(names)).table("qualtrics", n_headers=2)
    table = table.with_rules("Skipped 2 lines of headers, the question texts and ImportIds.")
    if by_id := [n for n, tag in zip(names, records.names, strict=True) if n != tag]:
        table = table.with_rules(f"Matched {counted(len(by_id), 'column')} by ImportId.")
    added = [n for n, import_id in zip(names, import_ids, strict=True) if import_id in _ADDED]
    if table.n_rows:
        name_of = dict(zip(import_ids, names, strict=True))
        statuses = _statuses(records.records[2:], import_ids)
        is_kept, repeats = of_platform(
            table,
            name_of.get("_recordId", ""),
            statuses,
            added,
            import_map,
            date=name_of.get("recordedDate"),
        )
        table = use_statuses(
            table.of_rows(is_kept).with_rules(*repeats),
            statuses.of_rows(is_kept.nonzero()[0]),
            import_map,
            ordinary=("",),
        )
    table = take_own_fields(table, usual_fields(instrument), instrument, import_map)
    return set_aside(table, added, "Qualtrics", import_map)


def _import_id(cell: str, source: str) -> str:
    try:
        content = json.loads(cell)
        # Columns of one question with several fields differ by the choice alone.
        parts = [content["ImportId"], *([content["choiceId"]] if "choiceId" in content else [])]
    except (json.JSONDecodeError, TypeError, KeyError) as error:
        raise IntakeError(f"An ImportId on the third line of {source} cannot be read.") from error
    return "_".join(str(part) for part in parts)


def _statuses(records: Sequence[Sequence[str]], import_ids: list[str]) -> TextColumn:
    status = import_ids.index("status") if "status" in import_ids else None
    finished = import_ids.index("finished") if "finished" in import_ids else None
    found = []
    for record in records:
        name = "" if status is None else _status(record[status].strip())
        if not name and finished is not None and record[finished].strip().lower() in _UNFINISHED:
            name = "unfinished"
        found.append(name)
    return TextColumn.from_cells("status", found)


def _status(text: str) -> str:
    if not text.isdecimal():
        # An export in another language says it in other words; somebody must read them.
        return _STATUS_TEXTS.get(text, text)
    number = int(text)
    name = next((name for bit, name in _STATUS_BITS if number & bit), "")
    return name if name or not number & ~_ORDINARY_BITS else text
