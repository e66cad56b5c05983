"""``covalue diff``: what lies between two versions, and what it asks for."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from covalue_measures.cli.lock import Root
from covalue_measures.cli.options import AsJson
from covalue_measures.cli.printing import print_json, print_pairs, print_table
from covalue_measures.registry.changes import (
    ChangeGroup,
    VersionComparison,
    compare_versions,
    group_changes,
    load_rules,
)
from covalue_measures.registry.judgement_file import read_judgements

if TYPE_CHECKING:
    from covalue_measures.schema.version import Version

EXIT_NOT_PASSED = 1
#: What of an old or a new text is shown in one line of a table.
_SHOWN = 40


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A bank or form, such as name@0.1.0, or a folder.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, in its other version.")],
    check: Annotated[
        bool,
        typer.Option("--check", help="Exit code 1 if NEW declares less than its changes ask for."),
    ] = False,
    judgements: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="YAML with verdicts on reworded texts, signed."),
    ] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two versions, the bump it asks for, and what compares."""
    signed = read_judgements(judgements) if judgements else ()
    comparison = compare_versions(old, new, judgements=signed, root=root)
    if as_json:
        print_json(_content(comparison))
    else:
        _print(comparison)
    if check and comparison.findings:
        raise typer.Exit(EXIT_NOT_PASSED)


def _print(comparison: VersionComparison) -> None:
    typer.echo(f"{comparison.old.reference}\n-> {comparison.new.reference}")
    if not comparison.changes:
        typer.echo("Nothing changed.")
    else:
        print_table(
            "Changes (answers, scores: A identical, B comparable, C linkable, D not)",
            ("rule", "bump", "answers", "scores", "where and what"),
            (
                (
                    str(group.first.rule),
                    group.first.bump,
                    _code(group.first.raw, group.first.raw_after_map),
                    _code(group.first.scores, group.first.scores_after_map),
                    _what(group),
                )
                for group in group_changes(comparison.changes)
            ),
        )
    print_pairs("What it means", _meaning(comparison))
    if comparison.findings:
        print_pairs(
            "What the new version does not say right",
            ((finding.path, finding.message) for finding in comparison.findings),
        )


def _code(code: str, after_map: bool) -> str:
    return f"{code}, mapped" if after_map else code


def _what(group: ChangeGroup) -> str:
    first = group.first
    name = load_rules()[first.rule].change
    where = f"{group.title}, {first.kind}"
    if first.line == "translation":
        where += f" ({', '.join(first.line_names)})"
    values = ""
    if len(group.changes) == 1 and first.kind in ("changed", "renamed"):
        values = f': "{_short(first.old)}" -> "{_short(first.new)}"'
    return f"{where}{values}\n({name})"


def _short(text: str | None) -> str:
    shown = text or ""
    if len(shown) <= _SHOWN:
        return shown
    start = shown[:_SHOWN]
    return f"{start.rpartition(' ')[0] or start} ..."


def _meaning(comparison: VersionComparison) -> Iterator[tuple[str, str]]:
    found = comparison.comparability
    if comparison.changes:
        required, declared = comparison.required_version(), comparison.new.bank.version
        yield "Bump", f"{comparison.required_bump}: {required} or later; declared is {declared}"
    yield "Answers", found.describe_raw()
    for reason in found.raw_reasons:
        yield "", reason
    yield "Scores", found.describe_scores()
    for reason in found.scores_reasons:
        yield "", reason
    if comparison.changes and not found.is_promised:
        yield "Promise", "none before 1.0.0: the codes say what these two documents show"
    for line in comparison.lines:
        name = f"{line.kind} {line.name}"
        if line.old is None or line.new is None:
            yield "Line", f"{name}: {'added' if line.old is None else 'removed'}"
        elif line.is_changed or line.bump != "none":
            yield "Line", f"{name}: {line.bump}, {line.old} -> {line.new}"


def _content(comparison: VersionComparison) -> dict[str, object]:
    return {
        "old": comparison.old.reference,
        "new": comparison.new.reference,
        "required_bump": comparison.required_bump,
        "required_version": str(comparison.required_version()),
        "comparability": asdict(comparison.comparability),
        "changes": [asdict(change) for change in comparison.changes],
        "lines": [
            {
                "kind": line.kind,
                "name": line.name,
                "old": _text(line.old),
                "new": _text(line.new),
                "is_changed": line.is_changed,
                "bump": line.bump,
                "required": _text(line.required),
            }
            for line in comparison.lines
        ],
        "findings": [asdict(finding) for finding in comparison.findings],
    }


def _text(version: "Version | None") -> str | None:
    return None if version is None else str(version)
