"""An import map as people write it: a file of restricted YAML."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from covalue_measures.exceptions import IntakeError
from covalue_measures.responses import ImportMap
from covalue_measures.restricted_yaml import RestrictedYamlError, parse_restricted_yaml
from covalue_measures.schema.problems import describe_validation_error


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
    try:
        content = parse_restricted_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise IntakeError(f"The import map '{path}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise IntakeError(
            f"The import map '{path.name}' is not UTF-8 text: {error.reason} at byte {error.start}."
        ) from error
    except RestrictedYamlError as error:
        raise IntakeError(f"The import map '{path.name}', {error}.") from error
    if not isinstance(content, dict):
        raise IntakeError(
            f"The import map '{path.name}' must hold fields, such as 'groups: [sex]'."
        )
    try:
        return ImportMap.model_validate_json(json.dumps(_as_text(content)))
    except ValidationError as error:
        problems = describe_validation_error(error).splitlines()
        raise IntakeError(
            "\n".join(f"Import map '{path.name}', {problem}" for problem in problems),
            tuple(problems),
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
