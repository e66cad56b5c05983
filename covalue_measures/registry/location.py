"""Where the item banks lie: in the wheel, in a checkout, or where the user says."""

from pathlib import Path

from covalue_measures.exceptions import RegistryError

_PACKAGE = Path(__file__).resolve().parent.parent


def item_banks_root(root: Path | str | None = None) -> Path:
    """Return the folder that holds the banks.

    Parameters
    ----------
    root : path, optional
        A folder of the user's own. Without it, the copy inside the installed package is taken,
        or the checkout's ``item_banks`` where the package is installed editably.

    Raises
    ------
    RegistryError
        If there is no such folder.
    """
    if root is not None:
        folder = Path(root)
        if not folder.is_dir():
            raise RegistryError(f"There is no folder of item banks at '{folder}'.")
        return folder
    candidates = (_PACKAGE / "_item_banks", _PACKAGE.parent / "item_banks")
    for folder in candidates:
        if folder.is_dir():
            return folder
    looked = " nor ".join(f"'{folder}'" for folder in candidates)
    raise RegistryError(f"No item banks are installed: there is neither {looked}.")


def bank_names(root: Path | str | None = None) -> tuple[str, ...]:
    """Return the names of the banks in the folder that holds them, sorted."""
    return tuple(sorted(path.parent.name for path in item_banks_root(root).glob("*/bank.yaml")))
