"""Release a draft: the version its changes ask for, its reasons, and its entry in the registry."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.registry.changes.compare_versions import compare_versions
from covalue_measures.registry.changes.comparison import VersionComparison
from covalue_measures.registry.changes.recode_map import RecodeMap
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.registry.draft import read_draft
from covalue_measures.registry.find import released_versions
from covalue_measures.registry.release import read_release, write_release
from covalue_measures.registry.release_record import FiredRule, ReleaseRecord
from covalue_measures.registry.released_digests import read_released_digests
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.measure_digest import measure_digest
from covalue_measures.schema.version_lines import version_lines

#: Folder of the release records, in a bank's folder.
RECORDS = "release_records"
#: Problems that a message names before it counts the rest.
_N_NAMED = 8


def release_bank(
    folder: Path,
    root: Path,
    *,
    rationale: str,
    judgements: Sequence[WordingJudgement] = (),
    today: date | None = None,
) -> ReleaseRecord:
    """Release the draft in ``folder``; return the record of the release.

    Writes ``releases/<version>.json`` (canonical JSON), ``release_records/<version>.json`` and a
    line in ``released_digests.json``. Whether the bank earned its stage is not asked here.

    Parameters
    ----------
    folder, root : Path
        Of the bank, and of all banks.
    rationale : str
        Why there is a new version, for those who depend on it.
    judgements : sequence of WordingJudgement
        What people judged about reworded texts.
    today : date, optional
        Day of the release; the present one by default.

    Raises
    ------
    RegistryError
        If the version is lower than the changes ask for, contradicts them elsewhere, has no
        rationale or no entry in the changelog, or was released before.
    """
    bank = read_draft(folder)
    if not rationale.strip():
        raise RegistryError(f"'{bank.reference}' is released with a rationale: say why it changed.")
    _require_changelog(folder, bank)
    comparison = _compare_with_previous(folder, root, bank, judgements)
    if comparison is not None:
        _refuse_contradictions(bank, comparison)
    record = _record(bank, comparison, rationale.strip(), judgements, today or date.today())
    path = write_release(folder, root)
    target = folder / RECORDS / path.name
    target.parent.mkdir(exist_ok=True)
    text = json.dumps(record.model_dump(mode="json"), indent=1, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8")
    return record


def _require_changelog(folder: Path, bank: ItemBank) -> None:
    path = folder / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if f"## {bank.version}" not in text.splitlines():
        raise RegistryError(f"'{path}' has no entry '## {bank.version}': say what changed.")


def _compare_with_previous(
    folder: Path, root: Path, bank: ItemBank, judgements: Sequence[WordingJudgement]
) -> VersionComparison | None:
    released = released_versions(folder)
    if not released:
        return None
    if bank.version <= released[-1]:
        raise RegistryError(
            f"'{bank.reference}' does not come after the last release, {released[-1]}; give the"
            " draft a higher version."
        )
    recorded = read_released_digests(root).get(f"{bank.id}@{released[-1]}")
    previous = read_release(folder / "releases" / f"{released[-1]}.json", recorded)
    return compare_versions(previous, bank, judgements=judgements)


def _refuse_contradictions(bank: ItemBank, comparison: VersionComparison) -> None:
    if not comparison.changes:
        raise RegistryError(
            f"'{bank.reference}' differs from '{comparison.old.reference}' in its version only:"
            " there is nothing to release."
        )
    problems = [f"{finding.path}: {finding.message}" for finding in comparison.findings]
    if problems:
        shown = "\n".join(problems[:_N_NAMED])
        more = f"\nand {len(problems) - _N_NAMED} more" if len(problems) > _N_NAMED else ""
        rules = ", ".join(str(rule) for rule in sorted({c.rule for c in comparison.changes}))
        raise RegistryError(
            f"'{bank.reference}' cannot be released over '{comparison.old.reference}' (version"
            f" rules {rules}):\n{shown}{more}"
        )


def _record(
    bank: ItemBank,
    comparison: VersionComparison | None,
    rationale: str,
    judgements: Sequence[WordingJudgement],
    today: date,
) -> ReleaseRecord:
    first = ReleaseRecord(
        reference=bank.reference,
        date=today.isoformat(),
        digest=bank.digest,
        measure_digest=measure_digest(bank),
        lines=version_lines(bank),
        rationale=rationale,
        judgements=tuple(judgements),
    )
    if comparison is None:
        return first
    return first.model_copy(
        update={
            "previous": comparison.old.bank.reference,
            "required_bump": comparison.required_bump,
            "fired": tuple(
                FiredRule(
                    rule=change.rule, path=change.path, bump=change.bump, reason=change.reason
                )
                for change in comparison.changes
            ),
            "answers": comparison.comparability.raw,
            "scores": comparison.comparability.scores,
            "recode_map": _recode_map(comparison),
        }
    )


def _recode_map(comparison: VersionComparison) -> RecodeMap | None:
    try:
        found = comparison.recode_map()
    except InstrumentError:
        # No answer of the version before is an answer to this one.
        return None
    return None if found.changes_nothing else found
