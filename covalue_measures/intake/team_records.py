"""A folder of team records as teams write them: one file of restricted YAML a record."""

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.yaml_file import read_fields, without_last_break
from covalue_measures.records.record_series import AnyTeamRecord, RecordSeries
from covalue_measures.schema.problems import describe_validation_error

_SUFFIXES = (".yaml", ".yml")
_RECORD: TypeAdapter[AnyTeamRecord] = TypeAdapter(AnyTeamRecord)


def read_team_records(folder: str | Path) -> RecordSeries:
    """Return the records of one team with one tool, sorted by date.

    Parameters
    ----------
    folder : str or Path
        Holds one ``.yaml`` file a record, named by the record's id. Other files are left alone.

    Raises
    ------
    IntakeError
        With the file and the field, if a file is no record; or with the records, if they do not
        make one series. All files that are no records are named at once.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise IntakeError(f"There is no folder of team records '{folder}'.")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    if not paths:
        raise IntakeError(f"The folder '{folder}' holds no team record: no file ends in .yaml.")
    records: list[AnyTeamRecord] = []
    problems: list[str] = []
    for path in paths:
        try:
            records.append(_read_record(path))
        except IntakeError as error:
            problems += error.problems
    if problems:
        raise IntakeError("\n".join(problems), tuple(problems))
    records.sort(key=lambda record: (record.date, record.occasion))
    try:
        return RecordSeries(records=tuple(records))
    except ValidationError as error:
        raise IntakeError(
            f"The records in '{folder}' make no series:\n{describe_validation_error(error)}"
        ) from error


def _read_record(path: Path) -> AnyTeamRecord:
    content = read_fields(path, title=f"'{path.name}'", example="team: t07")
    try:
        record = _RECORD.validate_json(json.dumps(without_last_break(content)))
    except ValidationError as error:
        # The field is named as it stands in the file, without the kind of record before it.
        prefix = f"{content.get('tool')}."
        lines = describe_validation_error(error).splitlines()
        problems = tuple(f"'{path.name}', {line.removeprefix(prefix)}" for line in lines)
        raise IntakeError("\n".join(problems), problems) from error
    if record.id != path.stem:
        raise IntakeError(
            f"'{path.name}', id: the record is '{record.id}', but a file is named by the id of"
            " its record."
        )
    return record
