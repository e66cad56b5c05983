"""Release a draft: the version its changes ask for, its reasons, and its entry in the registry."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path

from pydantic import ValidationError

from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.registry.changes.compare_versions import compare_versions
from covalue_measures.registry.changes.comparison import VersionComparison
from covalue_measures.registry.changes.recode_map import RecodeMap
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.registry.draft import read_draft
from covalue_measures.registry.joint_write import write_together
from covalue_measures.registry.known_releases import released_versions
from covalue_measures.registry.release import read_release, release_contents
from covalue_measures.registry.release_record import FiredRule, ReleaseRecord
from covalue_measures.registry.released_digests import FILE_NAME, read_released_digests
from covalue_measures.registry.reused_ids import reused_ids
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.measure_digest import measure_digest
from covalue_measures.schema.problems import describe_validation_error
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.version import Version
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
    line in ``released_digests.json``: all of them, or none. Whether the bank earned its stage is
    not asked here.

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
        rationale or no entry in the changelog, or was released before; if an id or a code that
        was given up means something else now; or if a file cannot be written.

    Notes
    -----
    Changes are counted from the last release that is not a pre-release, where there is one: a
    pre-release promises nothing, and must not hide what changed before it. Nor does it stand in
    the way of a lower version, unless both are pre-releases of the same one.
    """
    bank = read_draft(folder)
    if not rationale.strip():
        raise RegistryError(f"'{bank.reference}' is released with a rationale: say why it changed.")
    contents = release_contents(bank, folder, root)
    _require_changelog(folder, bank)
    _refuse_idle_judgements(folder, bank, judgements)
    comparison = _compare_with_previous(folder, root, bank, judgements)
    if comparison is not None:
        _refuse_contradictions(bank, comparison)
    record = _record(bank, comparison, rationale.strip(), judgements, today or date.today())
    target = folder / RECORDS / f"{bank.version}.json"
    if target.exists():
        raise RegistryError(f"'{target}' is there already, and a record is written once.")
    text = json.dumps(record.model_dump(mode="json"), indent=1, ensure_ascii=False)
    write_together({target: f"{text}\n".encode()} | contents)
    return record


def _require_changelog(folder: Path, bank: ItemBank) -> None:
    path = folder / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    _, found, after = f"\n{text}\n".partition(f"\n## {bank.version}\n")
    entry = takewhile(lambda line: not line.startswith("## "), after.splitlines())
    if not any(line.strip() for line in entry):
        what = "says nothing under" if found else "has no entry"
        raise RegistryError(f"'{path}' {what} '## {bank.version}': say what changed.")


def _refuse_idle_judgements(
    folder: Path, bank: ItemBank, judgements: Sequence[WordingJudgement]
) -> None:
    if judgements and not released_versions(folder):
        raise RegistryError(
            f"'{bank.reference}' is a first release: '{judgements[0].path}' cannot have been"
            " reworded."
        )
    judged = [f"'{entry.path}' in '{entry.language or bank.language}'" for entry in judgements]
    if twice := repeated(judged):
        raise RegistryError(f"The text {twice[0]} was judged twice: sign one verdict on it.")


def _compare_with_previous(
    folder: Path, root: Path, bank: ItemBank, judgements: Sequence[WordingJudgement]
) -> VersionComparison | None:
    released = released_versions(folder)
    if not released:
        return None
    before = [version for version in released if _must_be_lower(version, bank.version)]
    if before and bank.version <= before[-1]:
        raise RegistryError(
            f"'{bank.reference}' does not come after the last release, {before[-1]}; give the"
            " draft a higher version."
        )
    earlier = {version: _read_earlier(folder, root, bank, version) for version in released}
    previous = earlier[_counted_from(released)]
    lower = [version for version in released if version < bank.version]
    last = [previous, *(earlier[version] for version in lower[-1:])]
    if problems := reused_ids(bank, list(earlier.values()), last):
        raise RegistryError(
            f"'{bank.reference}' gives ids that were given up another meaning, and ids are never"
            f" reused:\n{_listed(problems)}"
        )
    return compare_versions(previous, bank, judgements=judgements)


def _must_be_lower(released: Version, version: Version) -> bool:
    """Whether a release bounds ``version``: a pre-release does so only before its own version."""
    return released.prerelease is None or (
        released.finalize_version() == version.finalize_version()
    )


def _read_earlier(folder: Path, root: Path, bank: ItemBank, version: Version) -> ItemBank:
    reference = f"{bank.id}@{version}"
    recorded = read_released_digests(root).get(reference)
    if recorded is None:
        raise RegistryError(
            f"'{reference}' lies among the releases, but '{root / FILE_NAME}' does not record it:"
            " restore its line first."
        )
    return read_release(folder / "releases" / f"{version}.json", recorded)


def _counted_from(released: Sequence[Version]) -> Version:
    promising = [version for version in released if version.prerelease is None]
    return (promising or released)[-1]


def _refuse_contradictions(bank: ItemBank, comparison: VersionComparison) -> None:
    before = comparison.old.bank
    is_promoted = before.version.prerelease is not None and bank.version.prerelease is None
    if not comparison.changes and not is_promoted:
        raise RegistryError(
            f"'{bank.reference}' differs from '{before.reference}' in its version only:"
            " there is nothing to release."
        )
    problems = [f"{finding.path}: {finding.message}" for finding in comparison.findings]
    if problems:
        rules = ", ".join(str(rule) for rule in sorted({c.rule for c in comparison.changes}))
        raise RegistryError(
            f"'{bank.reference}' cannot be released over '{before.reference}' (version"
            f" rules {rules}):\n{_listed(problems)}"
        )


def _listed(problems: Sequence[str]) -> str:
    more = [f"and {len(problems) - _N_NAMED} more"] if len(problems) > _N_NAMED else []
    return "\n".join([*problems[:_N_NAMED], *more])


def _record(
    bank: ItemBank,
    comparison: VersionComparison | None,
    rationale: str,
    judgements: Sequence[WordingJudgement],
    today: date,
) -> ReleaseRecord:
    try:
        first = ReleaseRecord(
            reference=bank.reference,
            date=today.isoformat(),
            digest=bank.digest,
            measure_digest=measure_digest(bank),
            lines=version_lines(bank),
            rationale=rationale,
            judgements=tuple(judgements),
        )
    except ValidationError as error:
        raise RegistryError(f"'{bank.reference}': {describe_validation_error(error)}") from error
    if comparison is None:
        return first
    found = comparison.comparability
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
            "answers": found.raw,
            "answers_after_map": found.raw_after_map,
            "scores": found.scores,
            "scores_after_map": found.scores_after_map,
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
