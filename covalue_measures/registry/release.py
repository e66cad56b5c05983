"""Released definitions: canonical JSON that never changes, checked on every read."""

from pathlib import Path

from pydantic import ValidationError

from covalue_measures.exceptions import InstrumentError, RegistryError, TamperedReleaseError
from covalue_measures.registry.draft import read_draft
from covalue_measures.registry.joint_write import write_together
from covalue_measures.registry.released_digests import (
    FILE_NAME,
    read_released_digests,
    written_digests,
)
from covalue_measures.schema.canonical import canonical_json, digest_of_bytes, parse_json
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.problems import describe_validation_error


def read_release(path: Path, recorded_digest: str | None) -> ItemBank:
    """Return the bank in a released file, byte for byte as it was released.

    Parameters
    ----------
    path : Path
        A canonical JSON file.
    recorded_digest : str or None
        The digest under which it was released; None for a file outside any registry, which must
        still be canonical.

    Raises
    ------
    TamperedReleaseError
        If the bytes are not those that were released, or the file of a release is gone.
    RegistryError
        If there is no such file, or it does not hold a bank.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        if recorded_digest is not None:
            raise TamperedReleaseError(
                f"'{path}' was released, and its file is gone: restore it; its SHA-256 is"
                f" {recorded_digest}."
            ) from error
        raise RegistryError(f"There is no file '{path}'.") from error
    except OSError as error:
        raise RegistryError(f"'{path}' cannot be read: {error.strerror}.") from error
    found = digest_of_bytes(content)
    if recorded_digest is not None and found != recorded_digest:
        raise TamperedReleaseError(
            f"'{path}' is not what was released: its SHA-256 is {found}, recorded is"
            f" {recorded_digest}. A released definition never changes; restore the file, or release"
            " the change under a new version."
        )
    try:
        parse_json(content)
        bank = ItemBank.model_validate_json(content)
    except ValidationError as error:
        raise InstrumentError(f"'{path}':\n{describe_validation_error(error)}") from error
    except ValueError as error:
        raise RegistryError(f"'{path}' is not JSON: {error}.") from error
    if canonical_json(bank) != content:
        raise TamperedReleaseError(
            f"'{path}' is not in canonical form (RFC 8785): a release is written by the library,"
            " not by hand."
        )
    return bank


def write_release(folder: Path, root: Path) -> Path:
    """Write the draft in ``folder`` as a release, and record its digest; return the new file.

    Raises
    ------
    RegistryError
        If this version was released before: a version is released once; or if the folder does
        not lie under ``root`` with the bank's id as its name, where it would not be found again.
    """
    contents = release_contents(read_draft(folder), folder, root)
    write_together(contents)
    return next(iter(contents))


def release_contents(bank: ItemBank, folder: Path, root: Path) -> dict[Path, bytes]:
    """Return the files that a release writes: the released bank first, the list of digests last.

    Raises
    ------
    RegistryError
        As ``write_release``.
    """
    if folder.resolve() != (root / bank.id).resolve():
        raise RegistryError(
            f"'{folder}' holds the bank '{bank.id}', which is released from '{root / bank.id}'."
        )
    path = folder / "releases" / f"{bank.version}.json"
    recorded = read_released_digests(root)
    if bank.reference in recorded or path.exists():
        raise RegistryError(
            f"'{bank.reference}' was released before; give the draft a new version."
        )
    digests = written_digests(recorded | {bank.reference: bank.digest})
    return {path: canonical_json(bank), root / FILE_NAME: digests}
