"""Submissions of ODK: the CSV of Central, an XML file, or a folder of them."""

from collections import Counter
from pathlib import Path

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.central_table import FORM_METADATA, central_table
from covalue_measures.intake.csv_records import read_records
from covalue_measures.intake.growing_table import GrowingTable
from covalue_measures.intake.own_fields import take_own_fields, usual_fields
from covalue_measures.intake.platform_columns import set_aside
from covalue_measures.intake.questionnaire_pin import check_questionnaires
from covalue_measures.intake.repeated_records import keep_once
from covalue_measures.intake.submission_xml import read_submission
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_XML = ".xml"


class OdkReader:
    """Reads submissions by the names of their fields, in whatever groups these stand."""

    layout = "odk"
    suffixes: tuple[str, ...] = (_XML,)
    signatures: tuple[bytes, ...] = ()

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the fields as columns; see ``Reader``.

        Raises
        ------
        MissingExtraError
            If XML is read and defusedxml is not installed.
        """
        if not path.is_dir() and path.suffix.lower() != _XML:
            records = read_records(path, import_map, instrument)
            return central_table(records, import_map, instrument)
        return _submissions_table(path, import_map, instrument)


def _submissions_table(path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
    # Central and Briefcase give each submission a folder of its own, named by a random id.
    paths = sorted(path.rglob(f"*{_XML}")) if path.is_dir() else [path]
    if not paths:
        raise IntakeError(f"The folder '{path.name}' holds no submission: no file ends in {_XML}.")
    growing, instance_ids, forms = GrowingTable(), [], Counter[str]()
    for place, each in enumerate(paths, start=1):
        submission = read_submission(each)
        growing.add(place, submission.fields)
        instance_ids.append(submission.instance_id)
        forms[f"{submission.form_id}|{submission.version}"] += 1
    table = TextTable(
        source=path.name,
        layout=OdkReader.layout,
        columns=tuple(growing.column(name) for name in growing.names),
        row_numbers=growing.places,
        row_noun="file",
        column_noun="field",
    )
    is_kept, rules = keep_once(
        table,
        instance_ids,
        TextColumn.from_cells("state", [""] * len(paths)),
        import_map,
    )
    table = table.of_rows(is_kept).with_rules(
        *rules, *check_questionnaires(forms, "submission", table.title, instrument, import_map)
    )
    table = take_own_fields(table, usual_fields(instrument), instrument, import_map)
    added = [name for name in table.column_names if name in FORM_METADATA]
    return set_aside(table, added, "the form", import_map)
