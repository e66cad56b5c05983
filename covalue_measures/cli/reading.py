"""From options to answers."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

import covalue_measures as cm
from covalue_measures.exceptions import IntakeError, RegistryError
from covalue_measures.schema.problems import describe_validation_error

if TYPE_CHECKING:
    from covalue_measures.responses import ImportMap, ResponseData
    from covalue_measures.schema import Instrument


def read_answers(
    file: Path,
    instrument: "Instrument",
    *,
    map_file: Path | None,
    id_column: str | None,
    groups: list[str] | None,
    ignored: list[str] | None,
) -> "ResponseData":
    """Read ``file``, the options added to its import map."""
    import_map = cm.read_import_map(map_file) if map_file else cm.ImportMap()
    return cm.read_responses(
        file,
        instrument,
        import_map=_extended(import_map, id_column, groups or [], ignored or []),
    )


def read_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a text file that hold something.

    Raises
    ------
    RegistryError
        If the file cannot be read, or is not UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise RegistryError(f"There is no file '{path}'.") from error
    except OSError as error:
        raise RegistryError(f"'{path}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"'{path}' is not UTF-8 text: {error}.") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _extended(
    import_map: "ImportMap", id_column: str | None, groups: list[str], ignored: list[str]
) -> "ImportMap":
    changed = import_map.model_copy(
        update={
            "respondent_id": id_column or import_map.respondent_id,
            "groups": (*import_map.groups, *groups),
            "ignore": (*import_map.ignore, *ignored),
        }
    )
    # A copy is not validated: an option may name what the map already names.
    try:
        return cm.ImportMap.model_validate_json(changed.model_dump_json())
    except ValidationError as error:
        raise IntakeError(
            f"Import map and options together: {describe_validation_error(error)}"
        ) from error
