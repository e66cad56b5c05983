"""An import map as people write it: a file of restricted YAML."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.yaml_file import read_fields
from covalue_measures.responses import ImportMap
from covalue_measures.schema.problems import describe_validation_error

#: Fields that are no text.
_TYPED = frozenset({"price_year", "synthetic"})


def read_import_map(path: str | Path) -> ImportMap:
    """Return the import map in a YAML file.

    Parameters
    ----------
    path : str or Path
        A file with the fields of ``ImportMap``, such as ``respondent_id: patient`` or
        ``missing: [{text: -9, reason: declined}]``.

    Raises
    ------
    IntakeError
        With the file and the field, if it is missing, is not restricted YAML, or says
        something that an import map cannot say.
    """
    path = Path(path)
    content = read_fields(path, title=f"The import map '{path.name}'", example="groups: [sex]")
    try:
        fields = {
            name: value if name in _TYPED else _as_text(value) for name, value in content.items()
        }
        return ImportMap.model_validate_json(json.dumps(fields))
    except ValidationError as error:
        problems = describe_validation_error(error).splitlines()
        raise IntakeError(
            "\n".join(f"Import map '{path.name}', {problem}" for problem in problems),
            tuple(problems),
        ) from error


def extend_import_map(
    import_map: ImportMap,
    *,
    respondent_id: str | None,
    groups: Sequence[str],
    ignore: Sequence[str],
) -> ImportMap:
    """Return ``import_map`` with more columns declared.

    Raises
    ------
    IntakeError
        If a column is declared twice then.
    """
    changed = import_map.model_copy(
        update={
            "respondent_id": respondent_id or import_map.respondent_id,
            "groups": (*import_map.groups, *groups),
            "ignore": (*import_map.ignore, *ignore),
        }
    )
    # A copy is not validated: an option may name what the map already names.
    try:
        return ImportMap.model_validate_json(changed.model_dump_json(exclude_unset=True))
    except ValidationError as error:
        raise IntakeError(
            f"Import map and options together: {describe_validation_error(error)}"
        ) from error


def _as_text(value: Any) -> Any:
    """Return ``value`` with every number as text, since -9 is here the text of a cell."""
    if isinstance(value, dict):
        return {str(key): _as_text(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_as_text(entry) for entry in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else value
