"""What a new version says about itself that its changes contradict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from covalue_measures.registry.changes.bump import is_high_enough
from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.line_change import LineChange
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.version import Version

#: Fields of an item that its revision counts the wordings of.
_COUNTED = ("stem", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A place in the new version, and what is wrong there."""

    #: Dotted path, such as ``version`` or ``items.comsu03.revision``.
    path: str
    message: str


def version_findings(
    old: ItemBank, new: ItemBank, required: Version, lines: Sequence[LineChange]
) -> Iterator[Finding]:
    """Yield a finding for each version that is lower than its changes ask for."""
    if not is_high_enough(new.version, required):
        yield Finding(
            path="version",
            message=f"'{new.id}' went from {old.version} to {new.version}; its changes ask for"
            f" {required} or later.",
        )
    for line in lines:
        if line.kind != "instrument" and not line.is_declared:
            yield Finding(
                path=f"{line.kind}.{line.name}",
                message=f"{line.kind.capitalize()} '{line.name}' went from {line.old} to"
                f" {line.new}; its changes ask for {line.required} or later.",
            )
    before = {form.id: form for form in old.forms}
    for form in new.forms:
        known = before.get(form.id)
        if known is not None and known != form and form.version <= known.version:
            yield Finding(
                path=f"forms.{form.id}.version",
                message=f"Form '{form.id}' changed, and its version is still {form.version}.",
            )


def revision_findings(old: ItemBank, new: ItemBank, changes: Sequence[Change]) -> Iterator[Finding]:
    """Yield a finding for each item whose revision does not count its wordings."""
    new_names = {
        change.old: change.new
        for change in changes
        if change.kind == "renamed" and change.segments[0] == "items"
    }
    reworded = {
        change.segments[1]
        for change in changes
        if change.line == "instrument"
        and change.segments[0] == "items"
        and change.segments[-1] in _COUNTED
    }
    after = {item.id: item for item in new.items}
    for item in old.items:
        successor = after.get(new_names.get(item.id) or item.id)
        if successor is None:
            continue
        where = f"items.{successor.id}.revision"
        if successor.id in reworded and successor.revision <= item.revision:
            yield Finding(
                path=where,
                message=f"Item '{successor.id}' was reworded, and its revision went from"
                f" {item.revision} to {successor.revision}: it counts the wordings.",
            )
        elif successor.revision < item.revision:
            yield Finding(
                path=where,
                message=f"The revision of item '{successor.id}' fell from {item.revision} to"
                f" {successor.revision}.",
            )


def judgement_findings(
    new: ItemBank, changes: Sequence[Change], judgements: Sequence[WordingJudgement]
) -> Iterator[Finding]:
    """Yield a finding for each judgement of a text that did not change."""
    changed = {
        (change.path, language)
        for change in changes
        for language in (change.line_names if change.line == "translation" else (new.language,))
    }
    for judgement in judgements:
        language = judgement.language or new.language
        if (judgement.path, language) not in changed:
            yield Finding(
                path=judgement.path,
                message=f"The text in '{language}' was judged, and did not change.",
            )
