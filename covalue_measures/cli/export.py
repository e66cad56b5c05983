"""``covalue export``: an instrument for people or programs that give it to respondents."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.outputs import OutputError, prepare_file
from covalue_measures.cli.printing import print_json, print_table
from covalue_measures.exceptions import InstrumentError
from covalue_measures.export import export_instrument, export_targets
from covalue_measures.export.export_instrument import exporter_for
from covalue_measures.export.identity import name_of
from covalue_measures.export.questionnaire import render_questionnaire
from covalue_measures.export.translation_gate import checked_language
from covalue_measures.registry import load_instrument


def export(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A bank, form or folder.")
    ] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="TARGET", help="One of those that --list shows.")
    ] = "html",
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Of the texts; the original by default.")
    ] = None,
    profile: Annotated[
        Literal["administer", "score"],
        typer.Option(help="Collect answers only, or compute scores where they are given."),
    ] = "administer",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of amounts of money, such as SEK.")
    ] = None,
    with_codes: Annotated[
        bool, typer.Option("--with-codes", help="html only: print item ids and values, too.")
    ] = False,
    allow_draft: Annotated[
        bool, typer.Option("--allow-draft", help="Write a translation that nobody reviewed.")
    ] = False,
    allow_stale: Annotated[
        bool, typer.Option("--allow-stale", help="Write a translation that is not up to date.")
    ] = False,
    list_targets: Annotated[bool, typer.Option("--list", help="Show the targets.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write an instrument for another program, or as a questionnaire to be printed."""
    if list_targets:
        print_table("Targets", ("target", "what it is"), export_targets().items())
        return
    if name is None:
        raise InstrumentError("Name a bank, a form or a folder; 'covalue banks' lists banks.")
    if with_codes and to != "html":
        raise InstrumentError("Codes are printed on paper only: --with-codes goes with --to html.")
    instrument = load_instrument(name)
    suffix = exporter_for(to).suffix
    target = prepare_file(out or Path(f"{name_of(instrument)}{suffix}"), Path(name))
    if with_codes:
        chosen = checked_language(
            instrument, language, allow_draft=allow_draft, allow_stale=allow_stale
        )
        _print_with_codes(name, target, chosen, currency)
        return
    report = export_instrument(
        instrument,
        target,
        to=to,
        language=language,
        profile=profile,
        currency=currency,
        allow_draft=allow_draft,
        allow_stale=allow_stale,
    )
    if as_json:
        print_json(
            {
                "file": str(report.path),
                "target": report.target,
                "instrument": report.instrument,
                "digest": report.digest,
                "language": report.language,
                "profile": report.profile,
                "lost": [{"path": field.path, "reason": field.reason} for field in report.lost],
            }
        )
        return
    typer.echo(f"Exported: {report.path}")
    if report.lost_path:
        typer.echo(f"Not carried: {len(report.lost)} fields, listed in {report.lost_path}")


def _print_with_codes(name: str, target: Path, language: str, currency: str | None) -> None:
    try:
        path = render_questionnaire(
            load_instrument(name),
            target,
            language=language,
            with_codes=True,
            currency=currency,
            allow_stale=True,
        )
    except OSError as error:
        raise OutputError(f"'{target}' cannot be written: {error.strerror}.") from error
    typer.echo(f"Exported: {path}")
