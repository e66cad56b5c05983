"""``covalue lint``: what the wording rules find in banks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_table
from covalue_measures.cli.reading import read_lines
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import bank_names, load_draft
from covalue_measures.schema import ItemBank

if TYPE_CHECKING:
    from covalue_measures.wording import Finding, LintReport

EXIT_NOT_PASSED = 1


def lint(
    banks: Annotated[
        list[str] | None,
        typer.Argument(metavar="[BANK]...", help="Banks or folders; all that come along, if none."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Texts that no item may repeat, one a line, such as items under copyright.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show what is waived, and informations, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the wording of drafts; exit code 1 if an error or warning is open."""
    # Imported here: the other commands have no use for the word lists.
    from covalue_measures.wording import lint_bank

    texts = read_lines(against) if against else ()
    if against and not texts:
        raise RegistryError(f"'{against}' holds no text to compare with.")
    shipped = {name: load_draft(name) for name in bank_names()}
    drafts = [shipped.get(name) or load_draft(name) for name in banks or shipped]
    reports = [
        lint_bank(draft, comparators=texts, other_banks=tuple(shipped.values())) for draft in drafts
    ]
    if as_json:
        print_json([_content(report) for report in reports])
    else:
        for draft, report in zip(drafts, reports, strict=True):
            _print_report(draft, report, everything)
    if not all(report.passes for report in reports):
        raise typer.Exit(EXIT_NOT_PASSED)


def _shown(report: "LintReport", everything: bool) -> list["Finding"]:
    return [finding for finding in report.findings if everything or finding.is_open]


def _print_report(draft: ItemBank, report: "LintReport", everything: bool) -> None:
    verdict = "passes" if report.passes else "does not pass"
    typer.echo(
        f"{report.bank} {verdict}: {_counted(len(report.open_errors), 'error')},"
        f" {_counted(len(report.open_warnings), 'warning')} open; {len(report.waived)} waived,"
        f" {len(report.informations)} for information"
    )
    if findings := _shown(report, everything):
        print_table(
            "",
            ("where", "rule", "level", "language", "what"),
            (
                (
                    finding.item_id or finding.path,
                    finding.rule,
                    "waived" if finding.waiver else finding.level,
                    finding.language or "",
                    _what(draft, finding),
                )
                for finding in findings
            ),
        )
    for unused in report.unused_waivers:
        typer.echo(f"  {unused.message}")
    if report.languages_not_read:
        languages = ", ".join(sorted(report.languages_not_read))
        typer.echo(f"  Not read, because there are no rules for the language: {languages}.")


def _what(draft: ItemBank, finding: "Finding") -> str:
    text = dict(draft.texts()).get(finding.path)
    wording = text.get(finding.language or draft.language) if text and finding.item_id else None
    reason = f" Waived: {finding.waiver}" if finding.waiver else ""
    return finding.message + (f' In: "{wording}"' if wording else "") + reason


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _content(report: "LintReport") -> dict[str, object]:
    return {
        "bank": report.bank,
        "passes": report.passes,
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level,
                "path": finding.path,
                "item": finding.item_id,
                "language": finding.language,
                "message": finding.message,
                "found": list(finding.found),
                "waiver": finding.waiver,
            }
            for finding in report.findings
        ],
        "languages_not_read": sorted(report.languages_not_read),
        "unused_waivers": [unused.message for unused in report.unused_waivers],
        "readability": [
            {
                "form": form.form_id,
                "language": form.language,
                "formula": form.formula,
                "value": round(form.value, 2),
                "target": form.target,
            }
            for form in report.readability
        ],
    }
