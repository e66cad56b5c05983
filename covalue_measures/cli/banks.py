"""``covalue banks``: what instruments there are."""

from dataclasses import asdict
from typing import Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_table
from covalue_measures.registry import bank_entries, facet_coverage
from covalue_measures.schema import COVALUE_DOMAINS

_SHORT_ROLES = {
    "service_user": "user",
    "family": "family",
    "health_professional": "staff",
    "respondent": "any",
}


def banks(
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Show how many items each facet has, by role.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the item banks that come with the package."""
    if coverage:
        _print_coverage(as_json)
        return
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


def _print_coverage(as_json: bool) -> None:
    table = facet_coverage()
    if as_json:
        print_json(table.reset_index().to_dict("records"))
        return
    print_table(
        "Items of each facet, by role",
        ("facet", "domain", *(_SHORT_ROLES[str(role)] for role in table.columns)),
        (
            (facet, domain.replace("_", " "), *(str(count) if count else "-" for count in row))
            for (domain, facet), row in zip(table.index, table.to_numpy().tolist(), strict=True)
        ),
    )
