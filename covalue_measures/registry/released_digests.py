"""The append-only list of what was released: ``name@version`` and its digest."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from covalue_measures.exceptions import RegistryError
from covalue_measures.schema.canonical import parse_json
from covalue_measures.schema.identifiers import Digest
from covalue_measures.schema.problems import describe_validation_error

FILE_NAME = "released_digests.json"
_DIGESTS = TypeAdapter(dict[str, Digest])


def read_released_digests(root: Path) -> dict[str, str]:
    """Return the recorded digest of every ``name@version`` released under ``root``."""
    path = root / FILE_NAME
    if not path.is_file():
        return {}
    try:
        return _DIGESTS.validate_python(parse_json(path.read_bytes()))
    except ValidationError as error:
        raise RegistryError(f"'{path}': {describe_validation_error(error)}") from error
    except ValueError as error:
        raise RegistryError(f"'{path}' is not a list of digests: {error}") from error


def written_digests(digests: Mapping[str, str]) -> bytes:
    """Return the content of the list: a line for each release, so that one more is one line."""
    entries = ",\n".join(f'  "{reference}": "{value}"' for reference, value in digests.items())
    return f"{{\n{entries}\n}}\n".encode()
