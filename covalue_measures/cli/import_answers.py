"""``covalue import``: what a file holds, item by item, and its answers as one table."""

import math
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import covalue_measures as cm
from covalue_measures.cli.options import (
    AsJson,
    GroupColumns,
    IdColumn,
    IgnoredColumns,
    InstrumentName,
    MapFile,
)
from covalue_measures.cli.outputs import prepare_file
from covalue_measures.cli.printing import print_json, print_table, print_warnings
from covalue_measures.exceptions import MeasuresWarning
from covalue_measures.intake import (
    Layout,
    OnRefused,
    extend_import_map,
    import_responses,
    read_import_map,
    write_answers,
)
from covalue_measures.registry import load_instrument
from covalue_measures.responses import ImportMap
from covalue_measures.schema import MissingReason

if TYPE_CHECKING:
    from covalue_measures.intake import ImportedResponses, IntakeReport

#: As for every input that is refused.
EXIT_REJECTED = 2


def import_answers(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Answers, or a folder of ODK submissions."),
    ],
    instrument: InstrumentName,
    map_file: MapFile = None,
    layout: Annotated[
        Layout, typer.Option("--layout", help="Format of the file, where its name does not say.")
    ] = "auto",
    id_column: IdColumn = None,
    group: GroupColumns = None,
    ignore: IgnoredColumns = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report only; exit code 2 if a cell is rejected.")
    ] = False,
    on_refused: Annotated[
        OnRefused,
        typer.Option(help="Refuse a file with rejected cells, or count each as technical."),
    ] = "error",
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="CSV or Parquet file to write.")
    ] = Path("answers.parquet"),
    with_ids: Annotated[
        bool, typer.Option("--with-ids", help="Write the respondent ids beside the answers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read a file of answers strictly, report every item, and write one table."""
    target = None if dry_run else prepare_file(out, file)
    import_map = extend_import_map(
        read_import_map(map_file) if map_file else ImportMap(),
        respondent_id=id_column,
        groups=group or (),
        ignore=ignore or (),
    )
    with warnings.catch_warnings():
        # They stand in the report, and are printed from there.
        warnings.simplefilter("ignore", MeasuresWarning)
        imported = import_responses(
            file,
            load_instrument(instrument),
            layout=layout,
            import_map=import_map,
            on_refused="record" if dry_run else on_refused,
        )
    scores = _compared_scores(imported)
    written = write_answers(imported, target, with_ids=with_ids) if target else ()
    if as_json:
        names = ("answers", "import_map", "record")
        files = {name: str(path) for name, path in zip(names, written, strict=False)}
        content = imported.report.model_dump(mode="json")
        print_json({**files, **content, "embedded_scores": list(scores)})
    else:
        # A text of a refused cell is shown to the eye only, and where somebody asked for it.
        _print_report(imported, scores, with_texts=dry_run)
        for name, path in zip(("Answers", "Import map", "Record"), written, strict=False):
            typer.echo(f"{name + ':':<12}{path}")
    if dry_run and not imported.report.is_clean:
        raise typer.Exit(EXIT_REJECTED)


def _compared_scores(imported: "ImportedResponses") -> tuple[str, ...]:
    """Return how the scores that a form computed agree with those of the scoring rules."""
    embedded = imported.embedded_scores
    if embedded.empty:
        return ()
    scores = cm.score_responses(imported.data).scores
    sentences = []
    for name in embedded.columns:
        differs = [
            row
            for row, (text, score) in enumerate(zip(embedded[name], scores[name], strict=True), 1)
            if not _is_rounded_from(text, score)
        ]
        more = f", first in record {differs[0]}" if differs else ""
        sentences.append(
            f"Score '{name}': {len(embedded) - len(differs)} as the form computed them,"
            f" {len(differs)} different{more}."
        )
    return tuple(sentences)


def _is_rounded_from(text: str, score: float) -> bool:
    """Return whether ``text`` is ``score``, as far as its decimals go."""
    try:
        written = float(text) if text else math.nan
    except ValueError:
        return False
    if math.isnan(written) or math.isnan(score):
        return math.isnan(written) and math.isnan(score)
    n_decimals = len(text.partition(".")[2])
    return abs(written - score) <= 0.5 * 10.0**-n_decimals + 1e-9


def _print_report(
    imported: "ImportedResponses", scores: tuple[str, ...], *, with_texts: bool
) -> None:
    report = imported.report
    reasons = [reason for reason in MissingReason if _occurs(report, reason)]
    print_table(
        f"{report.instrument} in {report.source} ({report.layout}, n = {report.n_records})",
        ("item", "column", "valid", *map(str, reasons), "rejected"),
        (
            (
                item.item,
                item.column or "",
                str(item.n_valid),
                *(str(item.n_missing(reason)) for reason in reasons),
                str(item.n_rejected),
            )
            for item in report.items
        ),
    )
    recorded = tuple(text for item in report.items for text in item.rejected)
    for title, sentences in (
        ("Applied rules", report.applied_rules),
        ("Scores in the file", scores),
        ("Rejected", imported.refusals if with_texts else recorded),
    ):
        if sentences:
            typer.echo(f"{title}:")
            for sentence in sentences:
                typer.echo(f"- {sentence}")
    print_warnings(report.warnings)


def _occurs(report: "IntakeReport", reason: MissingReason) -> bool:
    return any(item.n_missing(reason) for item in report.items)
