"""``covalue export``: an instrument for people or programs that give it to respondents."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from covalue_measures.cli.outputs import OutputError, prepare_file
from covalue_measures.export.questionnaire import render_questionnaire
from covalue_measures.registry import load_instrument


def export(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A bank, form or folder.")],
    to: Annotated[
        Literal["html"], typer.Option("--to", help="html: a questionnaire to be printed.")
    ] = "html",
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Of the texts; the original by default.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="File to write.")] = Path(
        "questionnaire.html"
    ),
    with_codes: Annotated[
        bool, typer.Option("--with-codes", help="Print item ids and values, for data entry.")
    ] = False,
    currency: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Of amounts of money, such as SEK; blank by default."),
    ] = None,
    allow_stale: Annotated[
        bool,
        typer.Option("--allow-stale", help="Print a translation that is not up to date."),
    ] = False,
) -> None:
    """Write an instrument as a questionnaire to be printed."""
    instrument = load_instrument(name)
    target = prepare_file(out, Path(name))
    match to:
        case "html":
            try:
                path = render_questionnaire(
                    instrument,
                    target,
                    language=language,
                    with_codes=with_codes,
                    currency=currency,
                    allow_stale=allow_stale,
                )
            except OSError as error:
                raise OutputError(f"'{out}' cannot be written: {error.strerror}.") from error
            typer.echo(f"Questionnaire: {path}")
