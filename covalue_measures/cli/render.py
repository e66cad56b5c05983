"""``covalue render``: the report of a stored evidence record."""

from pathlib import Path
from typing import Annotated

import typer

import covalue_measures as cm
from covalue_measures.cli.outputs import prepare_file
from covalue_measures.cli.progress_bar import progress_bar


def render(
    evidence_file: Annotated[
        Path, typer.Argument(metavar="EVIDENCE", help="An evidence record (evidence.json).")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="HTML file to write.")
    ] = Path("report.html"),
) -> None:
    """Write the report of a stored evidence record again."""
    target = prepare_file(out, evidence_file)
    with progress_bar() as progress:
        progress("report", 0, 1)
        report = cm.render_report(evidence_file, target)
        progress("report", 1, 1)
    typer.echo(f"Report: {report}")
