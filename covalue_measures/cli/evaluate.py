"""``covalue evaluate``: one file of answers into one report and one evidence record."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

import covalue_measures as cm
from covalue_measures.cli.options import (
    AsJson,
    GroupColumns,
    IdColumn,
    IgnoredColumns,
    InstrumentName,
    MapFile,
    ResponseFile,
)
from covalue_measures.cli.outputs import prepare_folder
from covalue_measures.cli.printing import print_json, print_warnings
from covalue_measures.cli.progress_bar import progress_bar
from covalue_measures.cli.reading import read_answers
from covalue_measures.registry import load_instrument
from covalue_measures.responses.synthetic import is_synthetic

if TYPE_CHECKING:
    from covalue_measures.evaluation import EvidenceRecord


def evaluate(
    file: ResponseFile,
    instrument: InstrumentName,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the two files go.")
    ] = Path("out"),
    map_file: MapFile = None,
    id_column: IdColumn = None,
    group: GroupColumns = None,
    ignore: IgnoredColumns = None,
    correlation: Annotated[
        Literal["polychoric", "pearson"],
        typer.Option(help="Correlation behind the number of factors and omega."),
    ] = "polychoric",
    draws: Annotated[int, typer.Option(min=1, help="Random data sets in parallel analysis.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Of the random numbers.")] = 20240916,
    second_opinions: Annotated[
        bool, typer.Option(help="Ask other programs for the same coefficients.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Evaluate an instrument on a file of answers: report.html and evidence.json."""
    definition = load_instrument(instrument)
    data = read_answers(
        file,
        definition,
        map_file=map_file,
        id_column=id_column,
        groups=group,
        ignored=ignore,
    )
    plan = cm.EvaluationSettings(
        correlation=correlation, n_draws=draws, seed=seed, second_opinions=second_opinions
    )
    prepare_folder(out)
    with progress_bar(is_shown=not as_json) as progress:
        evidence = cm.evaluate(data, definition, plan, progress=progress)
        record = out / "evidence.json"
        record.write_text(evidence.to_json(), encoding="utf-8")
        progress("report", 0, 1)
        report = cm.render_report(evidence, out / "report.html")
        progress("report", 1, 1)
    if as_json:
        print_json(
            {
                "report": str(report),
                "evidence": str(record),
                "instrument": evidence.instrument.reference,
                "digest": evidence.instrument.digest,
                "fingerprint": evidence.data.fingerprint,
                "ratings": [rating.model_dump() for rating in evidence.ratings],
                "warnings": list(evidence.warnings),
            }
        )
        return
    _print_summary(evidence)
    typer.echo(f"Report:   {report}\nEvidence: {record}")


def _print_summary(evidence: "EvidenceRecord") -> None:
    """Print what was rated, each with its reason, and what was not assessed in one line."""
    if is_synthetic(evidence.data.intake):
        typer.echo("Synthetic data: a program made these answers. Evidence of nothing.")
    typer.echo(
        f"{evidence.instrument.reference} on {evidence.data.intake.source}"
        f" (n = {evidence.data.n_respondents})"
    )
    for rating in evidence.ratings:
        if rating.assessed:
            value = f": {rating.value}" if rating.value else ""
            sign = rating.rating if rating.applies else "n/a"
            typer.echo(
                f"[{sign}] {rating.measurement_property}, {rating.subject}{value}\n"
                f"    {rating.reason}"
            )
    rest = [rating.measurement_property for rating in evidence.ratings if not rating.assessed]
    if rest:
        typer.echo(f"Not assessed with these data: {', '.join(rest)}.")
    print_warnings(evidence.warnings)
