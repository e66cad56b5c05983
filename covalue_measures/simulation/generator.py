"""Which software made synthetic answers."""

from importlib.metadata import version

_PACKAGE = "covalue-measures"


def generator_version() -> str:
    """Return the version of this package that is installed."""
    return version(_PACKAGE)
