"""``covalue verify``: whether a record says what its job gives."""

from pathlib import Path
from typing import Annotated

import typer

import covalue_measures as cm
from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json
from covalue_measures.cli.progress_bar import progress_bar
from covalue_measures.evaluation import VerificationResult, instrument_of
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import load_instrument
from covalue_measures.schema import Instrument

#: Differences shown before the rest is counted.
_N_SHOWN = 20


def verify(
    evidence_file: Annotated[
        Path, typer.Argument(metavar="EVIDENCE", help="An evidence record (evidence.json).")
    ],
    data_file: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="The answers that it is about.")
    ],
    as_json: AsJson = False,
) -> None:
    """Run the job of an evidence record again and compare every number."""
    evidence = cm.read_evidence(evidence_file)
    instrument = instrument_of(evidence)
    _refuse_other_release(instrument)
    data = cm.read_responses(data_file, instrument, import_map=evidence.data.intake.import_map)
    with progress_bar(is_shown=not as_json) as progress:
        result = cm.verify_evidence(evidence, data, progress=progress)
    if as_json:
        print_json(
            {
                "verified": result.is_verified,
                "compared": result.n_compared,
                "differences": [
                    {"where": entry.where, "recorded": entry.recorded, "found": entry.found}
                    for entry in result.differences
                ],
                "changed_software": list(result.changed_software),
            }
        )
    else:
        _print_result(result)
    if not result.is_verified:
        raise typer.Exit(1)


def _refuse_other_release(instrument: Instrument) -> None:
    """Refuse a record whose definition is not the one released under the same name."""
    try:
        known = load_instrument(instrument.reference)
    except RegistryError:
        # An instrument of the user's own is in no registry; the record carries its definition.
        return
    if known.digest != instrument.digest:
        raise RegistryError(
            f"The record's definition of '{instrument.reference}' has digest {instrument.digest};"
            f" the installed one has {known.digest}. It is not the same instrument."
        )


def _print_result(result: VerificationResult) -> None:
    if result.is_verified:
        typer.echo(f"Verified: all {result.n_compared} values are what a new run gives.")
    else:
        typer.echo(
            f"Not verified: {len(result.differences)} of {result.n_compared} values differ.",
            err=True,
        )
        for difference in result.differences[:_N_SHOWN]:
            typer.echo(f"  {difference}", err=True)
        if (rest := len(result.differences) - _N_SHOWN) > 0:
            typer.echo(f"  and {rest} more; --json shows all", err=True)
    for change in result.changed_software:
        typer.echo(f"note: {change}", err=True)
