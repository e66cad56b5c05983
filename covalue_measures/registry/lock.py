"""Which versions a project depends on, and the digests that they must have."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError, model_validator

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.by_name import locate_release
from covalue_measures.registry.find import load_bank
from covalue_measures.registry.joint_write import write_together
from covalue_measures.registry.version_range import VersionRange
from covalue_measures.schema.canonical import parse_json
from covalue_measures.schema.identifiers import CleanText, Digest
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error
from covalue_measures.schema.version import Version

#: Name of the file that ``covalue lock`` writes.
LOCK_NAME = "covalue.lock.json"


class LockedBank(Definition):
    """One bank that is depended on, at one version."""

    #: As it was asked for, such as ``communication_service_user@~0.2``.
    wanted: CleanText
    name: CleanText
    version: Version
    digest: Digest

    @property
    def reference(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"

    @model_validator(mode="after")
    def _is_what_was_wanted(self) -> "LockedBank":
        name, _, version = self.wanted.partition("@")
        if name != self.name:
            raise ValueError(f"'{self.wanted}' was wanted, and '{self.name}' is locked")
        accepted = VersionRange.parse(version)
        fits = self.version in accepted if accepted else version in ("", str(self.version))
        if not fits:
            raise ValueError(f"'{self.wanted}' was wanted, and '{self.reference}' is locked")
        return self


class Lock(Definition):
    """Every bank that a project depends on; written by a program, kept with the project."""

    format_version: Literal["1"] = "1"
    banks: tuple[LockedBank, ...]


def make_lock(wanted: Sequence[str], *, root: Path | str | None = None) -> Lock:
    """Return a lock of the newest released versions that are asked for.

    Parameters
    ----------
    wanted : sequence of str
        ``name``, ``name@version`` or ``name@range``, each bank once.
    root : path, optional
        As in ``load_bank``.

    Raises
    ------
    RegistryError
        If nothing released fits, or a bank is asked for twice.
    """
    banks = []
    for reference in wanted:
        _, path = locate_release(reference, root=root)
        bank = load_bank(f"{path.parent.parent.name}@{path.stem}", root=root)
        banks.append(
            LockedBank(wanted=reference, name=bank.id, version=bank.version, digest=bank.digest)
        )
    names = [bank.name for bank in banks]
    if twice := [name for name in names if names.count(name) > 1]:
        raise RegistryError(f"Bank '{twice[0]}' is asked for twice.")
    return Lock(banks=tuple(sorted(banks, key=lambda bank: bank.name)))


def read_lock(path: str | Path) -> Lock:
    """Return the lock in a file.

    Raises
    ------
    RegistryError
        If there is no such file, or it is no lock.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
        parse_json(content)
        return Lock.model_validate_json(content)
    except FileNotFoundError as error:
        raise RegistryError(f"There is no file '{path}'; 'covalue lock' writes one.") from error
    except OSError as error:
        raise RegistryError(f"'{path}' cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise RegistryError(f"'{path}': {describe_validation_error(error)}") from error
    except ValueError as error:
        raise RegistryError(f"'{path}' is not a lock: {error}.") from error


def write_lock(lock: Lock, path: str | Path) -> Path:
    """Write ``lock`` as JSON that people can read and compare; return the path.

    Raises
    ------
    RegistryError
        If the file cannot be written.
    """
    path = Path(path)
    if path.is_dir():
        raise RegistryError(f"'{path}' is a folder; name a file in it, such as '{LOCK_NAME}'.")
    text = json.dumps(lock.model_dump(mode="json"), indent=1, ensure_ascii=False)
    write_together({path: f"{text}\n".encode()})
    return path
