"""``covalue status``: where banks stand, and what the next stage lacks."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_pairs, print_table
from covalue_measures.registry import bank_folder, bank_names, load_draft

if TYPE_CHECKING:
    from covalue_measures.stages import Requirement, StageAssessment


def status(
    banks: Annotated[
        list[str] | None,
        typer.Argument(metavar="[BANK]...", help="Banks or folders; all that come along, if none."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the stage of drafts, and what is missing for the next one."""
    assessments = [assess(name) for name in banks or bank_names()]
    if as_json:
        print_json([_content(found) for found in assessments])
    elif banks:
        for found in assessments:
            _print_one(found)
    else:
        _print_all(assessments)


def assess(name: str) -> "StageAssessment":
    """Return where the draft of a bank stands, by all records beside it."""
    # Imported here: the other commands do not wait for the estimators.
    from covalue_measures.intake.development_records import read_development_records
    from covalue_measures.report import read_evidence
    from covalue_measures.stages import Dossier, assess_stage

    records = read_development_records(bank_folder(name) / "evidence")
    dossier = Dossier(
        elicitations=records.elicitations,
        rounds=records.rounds,
        interviews=records.interviews,
        evidence=tuple(map(read_evidence, records.evidence_files)),
    )
    return assess_stage(load_draft(name), dossier)


def _print_all(assessments: list["StageAssessment"]) -> None:
    print_table(
        "Stages",
        ("bank", "stage", "met", "missing"),
        (
            (
                found.bank,
                found.stage if found.is_earned else f"{found.stage} (not earned)",
                f"{sum(entry.is_met for entry in found.wanted)} of {len(found.wanted)}",
                _lacking(found),
            )
            for found in assessments
        ),
    )
    typer.echo("'covalue status BANK' lists what is missing.")


def _lacking(found: "StageAssessment") -> str:
    if found.stage == "released":
        return ""
    return ", ".join(entry.id for entry in found.wanted if not entry.is_met)


def _print_one(found: "StageAssessment") -> None:
    for title, gate in (
        (f"{found.bank} is {found.stage}; that asks for", found.held),
        (f"{found.bank} is {found.stage}; to become {found.next_stage} it needs", found.wanted),
    ):
        if gate:
            print_pairs(title, [pair for entry in gate for pair in _pairs(entry)])
    for reason in found.left_out:
        typer.echo(f"Not counted: {reason}")


def _pairs(entry: "Requirement") -> list[tuple[str, str]]:
    mark = "met" if entry.is_met else "MISSING"
    shown = [(f"{mark}  {entry.id}", f"{entry.demand} Found: {entry.found}")]
    most = 6
    shown += [("", f"- {lacking}") for lacking in entry.missing[:most]]
    if (rest := len(entry.missing) - most) > 0:
        shown.append(("", f"- and {rest} more; --json lists them all"))
    return shown


def _content(found: "StageAssessment") -> dict[str, object]:
    return asdict(found) | {"is_earned": found.is_earned, "may_advance": found.may_advance}
