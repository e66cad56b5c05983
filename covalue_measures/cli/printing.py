"""Tables and JSON on standard output."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; text is taken as it is, brackets included."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
    )
    for position, name in enumerate(columns):
        # The first column holds names that people copy; they are not broken.
        table.add_column(name, overflow="fold", no_wrap=position == 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def print_pairs(title: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Print names and what belongs to each, long texts wrapped beside the names."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, text in pairs:
        grid.add_row(Text(name, style="bold"), Text(text))
    console = Console()
    console.print(Text(title, style="bold"))
    console.print(grid)


def print_json(content: Any) -> None:
    """Print ``content`` as indented JSON."""
    typer.echo(json.dumps(content, indent=1, ensure_ascii=False))


def print_warnings(warnings: Iterable[str]) -> None:
    """Print each warning on standard error."""
    for warning in warnings:
        typer.echo(f"warning: {warning}", err=True)
