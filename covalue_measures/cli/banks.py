"""``covalue banks``: what instruments there are."""

from dataclasses import asdict

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_table
from covalue_measures.registry import bank_entries
from covalue_measures.schema import COVALUE_DOMAINS


def banks(as_json: AsJson = False) -> None:
    """List the item banks that come with the package."""
    entries = bank_entries()
    if as_json:
        print_json([asdict(entry) for entry in entries])
        return
    print_table(
        "Item banks",
        ("bank", "version", "status", "items", "texts in", "digest"),
        (
            (
                entry.bank,
                entry.version,
                entry.status,
                str(entry.items),
                entry.languages,
                entry.digest[:8],
            )
            for entry in entries
        ),
    )
    covered = {entry.domain for entry in entries}
    if rest := [domain.title for domain in COVALUE_DOMAINS if domain.id not in covered]:
        typer.echo(f"CO-VALUE domains without a bank yet: {'; '.join(rest)}.")
