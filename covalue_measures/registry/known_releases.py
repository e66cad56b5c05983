"""The releases of one bank: those in its folder, those recorded, and those yanked."""

from dataclasses import dataclass
from pathlib import Path

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.location import bank_names
from covalue_measures.registry.released_digests import FILE_NAME, read_released_digests
from covalue_measures.registry.version_range import VersionRange
from covalue_measures.registry.yanked import Yank, read_yanked
from covalue_measures.schema.version import Version, parse_version


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReleases:
    """What was released of one bank, and what of it is there to use."""

    name: str
    root: Path
    #: Every release, oldest first; also one that is recorded and whose file is gone.
    versions: tuple[Version, ...]
    #: Why and when releases were yanked, by version.
    yanks: dict[Version, Yank]

    @classmethod
    def of(cls, name: str, root: Path) -> "KnownReleases":
        """Return the releases of the bank ``name`` under ``root``.

        Raises
        ------
        RegistryError
            If there is no such bank; the message lists what there is.
        """
        versions = released_versions(root / name)
        if not versions and not (root / name).is_dir():
            known = list(released_or_edited(root)) or "none"
            raise RegistryError(f"There is no bank '{name}' in '{root}'; there are {known}.")
        yanked = read_yanked(root)
        yanks = {v: yanked[f"{name}@{v}"] for v in versions if f"{name}@{v}" in yanked}
        return cls(name=name, root=root, versions=versions, yanks=yanks)

    @property
    def usable(self) -> tuple[Version, ...]:
        """Releases that were not yanked, oldest first."""
        return tuple(version for version in self.versions if version not in self.yanks)

    @property
    def newest(self) -> Version | None:
        """What the name alone means: a pre-release only where there is nothing else."""
        final = [version for version in self.usable if version.prerelease is None]
        return max(final or self.usable, default=None)

    @property
    def is_withdrawn(self) -> bool:
        """Whether there were releases, and every one was yanked."""
        return bool(self.versions) and not self.usable

    def find(self, wanted: str | None) -> Version | None:
        """Return the release that a version, a range or None (the newest) means; None if none.

        Raises
        ------
        RegistryError
            If ``wanted`` is a range, and nothing usable lies in it.
        """
        if wanted is None:
            return self.newest
        if accepted := VersionRange.parse(wanted):
            return accepted.newest(self.name, self.usable, self.describe_yanks())
        return next((version for version in self.versions if str(version) == wanted), None)

    def path(self, version: Version) -> Path:
        """Return the file of a release."""
        return self.root / self.name / "releases" / f"{version}.json"

    def digest(self, version: Version) -> str:
        """Return the digest under which a version was released.

        Raises
        ------
        RegistryError
            If it is not recorded.
        """
        return recorded_digest(f"{self.name}@{version}", self.root)

    def describe(self) -> str:
        """Return the releases for a message, with what was yanked and why."""
        listed = ", ".join(map(str, self.versions)) or "none"
        return f"released are {listed}{self.describe_yanks()}"

    def describe_yanks(self) -> str:
        """Return what was yanked and why, for the end of a message; nothing if nothing was."""
        return f"; yanked are {self.reasons}" if self.yanks else ""

    @property
    def reasons(self) -> str:
        """Each yanked version with its day and reason, for a message."""
        return ", ".join(
            f"{version} on {yank.date} ({yank.reason})" for version, yank in self.yanks.items()
        )


def released_versions(folder: Path) -> tuple[Version, ...]:
    """Return the versions released of a bank, by its folder, oldest first.

    A version that the list of digests beside the folder records is one of them, even if its file
    is gone: nothing else may take its name.
    """
    # A link is known by its own name; '.' and '..' have none.
    place = folder if folder.name not in ("", "..") else folder.resolve()
    recorded = [
        version
        for name, _, version in (
            entry.partition("@") for entry in read_released_digests(place.parent)
        )
        if name == place.name
    ]
    files = [path.stem for path in folder.glob("releases/*.json")]
    try:
        return tuple(sorted({parse_version(text) for text in (*recorded, *files)}))
    except ValueError as error:
        raise RegistryError(f"'{folder / 'releases'}' holds a stray file: {error}.") from error


def recorded_digest(reference: str, root: Path) -> str:
    """Return the digest under which ``name@version`` was released.

    Raises
    ------
    RegistryError
        If it is not recorded.
    """
    recorded = read_released_digests(root).get(reference)
    if recorded is None:
        raise RegistryError(
            f"'{reference}' lies among the releases, but '{root / FILE_NAME}' does not record it:"
            " it was never released."
        )
    return recorded


def released_or_edited(root: Path) -> tuple[str, ...]:
    """Return the names of banks that are edited under ``root``, or were released there, sorted."""
    released = (reference.partition("@")[0] for reference in read_released_digests(root))
    return tuple(sorted({*bank_names(root), *released}))
