"""What is known about how a bank was made, from the ``evidence`` folder beside it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.yaml_file import read_fields, without_last_break
from covalue_measures.records.coding import CodingRecord
from covalue_measures.records.cognitive_interview import InterviewLog
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.records.elicitation import Elicitation
from covalue_measures.records.translation_log import TranslationLog
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error

_FOLDERS = ("elicitation", "coding", "content_validity", "translation", "answers")
_SUFFIXES = (".yaml", ".yml")
Record = TypeVar("Record", bound=Definition)


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentRecords:
    """Records of development; empty where there are none."""

    elicitations: tuple[Elicitation, ...] = ()
    codings: tuple[CodingRecord, ...] = ()
    rounds: tuple[ContentValidityRound, ...] = ()
    interviews: InterviewLog | None = None
    translations: tuple[TranslationLog, ...] = ()
    #: Files of evidence from answers, as ``covalue evaluate`` writes them; not read here.
    evidence_files: tuple[Path, ...] = ()


def read_development_records(folder: str | Path) -> DevelopmentRecords:
    """Return the records in a folder; a folder that is not there holds none.

    Reads ``elicitation/*.yaml``, ``coding/*.yaml``, ``content_validity/*.yaml``,
    ``interviews.yaml`` and ``translation/*.yaml``, or the same ending in ``.yml``, and names the
    files in ``answers/*.json``.

    Raises
    ------
    IntakeError
        With the file and the field, if a file is not the record that its place says, or lies
        where no record is looked for.
    """
    folder = Path(folder)
    _refuse_strays(folder)
    logs = [path for path in _yaml_files(folder) if path.stem == "interviews"]
    if len(logs) > 1:
        raise IntakeError(
            f"'{folder}' holds two logs of interviews, '{logs[0].name}' and '{logs[1].name}'."
        )
    return DevelopmentRecords(
        elicitations=_read_all(folder / "elicitation", Elicitation),
        codings=_read_all(folder / "coding", CodingRecord),
        rounds=_read_all(folder / "content_validity", ContentValidityRound),
        interviews=read_record(logs[0], InterviewLog) if logs else None,
        translations=_read_all(folder / "translation", TranslationLog),
        evidence_files=tuple(sorted(folder.glob("answers/*.json"))),
    )


def _refuse_strays(folder: Path) -> None:
    """Refuse what would be passed over: a misspelt name hides a record."""
    if not folder.is_dir():
        return
    strays = [
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".")
        and path.name != "README.md"
        and not (path.is_dir() and path.name in _FOLDERS)
        and not (path.stem == "interviews" and path.suffix.lower() in _SUFFIXES)
    ]
    if strays:
        raise IntakeError(
            f"'{strays[0]}' is not among the records that are read: the folders"
            f" {', '.join(_FOLDERS)}, and interviews.yaml."
        )


def read_record(path: str | Path, kind: type[Record]) -> Record:
    """Return the record in a YAML file.

    Parameters
    ----------
    path : str or Path
    kind : type
        Of record, such as ``ContentValidityRound``.

    Raises
    ------
    IntakeError
        With the file and the field, if it is not such a record.
    """
    path = Path(path)
    fields = read_fields(path, title=f"'{path}'", example='format_version: "1"')
    try:
        return kind.model_validate_json(json.dumps(without_last_break(fields)))
    except ValidationError as error:
        problems = tuple(
            f"'{path}', {line}" for line in describe_validation_error(error).splitlines()
        )
        raise IntakeError("\n".join(problems), problems) from error


def _read_all(folder: Path, kind: type[Record]) -> tuple[Record, ...]:
    return tuple(read_record(path, kind) for path in _yaml_files(folder))


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in _SUFFIXES)
