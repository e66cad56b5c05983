"""Compare two versions of an instrument."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from covalue_measures.registry.changes.bump import version_after
from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classification import classify_changes
from covalue_measures.registry.changes.comparison import VersionComparison
from covalue_measures.registry.changes.finding import (
    Finding,
    judgement_findings,
    revision_findings,
    version_findings,
)
from covalue_measures.registry.changes.form_choice import other_form
from covalue_measures.registry.changes.line_change import LineChange, line_changes
from covalue_measures.registry.changes.scope import reaches_instrument
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.registry.find import load_instrument
from covalue_measures.schema.instrument import Instrument, InstrumentLike, as_instrument
from covalue_measures.schema.item_bank import ItemBank


def compare_versions(
    old: InstrumentLike | str | Path,
    new: InstrumentLike | str | Path,
    *,
    judgements: Sequence[WordingJudgement] = (),
    root: Path | str | None = None,
) -> VersionComparison:
    """Return the changes between two versions, the bump they ask for, and what may be compared.

    Every difference is a change, and none is lower than it may be: where a program cannot tell a
    typo from another question, it takes the worse until somebody has signed a judgement.

    Parameters
    ----------
    old, new : ItemBank, Instrument, or reference
        A bank is compared as a document, its forms included. An instrument is compared as it is
        administered: only what its respondents are asked, and its scores. A reference is a name,
        ``name@version``, ``name@version/form``, or a path, as ``load_bank`` and ``load_form``
        take them.
    judgements : sequence of WordingJudgement
        What people judged about reworded texts.
    root : path, optional
        Where references are looked up, as in ``load_bank``.

    Raises
    ------
    RegistryError, InstrumentError
        If a reference is not found, or a draft contradicts itself.

    Examples
    --------
    >>> comparison = compare_versions(
    ...     "communication_service_user@0.1.0", "communication_service_user@0.2.0"
    ... )
    >>> comparison.required_bump, comparison.comparability.raw, comparison.comparability.scores
    ('patch', 'A', 'A')
    """
    before, after = _resolve(old, root), _resolve(new, root)
    pair = (as_instrument(before), as_instrument(after))
    banks = (pair[0].bank, pair[1].bank)
    changes = classify_changes(*banks, judgements)
    lines = tuple(line_changes(*banks, changes))
    return VersionComparison(
        old=pair[0],
        new=pair[1],
        changes=(
            changes
            if isinstance(before, ItemBank) and isinstance(after, ItemBank)
            else _as_administered(*pair, changes)
        ),
        lines=lines,
        findings=tuple(_findings(*banks, changes, lines, judgements)),
    )


def _as_administered(
    old: Instrument, new: Instrument, changes: tuple[Change, ...]
) -> tuple[Change, ...]:
    reaching = (
        change
        for change in changes
        if any(reaches_instrument(change, instrument) for instrument in (old, new))
    )
    return (*other_form(old, new, changes), *reaching)


def _findings(
    old: ItemBank,
    new: ItemBank,
    changes: tuple[Change, ...],
    lines: tuple[LineChange, ...],
    judgements: Sequence[WordingJudgement],
) -> Iterator[Finding]:
    # Versions of different banks do not follow each other.
    if old.id == new.id:
        required = version_after(old.version, [change.bump for change in changes])
        yield from version_findings(old, new, required, lines)
        yield from revision_findings(old, new, changes)
    yield from judgement_findings(new, changes, judgements)


def _resolve(definition: InstrumentLike | str | Path, root: Path | str | None) -> InstrumentLike:
    if not isinstance(definition, str | Path):
        return definition
    instrument = load_instrument(definition, root=root)
    return instrument if instrument.form_id else instrument.bank
