"""``covalue release`` and ``covalue yank``: versions that others can depend on, and withdraw."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_pairs
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import bank_folder
from covalue_measures.registry.yanked import yank_release

Root = Annotated[
    Path | None,
    typer.Option("--root", metavar="FOLDER", help="Of all banks; the folder above, by default."),
]


def release(
    bank: Annotated[str, typer.Argument(metavar="BANK", help="A bank or its folder.")],
    rationale: Annotated[
        str, typer.Option("--rationale", "-r", help="Why there is a new version.")
    ] = "",
    judgements: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="YAML with verdicts on reworded texts, signed."),
    ] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Release a draft: canonical JSON, digests, and the rules its changes fall under."""
    # Imported here: the other commands do not wait for the estimators behind the gates.
    from covalue_measures.cli.status import assess
    from covalue_measures.registry.judgement_file import read_judgements
    from covalue_measures.registry.release_bank import release_bank

    folder = bank_folder(bank)
    found = assess(str(folder))
    if not found.is_earned:
        lacking = [name for entry in found.held for name in entry.missing]
        raise RegistryError(
            f"'{found.bank}' is not {found.stage} yet; 'covalue status {bank}' lists what it"
            f" lacks, such as {lacking[0]}."
        )
    record = release_bank(
        folder,
        root or folder.resolve().parent,
        rationale=rationale,
        judgements=read_judgements(judgements) if judgements else (),
    )
    if as_json:
        print_json(record.model_dump(mode="json"))
        return
    rules = ", ".join(str(rule) for rule in sorted({fired.rule for fired in record.fired}))
    print_pairs(
        f"Released {record.reference}",
        [
            ("Digest", record.digest),
            ("Measure", record.measure_digest),
            ("Before", record.previous or "none: this is the first release"),
            (
                "Bump",
                f"{record.required_bump}, by version rules {rules}"
                if record.fired
                else "none asked",
            ),
            ("Answers", record.answers or "nothing to compare with"),
            ("Scores", record.scores or "nothing to compare with"),
            *(("Line", f"{line.kind} {line.name} {line.version}") for line in record.lines),
        ],
    )


def yank(
    reference: Annotated[str, typer.Argument(metavar="NAME@VERSION", help="A release.")],
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why it should not be used.")] = "",
    root: Root = None,
) -> None:
    """Withdraw a release: it stays readable, is no longer the newest, and warns when loaded."""
    folder = root or bank_folder(reference.partition("@")[0]).resolve().parent
    path = yank_release(reference, reason, date.today().isoformat(), folder)
    typer.echo(f"Yanked {reference}: {reason}\nRecorded in {path}")
