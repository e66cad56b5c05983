"""A file of restricted YAML that holds the fields of one thing."""

from pathlib import Path
from typing import Any

from covalue_measures.exceptions import IntakeError
from covalue_measures.restricted_yaml import RestrictedYamlError, parse_restricted_yaml


def read_fields(path: Path, *, title: str, example: str) -> dict[str, Any]:
    """Return the fields in a YAML file.

    Parameters
    ----------
    path : Path
    title : str
        What the file is called in messages, such as ``The import map 'visits.yaml'``.
    example : str
        A line that such a file may hold.

    Raises
    ------
    IntakeError
        With the file, if it is missing, is not UTF-8, is not restricted YAML or holds no fields.
    """
    try:
        content = parse_restricted_yaml(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise IntakeError(f"{title} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise IntakeError(
            f"{title} is not UTF-8 text: {error.reason} at byte {error.start}."
        ) from error
    except RestrictedYamlError as error:
        raise IntakeError(f"{title}, {error}.") from error
    if not isinstance(content, dict):
        raise IntakeError(f"{title} must hold fields, such as '{example}'.")
    return content


def without_last_break(value: Any) -> Any:
    """Return ``value`` without the line break that a block of YAML text ends with."""
    if isinstance(value, dict):
        return {key: without_last_break(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [without_last_break(entry) for entry in value]
    return value.removesuffix("\n") if isinstance(value, str) else value
