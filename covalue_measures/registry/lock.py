"""Which versions a project depends on, and the digests that they must have."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError, model_validator

from covalue_measures.exceptions import RegistryError, TamperedReleaseError
from covalue_measures.registry.find import load_bank, locate_release
from covalue_measures.registry.joint_write import write_together
from covalue_measures.schema.canonical import canonical_json, parse_json
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
    def _is_of_the_bank_that_was_wanted(self) -> "LockedBank":
        if self.wanted.partition("@")[0] != self.name:
            raise ValueError(f"'{self.wanted}' was wanted, and '{self.name}' is locked")
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
    text = json.dumps(lock.model_dump(mode="json"), indent=1, ensure_ascii=False)
    write_together({path: f"{text}\n".encode()})
    return path


def install_locked(lock: Lock, folder: str | Path, *, root: Path | str | None = None) -> list[Path]:
    """Copy the locked releases into ``folder`` as ``name@version.json``; return the files.

    Nothing is copied unless every release is there, and is the one that was locked.

    Raises
    ------
    TamperedReleaseError
        If a release is not the one that was locked.
    RegistryError
        If a release is not there, or a file cannot be written.
    """
    contents = {}
    for locked in lock.banks:
        # A name and version that only a draft has is refused here.
        locate_release(locked.reference, root=root)
        bank = load_bank(locked.reference, root=root)
        if bank.digest != locked.digest:
            raise TamperedReleaseError(
                f"'{locked.reference}' is not what was locked: its SHA-256 is {bank.digest}, locked"
                f" is {locked.digest}."
            )
        contents[Path(folder) / f"{locked.reference}.json"] = canonical_json(bank)
    Path(folder).mkdir(parents=True, exist_ok=True)
    write_together(contents)
    return list(contents)
