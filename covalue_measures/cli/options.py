"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

ResponseFile: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="Answers, in any layout that 'covalue import --help' names."
    ),
]
InstrumentName: TypeAlias = Annotated[
    str,
    typer.Option(
        "--instrument",
        "-i",
        metavar="NAME",
        help="A bank or form (name, name@version, name@version/form), or the folder of your own.",
    ),
]
MapFile: TypeAlias = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="Import map: how columns are read.")
]
IdColumn: TypeAlias = Annotated[
    str | None, typer.Option("--id", metavar="COLUMN", help="Column with respondent ids.")
]
GroupColumns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="COLUMN", help="Column with group labels; may be repeated."),
]
IgnoredColumns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="COLUMN", help="Column not to read; may be repeated."),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
