"""``covalue schema``: the form of the package's documents, for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from covalue_measures.cli.outputs import OutputError, prepare_folder
from covalue_measures.cli.printing import print_table
from covalue_measures.export.published_schemas import PUBLISHED_SCHEMAS, published_schema


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Of a kind of document; all by default.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Folder to write to.")
    ] = None,
) -> None:
    """Print or write the JSON Schema of a kind of document; without a name, list them."""
    chosen = PUBLISHED_SCHEMAS if name is None else (published_schema(name),)
    if out is not None:
        for entry in chosen:
            path = prepare_folder((out / entry.path).parent) / "schema.json"
            try:
                path.write_text(entry.text, encoding="utf-8")
            except OSError as error:
                raise OutputError(f"'{path}' cannot be written: {error.strerror}.") from error
            typer.echo(f"Schema: {path}")
    elif name is None:
        print_table(
            "JSON Schemas",
            ("name", "format version", "what it is of"),
            ((entry.name, entry.format_version, entry.title) for entry in chosen),
        )
    else:
        typer.echo(chosen[0].text, nl=False)
