"""``covalue lock`` and ``covalue install``: the versions that a project depends on."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from covalue_measures.cli.printing import print_table, print_warnings
from covalue_measures.exceptions import RegistryError, RegistryWarning
from covalue_measures.registry.installation import install_locked
from covalue_measures.registry.lock import (
    LOCK_NAME,
    Lock,
    make_lock,
    read_lock,
    write_lock,
)

LockFile = Annotated[Path, typer.Option("--file", "-f", metavar="FILE", help="The lock.")]
Root = Annotated[
    Path | None,
    typer.Option(
        "--root", metavar="FOLDER", help="Of all banks; those that come along, by default."
    ),
]


def lock(
    banks: Annotated[
        list[str],
        typer.Argument(metavar="BANK...", help="name, name@version, name@~0.2 or name@^1.2."),
    ],
    file: LockFile = Path(LOCK_NAME),
    root: Root = None,
) -> None:
    """Write which released versions a project depends on, with their digests."""
    with _withdrawn_said():
        made = make_lock(banks, root=root)
    path = write_lock(made, file)
    print_table(
        f"Locked in {path}",
        ("wanted", "version", "digest"),
        ((bank.wanted, str(bank.version), bank.digest[:12]) for bank in made.banks),
    )


def install(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the releases go.")
    ] = Path("instruments"),
    frozen: Annotated[
        bool, typer.Option("--frozen", help="Take what is locked, and nothing newer.")
    ] = False,
    file: LockFile = Path(LOCK_NAME),
    root: Root = None,
) -> None:
    """Copy the locked releases and their digests into a folder, to be read from there."""
    known = read_lock(file)
    if not frozen:
        _refuse_out_of_date(file, known, root)
    with _withdrawn_said():
        found = install_locked(known, out, root=root)
    for title, names in (
        (f"Installed in {out}", [bank.reference for bank in known.banks]),
        ("Removed, no longer locked", found.removed),
        ("Left, no longer locked, but changed since", found.left),
    ):
        if names:
            typer.echo("\n  ".join([title, *names]))


def _refuse_out_of_date(file: Path, known: Lock, root: Path | None) -> None:
    with warnings.catch_warnings():
        # Said when it is installed.
        warnings.simplefilter("ignore", RegistryWarning)
        newest = make_lock([bank.wanted for bank in known.banks], root=root)
    now = {bank.name: bank.version for bank in newest.banks}
    changed = [
        f"{bank.name} {bank.version} -> {now[bank.name]}"
        for bank in known.banks
        if bank.version != now[bank.name]
    ]
    if changed:
        raise RegistryError(
            f"'{file}' is out of date: {', '.join(changed)}. Lock again to follow, or say --frozen"
            " to keep what is locked."
        )


@contextmanager
def _withdrawn_said() -> Iterator[None]:
    """Print that a release was yanked, or its bank retired."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", RegistryWarning)
        yield
    print_warnings(str(warning.message) for warning in caught)
