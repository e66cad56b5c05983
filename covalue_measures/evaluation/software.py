"""Which software made the numbers."""

import platform
from importlib.metadata import PackageNotFoundError, version

from covalue_measures.evaluation.evidence import SoftwareVersion

_PACKAGES = (
    "covalue-measures",
    "numpy",
    "scipy",
    "pandas",
    "pydantic",
    "pingouin",
    "factor_analyzer",
    "semopy",
)


def installed_software() -> tuple[SoftwareVersion, ...]:
    """Return Python and the packages behind the numbers, those that are installed."""
    found = [SoftwareVersion(package="python", version=platform.python_version())]
    for package in _PACKAGES:
        try:
            found.append(SoftwareVersion(package=package, version=version(package)))
        except PackageNotFoundError:
            continue
    return tuple(found)
