"""Find a bank or a form by name, version or path."""

from pathlib import Path

from covalue_measures.exceptions import RegistryError, TamperedReleaseError
from covalue_measures.registry.by_name import REFERENCE, load_named
from covalue_measures.registry.draft import read_draft
from covalue_measures.registry.known_releases import recorded_digest
from covalue_measures.registry.location import bank_names, item_banks_root
from covalue_measures.registry.release import read_release
from covalue_measures.registry.released_digests import FILE_NAME, read_released_digests
from covalue_measures.schema.instrument import Instrument
from covalue_measures.schema.item_bank import ItemBank


def load_bank(reference: str | Path, *, root: Path | str | None = None) -> ItemBank:
    """Return an item bank.

    Parameters
    ----------
    reference : str or Path
        ``name`` (the newest release, a pre-release only where there is nothing else; the draft
        where nothing was released),
        ``name@version``, ``name@~0.2`` or ``name@^1.2`` (the newest release in that range), the
        folder of a draft, or a released JSON file. A known name goes before a folder of that
        name; write ``./name`` for the folder.
    root : path, optional
        A folder of banks to look in, instead of those that come with the package.

    Raises
    ------
    RegistryError
        If nothing is found; the message lists what there is. Also if every release of the name was
        yanked, and the draft is one of them.
    TamperedReleaseError
        If a released file is not what was released, or is gone.
    InstrumentError
        If a draft contradicts the schema or itself.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> bank = cm.load_bank("communication_service_user@0.1.0")
    >>> str(bank.version), bank.role.value, len(bank.items)
    ('0.1.0', 'service_user', 15)
    """
    _require_reference(reference)
    parts = REFERENCE.match(str(reference))
    if parts is None or _is_path(reference, parts["name"], root):
        return _load_path(Path(reference))
    if parts["form"]:
        raise RegistryError(
            f"'{reference}' names a form; use load_form, or leave out '/{parts['form']}'."
        )
    return load_named(parts["name"], parts["version"], item_banks_root(root))


def load_draft(reference: str | Path, *, root: Path | str | None = None) -> ItemBank:
    """Return a bank as it is being edited, released or not.

    Parameters
    ----------
    reference : str or Path
        The name of a bank, or the folder of one; a ``Path`` is always a folder.
    root : path, optional
        As in ``load_bank``.

    Raises
    ------
    RegistryError
        If there is no such bank.
    InstrumentError
        If the draft contradicts the schema or itself.
    """
    return read_draft(bank_folder(reference, root=root))


def bank_folder(reference: str | Path, *, root: Path | str | None = None) -> Path:
    """Return the folder that a bank is edited in, by the bank's name or its own path.

    Raises
    ------
    RegistryError
        If there is none.
    """
    known = bank_names(root)
    if not isinstance(reference, Path) and reference in known:
        return item_banks_root(root) / reference
    folder = Path(reference)
    if (folder / "bank.yaml").is_file():
        return folder
    raise RegistryError(
        f"'{reference}' is neither the name of a bank nor the folder of one; there are"
        f" {list(known) or 'none'}."
    )


def load_form(reference: str, *, root: Path | str | None = None) -> Instrument:
    """Return a form of a bank, from ``name/form`` or ``name@version/form``.

    Raises
    ------
    RegistryError
        If the bank, the version or the form is not found.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> len(cm.load_form("communication_service_user@0.1.0/4a").items)
    4
    """
    _require_text(reference)
    parts = REFERENCE.match(reference)
    if parts is None or not parts["form"]:
        raise RegistryError(f"'{reference}' does not name a form; write 'name@version/form'.")
    bank = load_named(parts["name"], parts["version"], item_banks_root(root))
    if parts["form"] not in (known := [form.id for form in bank.forms]):
        raise RegistryError(
            f"'{bank.reference}' has no form '{parts['form']}'; it has {known or 'none'}."
        )
    return Instrument(bank=bank, form_id=parts["form"])


def load_instrument(reference: str | Path, *, root: Path | str | None = None) -> Instrument:
    """Return a bank or a form as an instrument, from anything that names one."""
    _require_reference(reference)
    parts = REFERENCE.match(str(reference))
    if parts is not None and parts["form"] and not _is_path(reference, parts["name"], root):
        return load_form(str(reference), root=root)
    return Instrument(bank=load_bank(reference, root=root))


def _require_reference(reference: object) -> None:
    if not isinstance(reference, str | Path):
        raise RegistryError(
            f"A bank is named by its name, by name@version or by a path, not by {reference!r}."
        )


def _require_text(reference: object) -> None:
    if not isinstance(reference, str):
        raise RegistryError(
            f"A form is named by a text, 'name@version/form', not by {reference!r}."
        )


def _is_path(reference: str | Path, name: str, root: Path | str | None) -> bool:
    """Whether a text that could be a name means a path: a known bank's name never does."""
    if isinstance(reference, Path):
        return True
    return Path(reference).exists() and not (item_banks_root(root) / name).is_dir()


def _load_path(path: Path) -> ItemBank:
    bank = _read_path(path)
    recorded = read_released_digests(item_banks_root()).get(bank.reference)
    if recorded is not None and bank.digest != recorded:
        raise TamperedReleaseError(
            f"'{path}' calls itself '{bank.reference}', but is not what was released under that"
            f" name and version: its digest is {bank.digest}, recorded is {recorded}. Give the"
            " change a version of its own."
        )
    return bank


def _read_path(path: Path) -> ItemBank:
    if str(path) in ("", "."):
        raise RegistryError("A bank is named by its name, by name@version or by a path.")
    if path.is_dir():
        return read_draft(path)
    if path.name == "bank.yaml":
        return read_draft(path.parent)
    if path.suffix != ".json":
        raise RegistryError(
            f"'{path}' is neither the name of a bank, nor a bank's folder, nor a released JSON"
            " file that exists."
        )
    root = path.resolve().parent.parent.parent
    reference = f"{path.resolve().parent.parent.name}@{path.stem}"
    if not (root / FILE_NAME).is_file() or not path.is_file():
        return read_release(path, read_released_digests(root).get(reference))
    return read_release(path, recorded_digest(reference, root))
