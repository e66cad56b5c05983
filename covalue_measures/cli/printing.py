"""Tables and JSON on standard output."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; text is taken as it is, brackets included."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for position, name in enumerate(columns):
        # The first column holds names that people copy; they are not broken.
        table.add_column(name, overflow="fold", no_wrap=position == 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def print_json(content: Any) -> None:
    """Print ``content`` as indented JSON."""
    typer.echo(json.dumps(content, indent=1, ensure_ascii=False))


def print_warnings(warnings: Iterable[str]) -> None:
    """Print each warning on standard error."""
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
