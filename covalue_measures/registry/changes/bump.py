"""By how much a version number must rise, and the lowest number that does."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias, get_args

from covalue_measures.schema.version import Version

#: Which part of a version number must rise.
Bump: TypeAlias = Literal["none", "patch", "minor", "major"]
#: From the smallest to the largest.
BUMPS: tuple[Bump, ...] = get_args(Bump)


def largest_bump(bumps: Iterable[Bump]) -> Bump:
    """Return the largest of ``bumps``; ``none`` where there are none."""
    return max(bumps, key=BUMPS.index, default="none")


def bumped(version: Version, bump: Bump) -> Version:
    """Return the lowest version that ``bump`` allows after ``version``.

    Before 1.0.0 a version promises nothing: a major change raises the second number, any other
    the third. A pre-release promises nothing either: any change asks for the next one.

    Examples
    --------
    >>> from covalue_measures.schema import parse_version
    >>> [str(bumped(parse_version(v), "major")) for v in ("1.2.3", "0.2.3", "1.0.0-rc.1")]
    ['2.0.0', '0.3.0', '1.0.0-rc.2']
    """
    if bump == "none":
        return version
    if version.prerelease is not None:
        return version.bump_prerelease()
    if version.major == 0:
        return version.bump_minor() if bump == "major" else version.bump_patch()
    if bump == "major":
        return version.bump_major()
    return version.bump_minor() if bump == "minor" else version.bump_patch()


def is_high_enough(declared: Version, required: Version) -> bool:
    """Return whether a declared version is ``required`` or later, or a pre-release of that."""
    if required.prerelease is None:
        return bool(declared.finalize_version() >= required)
    return declared >= required


def version_after(version: Version, bumps: Sequence[Bump]) -> Version:
    """Return the lowest version after ``version`` that changes with these bumps allow.

    A document that differs is another document, and is released under a version of its own, even
    where no change asks for a bump.
    """
    bump = largest_bump(bumps)
    return bumped(version, "patch" if bumps and bump == "none" else bump)
