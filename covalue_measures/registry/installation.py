"""Locked releases in a folder of a project, laid out as a folder of banks."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from covalue_measures.exceptions import RegistryError, TamperedReleaseError
from covalue_measures.registry.by_name import REFERENCE, locate_release
from covalue_measures.registry.find import load_bank
from covalue_measures.registry.joint_write import write_together
from covalue_measures.registry.lock import Lock
from covalue_measures.registry.released_digests import (
    FILE_NAME,
    read_released_digests,
    written_digests,
)
from covalue_measures.schema.canonical import canonical_json, digest_of_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What an installation wrote, took away, and left alone."""

    #: File of each locked release, in the order of the lock.
    files: tuple[Path, ...]
    #: ``name@version`` of releases of an earlier installation that are no longer locked.
    removed: tuple[str, ...]
    #: The same, where the file was changed since, and is left as it is.
    left: tuple[str, ...]


def install_locked(
    lock: Lock, folder: str | Path, *, root: Path | str | None = None
) -> Installation:
    """Copy the locked releases into ``folder``, where ``load_bank(..., root=folder)`` finds them.

    Releases lie in ``name/releases/version.json``, and their digests in ``released_digests.json``.
    What an earlier installation put there, and is not locked any more, is removed unless it was
    changed. Nothing else in the folder is touched, and nothing at all is written unless every
    release is there and is the one that was locked.

    Raises
    ------
    TamperedReleaseError
        If a release is not the one that was locked.
    RegistryError
        If a release is not there; if banks are edited in the folder, or another file lies where a
        release goes; or if a file cannot be written.
    """
    folder = Path(folder)
    known = _installed(folder)
    contents, digests = {}, {}
    for locked in lock.banks:
        # A name and version that only a draft has is refused here.
        locate_release(locked.reference, root=root)
        bank = load_bank(locked.reference, root=root)
        if bank.digest != locked.digest:
            raise TamperedReleaseError(
                f"'{locked.reference}' is not what was locked: its SHA-256 is {bank.digest}, locked"
                f" is {locked.digest}."
            )
        path = _path(folder, locked.reference)
        contents[path], digests[locked.reference] = canonical_json(bank), bank.digest
        if locked.reference not in known and path.exists() and not _is(path, bank.digest):
            raise RegistryError(
                f"'{path}' is there already and was not installed: move it out of the way."
            )
    former = {name: digest for name, digest in known.items() if name not in digests}
    left = {
        name: digest
        for name, digest in former.items()
        if _path(folder, name).exists() and not _is(_path(folder, name), digest)
    }
    _make_folders(contents)
    write_together(contents | {folder / FILE_NAME: written_digests(left | digests)})
    removed = [name for name in former if name not in left]
    for name in removed:
        _remove(_path(folder, name))
    return Installation(files=tuple(contents), removed=tuple(removed), left=tuple(left))


def _installed(folder: Path) -> dict[str, str]:
    """Return what an earlier installation put into ``folder``; refuse a folder of drafts."""
    if edited := sorted(folder.glob("*/bank.yaml")):
        raise RegistryError(
            f"In '{folder}' banks are edited, such as '{edited[0].parent.name}': install into a"
            " folder of its own."
        )
    known = read_released_digests(folder)
    # A name that is none could point out of the folder.
    if strange := [name for name in known if not REFERENCE.match(name) or "/" in name]:
        raise RegistryError(f"'{folder / FILE_NAME}' names no release: {strange[0]!r}.")
    return known


def _path(folder: Path, reference: str) -> Path:
    name, _, version = reference.partition("@")
    return folder / name / "releases" / f"{version}.json"


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and digest_of_bytes(path.read_bytes()) == digest


def _make_folders(contents: dict[Path, bytes]) -> None:
    for path in contents:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RegistryError(
                f"'{path.parent}' cannot be made a folder: {error.strerror}. Nothing is installed."
            ) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise RegistryError(f"'{path}' cannot be removed: {error.strerror}.") from error
    # A folder in which something else lies stays.
    with suppress(OSError):
        path.parent.rmdir()
        path.parent.parent.rmdir()
