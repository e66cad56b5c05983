"""``covalue score``: answers into scores."""

from pathlib import Path
from typing import Annotated

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
from covalue_measures.cli.outputs import prepare_file
from covalue_measures.cli.printing import print_json, print_table
from covalue_measures.cli.reading import read_answers
from covalue_measures.export import write_scores
from covalue_measures.registry import load_instrument


def score(
    file: ResponseFile,
    instrument: InstrumentName,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="CSV file to write.")
    ] = Path("scores.csv"),
    map_file: MapFile = None,
    id_column: IdColumn = None,
    group: GroupColumns = None,
    ignore: IgnoredColumns = None,
    with_ids: Annotated[
        bool, typer.Option("--with-ids", help="Write the respondent ids beside the scores.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Score a file of answers by the instrument's own rules."""
    target = prepare_file(out, file)
    definition = load_instrument(instrument)
    data = read_answers(
        file,
        definition,
        map_file=map_file,
        id_column=id_column,
        groups=group,
        ignored=ignore,
    )
    result = cm.score_responses(data)
    path = write_scores(result, target, ids_from=data if with_ids else None)
    summary = [
        {
            "score": subscale.rule.id,
            "unit": subscale.unit,
            "n": int(result.scores[subscale.rule.id].notna().sum()),
            "without_score": int(result.scores[subscale.rule.id].isna().sum()),
            "prorated": int(subscale.is_prorated.sum()),
        }
        for subscale in result.subscales
    ]
    if as_json:
        print_json(
            {
                "scores": str(path),
                "instrument": result.instrument,
                "digest": result.instrument_digest,
                "synthetic": result.record.synthetic,
                "price_basis": result.record.price_basis,
                "summary": summary,
            }
        )
        return
    if result.record.synthetic:
        typer.echo("Synthetic data: a program made these answers. Scores of nobody.")
    print_table(
        f"Scores by {result.instrument}",
        ("score", "unit", "n", "without score", "prorated"),
        (tuple(map(str, row.values())) for row in summary),
    )
    typer.echo(f"Scores: {path}\nRecord: {path}.record.json")
