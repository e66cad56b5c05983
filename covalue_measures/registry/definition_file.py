"""One definition in one file of restricted YAML."""

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from covalue_measures.exceptions import RegistryError
from covalue_measures.restricted_yaml import RestrictedYamlError, parse_restricted_yaml
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error

AnyDefinition = TypeVar("AnyDefinition", bound=Definition)


def read_definition(path: Path, kind: type[AnyDefinition]) -> AnyDefinition:
    """Return the definition that a YAML file holds.

    Raises
    ------
    RegistryError
        With the file, and the line or the field, if it is missing, is not restricted YAML, or
        does not hold such a definition.
    """
    content = read_mapping(path)
    try:
        return kind.model_validate_json(json.dumps(content))
    except ValidationError as error:
        raise RegistryError(f"'{path}':\n{describe_validation_error(error)}") from error


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the fields in a YAML file.

    Raises
    ------
    RegistryError
        With the file, and the line, if it is missing, is not restricted YAML, or holds no fields.
    """
    try:
        content = parse_restricted_yaml(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise RegistryError(f"There is no file '{path}'.") from error
    except OSError as error:
        raise RegistryError(f"'{path}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"'{path}' is not UTF-8 text: {error}.") from error
    except RestrictedYamlError as error:
        raise RegistryError(f"'{path}', {error}.") from error
    if not isinstance(content, dict):
        raise RegistryError(f"'{path}' must hold a mapping of fields, not {content!r}.")
    return content
