"""``covalue comparators``: instruments of others that a measure can be held against."""

from collections.abc import Iterator
from typing import Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_pairs, print_table
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.comparators import load_comparator, load_comparators
from covalue_measures.schema.comparator import Comparator, PublishedFigure
from covalue_measures.schema.covalue_domains import COVALUE_DOMAINS

_UNCONFIRMED = "general knowledge, not confirmed"


def comparators(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A comparator, to show it in full.")
    ] = None,
    domain: Annotated[
        str | None, typer.Option("--domain", metavar="ID", help="Those of one domain.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List instruments of others to compare with, or show one; their items are not here."""
    if name and domain:
        raise RegistryError(f"Give a comparator, '{name}', or a domain, '{domain}', not both.")
    found = (load_comparator(name),) if name else _of_domain(load_comparators(), domain)
    if as_json:
        content = [comparator.model_dump(mode="json") for comparator in found]
        print_json(content[0] if name else content)
    elif name:
        _print_one(found[0])
    else:
        _print_all(found, domain)


def _of_domain(known: tuple[Comparator, ...], domain: str | None) -> tuple[Comparator, ...]:
    ids = [each.id for each in COVALUE_DOMAINS]
    if domain is None:
        return known
    if domain not in ids:
        raise RegistryError(f"There is no domain '{domain}'; there are {', '.join(ids)}.")
    return tuple(comparator for comparator in known if domain in comparator.domain_ids)


def _print_all(found: tuple[Comparator, ...], domain: str | None) -> None:
    for each in COVALUE_DOMAINS:
        if domain in (None, each.id):
            _print_table(each.title, [one for one in found if each.id in one.domain_ids])
    if domain is None:
        _print_table("Of no single domain", [one for one in found if not one.domain_ids])
    typer.echo("(?) general knowledge, to be checked before it is quoted; - unknown.")


def _print_table(title: str, rows: list[Comparator]) -> None:
    print_table(
        title,
        ("id", "name", "items", "Swedish", "license"),
        (
            (
                row.id,
                row.name,
                _marked(str(row.n_items), row.format_is_confirmed) if row.n_items else "-",
                _swedish(row),
                _marked(row.license, row.license_is_confirmed) if row.license else "-",
            )
            for row in rows
        ),
    )
    typer.echo()


def _print_one(comparator: Comparator) -> None:
    print_pairs(f"{comparator.id}: {comparator.name}", _pairs(comparator))
    if comparator.figures:
        typer.echo()
        print_table(
            "Published figures",
            ("statistic", "value", "of", "n", "source"),
            (_figure(figure) for figure in comparator.figures),
        )


def _pairs(comparator: Comparator) -> Iterator[tuple[str, str]]:
    titles = {each.id: each.title for each in COVALUE_DOMAINS}
    yield "Kind", comparator.kind
    domains = [titles[domain_id] for domain_id in comparator.domain_ids]
    yield "Domains", "; ".join(domains) or "none in particular"
    yield "Answered by", ", ".join(role.value for role in comparator.roles) or "unknown, or nobody"
    yield "Items", str(comparator.n_items) if comparator.n_items else "unknown"
    yield "Format", comparator.response_format or "unknown"
    if not comparator.format_is_confirmed and (comparator.n_items or comparator.response_format):
        yield "", f"({_UNCONFIRMED})"
    yield "License", comparator.license or "unknown"
    if comparator.license and not comparator.license_is_confirmed:
        yield "", f"({_UNCONFIRMED})"
    yield "Swedish", comparator.swedish_version
    if comparator.reference:
        doi = f", doi:{comparator.doi}" if comparator.doi else ""
        yield "Reference", comparator.reference + doi
    for note in comparator.notes:
        yield "Note", note


def _figure(figure: PublishedFigure) -> tuple[str, str, str, str, str]:
    about = [text for text in (figure.detail, figure.population) if text]
    doi = f", doi:{figure.doi}" if figure.doi else ""
    return (
        figure.statistic,
        _marked(figure.text, figure.is_confirmed),
        "; ".join(about),
        str(figure.n) if figure.n else "",
        figure.source + doi,
    )


def _marked(text: str, is_confirmed: bool) -> str:
    return text if is_confirmed else f"{text} (?)"


def _swedish(comparator: Comparator) -> str:
    return {"exists": "yes", "none": "no", "unknown": "-"}[comparator.swedish_version]
