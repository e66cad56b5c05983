"""Releases that should not be used any more, and why; they stay readable, since data pin them."""

import json
import warnings
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import RegistryError, RegistryWarning
from covalue_measures.registry.joint_write import write_together
from covalue_measures.registry.released_digests import read_released_digests
from covalue_measures.schema.canonical import parse_json
from covalue_measures.schema.identifiers import CleanText
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error

FILE_NAME = "yanked_releases.json"


class Yank(Definition):
    """Why a release was withdrawn, and when."""

    reason: CleanText
    #: Day, year first.
    date: CleanText


_YANKS = TypeAdapter(dict[str, Yank])


def read_yanked(root: Path) -> dict[str, Yank]:
    """Return the withdrawn releases under ``root``, by ``name@version``.

    Raises
    ------
    RegistryError
        If the file of them is not what it should be.
    """
    path = root / FILE_NAME
    if not path.is_file():
        return {}
    try:
        content = path.read_bytes()
        parse_json(content)
        return _YANKS.validate_json(content)
    except ValidationError as error:
        raise RegistryError(f"'{path}': {describe_validation_error(error)}") from error
    except ValueError as error:
        raise RegistryError(f"'{path}' is not a list of yanked releases: {error}.") from error


def yank_release(reference: str, reason: str, date: str, root: Path) -> Path:
    """Withdraw a release: it is no longer the newest, and loading it warns; return the file.

    Raises
    ------
    RegistryError
        If it was never released, or was withdrawn before; or if the list cannot be written.
    """
    if reference not in read_released_digests(root):
        raise RegistryError(f"'{reference}' was never released; it cannot be yanked.")
    known = read_yanked(root)
    if reference in known:
        raise RegistryError(f"'{reference}' was yanked on {known[reference].date} already.")
    try:
        yanks = known | {reference: Yank(reason=reason, date=date)}
    except ValidationError as error:
        raise RegistryError(f"'{reference}': {describe_validation_error(error)}") from error
    path = root / FILE_NAME
    content = {name: entry.model_dump(mode="json") for name, entry in yanks.items()}
    text = json.dumps(content, indent=1, ensure_ascii=False)
    write_together({path: f"{text}\n".encode()})
    return path


def warn_of_withdrawn(bank: ItemBank, root: Path) -> None:
    """Warn if a release was yanked or its bank is retired."""
    if yank := read_yanked(root).get(bank.reference):
        warnings.warn(
            f"'{bank.reference}' was yanked on {yank.date}: {yank.reason}",
            RegistryWarning,
            stacklevel=callers_level(),
        )
    if bank.status == "retired":
        given = bank.retirement
        instead = f" Use '{given.superseded_by}'." if given and given.superseded_by else ""
        reason = given.reason if given else "no reason is recorded."
        warnings.warn(
            f"'{bank.reference}' is retired: {reason}{instead}",
            RegistryWarning,
            stacklevel=callers_level(),
        )
