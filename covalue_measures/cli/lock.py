"""``covalue lock`` and ``covalue install``: the versions that a project depends on."""

from pathlib import Path
from typing import Annotated

import typer

from covalue_measures.cli.printing import print_table
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.lock import (
    LOCK_NAME,
    install_locked,
    make_lock,
    read_lock,
    write_lock,
)

LockFile = Annotated[Path, typer.Option("--file", "-f", metavar="FILE", help="The lock.")]


def lock(
    banks: Annotated[
        list[str],
        typer.Argument(metavar="BANK...", help="name, name@version, name@~0.2 or name@^1.2."),
    ],
    file: LockFile = Path(LOCK_NAME),
) -> None:
    """Write which released versions a project depends on, with their digests."""
    made = make_lock(banks)
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
) -> None:
    """Copy the locked releases into a folder, each checked against its digest."""
    known = read_lock(file)
    if not frozen:
        newest = make_lock([bank.wanted for bank in known.banks])
        if newest != known:
            changed = [
                f"{old.name} {old.version} -> {new.version}"
                for old, new in zip(known.banks, newest.banks, strict=True)
                if old != new
            ]
            raise RegistryError(
                f"'{file}' is behind: {', '.join(changed)}. Lock again to take them, or say"
                " --frozen to keep what is locked."
            )
    paths = install_locked(known, out)
    typer.echo(f"Installed {len(paths)} releases in {out}")
