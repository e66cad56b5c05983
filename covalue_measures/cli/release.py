"""``covalue release`` and ``covalue yank``: versions that others can depend on, and withdraw."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_pairs
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import bank_folder
from covalue_measures.registry.changes import MEANINGS
from covalue_measures.registry.yanked import yank_release

if TYPE_CHECKING:
    from covalue_measures.registry.release_record import ComparabilityCode, ReleaseRecord

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
        lacking = [f"{entry.id}: {name}" for entry in found.held for name in entry.missing]
        raise RegistryError(
            f"'{found.bank}' has not earned its stage, {found.stage}; 'covalue status {bank}'"
            f" lists what it lacks; first of all, {lacking[0]}."
        )
    record = release_bank(
        folder,
        root or folder.resolve().parent,
        rationale=rationale,
        judgements=read_judgements(judgements) if judgements else (),
    )
    if as_json:
        print_json(record.model_dump(mode="json"))
    else:
        print_pairs(f"Released {record.reference}", _pairs(record))


def _pairs(record: "ReleaseRecord") -> Iterator[tuple[str, str]]:
    yield "Digest", record.digest
    yield "Measure", record.measure_digest
    if record.answers is None or record.scores is None:
        yield "Before", "none: this is the first release"
    else:
        yield "Before", f"{record.previous}"
        rules = ", ".join(str(rule) for rule in sorted({fired.rule for fired in record.fired}))
        yield "Bump", f"{record.required_bump}, by version rules {rules}" if rules else "none"
        yield "Answers", _compared(record.answers, record.answers_after_map, "recoded by the map")
        yield (
            "Scores",
            _compared(record.scores, record.scores_after_map, "converted, or computed from them"),
        )
        if not record.is_promised:
            yield "Promise", "none before 1.0.0: the codes say what these two documents show"
    for line in record.lines:
        yield "Line", f"{line.kind} {line.name} {line.version}"


def _compared(code: "ComparabilityCode", after_map: bool, how: str) -> str:
    return f"{code}: {MEANINGS[code]}" + (f", once {how}" if after_map else "")


def yank(
    reference: Annotated[
        str, typer.Argument(metavar="BANK@VERSION", help="A release, by its bank or its folder.")
    ],
    reason: Annotated[str, typer.Option("--reason", "-r", help="Why it should not be used.")] = "",
    root: Root = None,
) -> None:
    """Withdraw a release: it stays readable, is no longer the newest, and warns when loaded."""
    name, _, version = reference.partition("@")
    if not version:
        raise RegistryError(f"'{reference}' names no release; write BANK@VERSION.")
    if root is None:
        folder = bank_folder(name).resolve()
        name, root = folder.name, folder.parent
    release_of = f"{name}@{version}"
    if not reason.strip():
        raise RegistryError(f"'{release_of}' is yanked with a reason: say why not to use it.")
    path = yank_release(release_of, reason.strip(), date.today().isoformat(), root)
    typer.echo(f"Yanked {release_of}: {reason.strip()}\nRecorded in {path}")
