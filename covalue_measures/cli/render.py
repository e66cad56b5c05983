"""``covalue render``: the report of a stored evidence record."""

from pathlib import Path
from typing import Annotated

import typer

import covalue_measures as cm
from covalue_measures.cli.outputs import prepare_file


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
    typer.echo(f"Report: {cm.render_report(evidence_file, target)}")
