"""CSV exports of ODK Central: one line a submission, groups before the names of fields."""

import re
from dataclasses import replace

from covalue_measures.intake.csv_records import CsvRecords
from covalue_measures.intake.own_fields import take_own_fields, usual_fields
from covalue_measures.intake.platform_columns import name_in_use, set_aside
from covalue_measures.intake.questionnaire_pin import check_questionnaires
from covalue_measures.intake.record_statuses import use_statuses
from covalue_measures.intake.repeated_records import of_platform
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_GROUP_END = re.compile(r"[-/]")
_ADDED = frozenset(
    {
        "SubmissionDate",
        "KEY",
        "PARENT_KEY",
        "SubmitterID",
        "SubmitterName",
        "AttachmentsPresent",
        "AttachmentsExpected",
        "Status",
        "ReviewState",
        "DeviceID",
        "Edits",
        "FormVersion",
    }
)
#: Fields that a form fills in by itself, by the last part of their name.
FORM_METADATA = frozenset(
    {
        "instanceID",
        "instanceName",
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
        "__version__",
    }
)
_TELLING = frozenset({"SubmissionDate", "KEY", "AttachmentsPresent"})


def looks_like_central(records: CsvRecords) -> bool:
    """Return whether the header holds the names that ODK Central writes."""
    return _TELLING.issubset(records.names)


def central_table(records: CsvRecords, import_map: ImportMap, instrument: Instrument) -> TextTable:
    """Return the columns of an export, without the groups before the items' names.

    Raises
    ------
    IntakeError
        If submissions are of another version, or encrypted, rejected or doubted, and the import
        map does not say what to do with them.
    """
    table = records.table("odk")
    columns = tuple(_named(column, import_map, instrument) for column in table.columns)
    table = replace(table, columns=columns)
    if table.n_rows:
        statuses = _statuses(table)
        is_kept, repeats = of_platform(
            table, "KEY", statuses, _added(table), import_map, date="SubmissionDate"
        )
        table = use_statuses(
            table.of_rows(is_kept).with_rules(*repeats),
            statuses.of_rows(is_kept.nonzero()[0]),
            import_map,
            ordinary=("", "approved", "received", "edited"),
        )
    if "FormVersion" in table.column_names:
        versions = table.column("FormVersion")
        found = dict(zip(versions.texts, versions.counts.tolist(), strict=True))
        table = table.with_rules(
            *check_questionnaires(
                {f"|{version}" if version else "": count for version, count in found.items()},
                "submission",
                table.title,
                instrument,
                import_map,
            )
        )
    added = _added(table)
    table = take_own_fields(table, usual_fields(instrument), instrument, import_map)
    return set_aside(table, added, "ODK Central", import_map)


def _named(column: TextColumn, import_map: ImportMap, instrument: Instrument) -> TextColumn:
    fields = usual_fields(instrument)
    known = {*fields.whys.values(), *fields.scores, *fields.computed, fields.definition}
    names = [*instrument.item_ids, *known]
    name = name_in_use((column.name, _GROUP_END.split(column.name)[-1]), import_map, names)
    return column if name == column.name else replace(column, name=name, written_as=column.name)


def _added(table: TextTable) -> list[str]:
    return [
        name
        for name in table.column_names
        if name in _ADDED or _GROUP_END.split(name)[-1] in FORM_METADATA
    ]


def _statuses(table: TextTable) -> TextColumn:
    states = [
        table.column(name).cells() if name in table.column_names else ("",) * table.n_rows
        for name in ("Status", "ReviewState")
    ]
    # The first says that a submission cannot be read, which goes before what somebody thinks.
    return TextColumn.from_cells(
        "status", [reading or review for reading, review in zip(*states, strict=True)]
    )
