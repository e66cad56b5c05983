"""Which of the other programs are installed."""

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from covalue_measures.exceptions import MissingExtraError

#: Packages of the ``crosscheck`` extra.
PACKAGES = ("pingouin", "factor_analyzer", "semopy")


def missing_packages() -> tuple[str, ...]:
    """Return the packages of the extra that are not installed."""
    return tuple(package for package in PACKAGES if find_spec(package) is None)


def is_available() -> bool:
    """Whether second opinions can be taken."""
    return not missing_packages()


def require(package: str) -> str:
    """Return the installed version of ``package``.

    Raises
    ------
    MissingExtraError
        If it is not installed; names the extra.
    """
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise MissingExtraError(
            f"A second opinion needs {package}: pip install 'covalue-measures[crosscheck]'."
        ) from error
