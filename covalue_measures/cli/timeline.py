"""``covalue timeline``: the records of a team on one page."""

from pathlib import Path
from typing import Annotated

import typer

from covalue_measures.cli.outputs import prepare_file
from covalue_measures.intake.team_records import read_team_records
from covalue_measures.report.number_text import counted
from covalue_measures.report.timeline import render_timeline


def timeline(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Records of one team with one tool, a YAML file each."
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="HTML file to write.")
    ] = Path("timeline.html"),
) -> None:
    """Write the timeline of a team's records, with a run chart a rating."""
    target = prepare_file(out, folder)
    series = read_team_records(folder)
    page = render_timeline(series, target)
    typer.echo(f"Timeline: {page} ({counted(len(series.records), 'record')})")
