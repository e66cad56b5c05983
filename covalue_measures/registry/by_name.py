"""The release that a name means, or the draft where nothing was released."""

import re
import warnings
from pathlib import Path

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import RegistryError, RegistryWarning
from covalue_measures.registry.draft import read_draft
from covalue_measures.registry.known_releases import KnownReleases, released_or_edited
from covalue_measures.registry.location import item_banks_root
from covalue_measures.registry.release import read_release
from covalue_measures.registry.yanked import warn_of_withdrawn
from covalue_measures.schema.item_bank import ItemBank

#: A name, perhaps with a version or range, perhaps with a form.
REFERENCE = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9_]*)(?:@(?P<version>[^/]+))?(?:/(?P<form>[a-z0-9_]+))?$"
)


def locate_release(reference: str, *, root: Path | str | None = None) -> tuple[str, Path]:
    """Return ``name@version`` and the file of the newest release that ``reference`` names.

    Raises
    ------
    RegistryError
        If nothing released fits it.
    TamperedReleaseError
        If it was released, and its file is gone.
    """
    parts = REFERENCE.match(reference)
    if parts is None or parts["form"]:
        raise RegistryError(f"'{reference}' does not name a bank; write 'name' or 'name@version'.")
    name, wanted = parts["name"], parts["version"]
    known = KnownReleases.of(name, item_banks_root(root))
    version = known.find(wanted)
    if version is None:
        if known.is_withdrawn and wanted is None:
            raise RegistryError(_withdrawn(known))
        missing = "release to use" if wanted is None else f"release '{wanted}'"
        raise RegistryError(f"Bank '{name}' has no {missing}; {known.describe()}.")
    path = known.path(version)
    if not path.is_file():
        read_release(path, known.digest(version))
    return f"{name}@{version}", path


def load_newest(root: Path | str | None = None) -> tuple[ItemBank, ...]:
    """Return every bank by its newest release, or its draft, in the order of their names.

    A bank whose every release was yanked, and whose draft is none but these, is left out with a
    warning.
    """
    banks = []
    for name in released_or_edited(item_banks_root(root)):
        known = KnownReleases.of(name, item_banks_root(root))
        if known.is_withdrawn and _draft_after(known) is None:
            warnings.warn(_withdrawn(known), RegistryWarning, stacklevel=callers_level())
        else:
            banks.append(load_named(name, None, known.root))
    return tuple(banks)


def load_named(name: str, wanted: str | None, root: Path) -> ItemBank:
    """Return the release of a bank that a version, a range or None (the newest) means.

    Where nothing was released under what is wanted, it is the draft.

    Raises
    ------
    RegistryError
        If there is nothing of it; the message lists what there is.
    TamperedReleaseError
        If the release is not what was released, or its file is gone.
    """
    known = KnownReleases.of(name, root)
    version = known.find(wanted)
    if version is not None:
        bank = read_release(known.path(version), known.digest(version))
        warn_of_withdrawn(bank, root)
        return bank
    if wanted is None and known.is_withdrawn:
        draft = _draft_after(known)
        if draft is None:
            raise RegistryError(_withdrawn(known))
        warnings.warn(
            f"'{draft.reference}' is a draft: every release of the bank was"
            f" yanked: {known.reasons}.",
            RegistryWarning,
            stacklevel=callers_level(),
        )
        return draft
    draft = _draft(known)
    if draft is not None and wanted in (None, str(draft.version)):
        return draft
    edited = f", the draft is {draft.version}" if draft is not None else ""
    what = "nothing to load" if wanted is None else f"no version '{wanted}'"
    raise RegistryError(f"Bank '{name}' has {what}; {known.describe()}{edited}.")


def _draft(known: KnownReleases) -> ItemBank | None:
    """Return what is edited, or None where only releases lie, as ``covalue install`` puts them."""
    folder = known.root / known.name
    if known.versions and not (folder / "bank.yaml").is_file():
        return None
    return read_draft(folder)


def _draft_after(known: KnownReleases) -> ItemBank | None:
    """Return the draft if its version was not released."""
    draft = _draft(known)
    return None if draft is None or draft.version in known.versions else draft


def _withdrawn(known: KnownReleases) -> str:
    return (
        f"Every release of bank '{known.name}' was yanked: {known.reasons}. Name a version to"
        " load it all the same."
    )
