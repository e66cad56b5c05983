"""Which versions a dependent accepts: exactly one, or a range."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from covalue_measures.exceptions import RegistryError
from covalue_measures.schema.version import Version, parse_version

_RANGE = re.compile(r"(?P<sign>[~^])(?P<numbers>\d+(\.\d+){0,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class VersionRange:
    """Versions from a lowest one on, below a bound."""

    text: str
    lowest: Version
    #: First version that is no longer in the range.
    bound: Version

    @classmethod
    def parse(cls, text: str) -> "VersionRange | None":
        """Return the range that ``text`` writes, or None if it writes none.

        ``~0.2`` takes every 0.2.z, ``~1.2.3`` every 1.2.z from 1.2.3 on; ``^1.2`` takes every 1.y.z
        from 1.2.0 on. Before 1.0.0 a minor version may change what scores mean, so that ``^0.2`` is
        ``~0.2``.
        """
        found = _RANGE.fullmatch(text)
        if found is None:
            return None
        numbers = [int(number) for number in found["numbers"].split(".")]
        major, minor, patch = (*numbers, 0, 0)[:3]
        lowest = parse_version(f"{major}.{minor}.{patch}")
        keeps_minor = len(numbers) > 1 and (found["sign"] == "~" or major == 0)
        bound = f"{major}.{minor + 1}.0" if keeps_minor else f"{major + 1}.0.0"
        return cls(text=text, lowest=lowest, bound=parse_version(bound))

    def __contains__(self, version: Version) -> bool:
        """Whether ``version`` is in the range; a pre-release never is."""
        return version.prerelease is None and self.lowest <= version < self.bound

    def newest(self, name: str, versions: Sequence[Version], remark: str = "") -> Version:
        """Return the newest of ``versions`` in the range; a remark ends the message if none is.

        Raises
        ------
        RegistryError
            If none is in it; lists what there is.
        """
        fitting = [version for version in versions if version in self]
        if not fitting:
            known = ", ".join(map(str, versions)) or "none"
            raise RegistryError(
                f"No released version of bank '{name}' is in '{self.text}' (from {self.lowest},"
                f" below {self.bound}); to use are {known}{remark}."
            )
        return max(fitting)
