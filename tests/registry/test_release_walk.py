"""From draft to release over every row of the rule table, as a folder of YAML is released."""

import json
import re
import shutil
import warnings
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from demo_bank import demo_content, parse
from demo_edits import at, put
from test_rows import ROWS

from covalue_measures.exceptions import RegistryError, RegistryWarning, TamperedReleaseError
from covalue_measures.registry import load_bank, read_release
from covalue_measures.registry.changes import (
    BUMPS,
    VersionComparison,
    WordingJudgement,
    compare_versions,
    load_rules,
    pool,
)
from covalue_measures.registry.judgement_file import read_judgements
from covalue_measures.registry.lock import make_lock
from covalue_measures.registry.release_bank import release_bank
from covalue_measures.registry.release_record import ReleaseRecord
from covalue_measures.registry.released_digests import read_released_digests
from covalue_measures.schema import canonical_json
from covalue_measures.schema.measure_digest import measure_digest
from covalue_measures.schema.version_lines import version_lines

TODAY = date(2026, 11, 25)
#: By the largest bump after 1.2.3: the highest version below what is asked for, and that.
ASKED = {
    "major": ("1.3.0", "2.0.0"),
    "minor": ("1.2.4", "1.3.0"),
    "patch": ("1.2.3", "1.2.4"),
    "none": ("1.2.3", "1.2.4"),
}
FREQ4, HOURS = "response_scales.freq4", "quantity_scales.hours"
#: What a recode map changes, by path and code of the answers; every other row has no map.
MAPPED = {
    (f"{FREQ4}.options.alw.value", "A"): {("alw", "alw", 3, 4)},
    (f"{FREQ4}.missing.pnta.value", "A"): {("pnta", "pnta", -99, -96)},
    ("items.de11", "A"): {("de01", "de11")},
    (f"{FREQ4}.options.often", "A"): {("oft", "often", 2, 2)},
    (f"{FREQ4}.missing.none", "A"): {("na", "none", -98, -98)},
    (f"{HOURS}.decimals", "A"): {("am01", 10), ("am02", 10)},
}
#: A bank of another name is another bank, and is released from a folder of its own.
RENAMED = [row for row in ROWS if row.path == "id"]
RELEASED = [row for row in ROWS if row.path != "id"]
#: The first of each row of the table.
FIRST = list({row.rule: row for row in reversed(RELEASED)}.values())


def each(rows):
    return pytest.mark.parametrize(
        "row", rows, ids=lambda row: f"{row.rule}-{row.path}-{row.verdict}-{row.backwards}"
    )


def judgements(row):
    if row.verdict is None:
        return ()
    return (
        WordingJudgement(
            path=row.path,
            language=row.language,
            verdict=row.verdict,
            reason="Read twice.",
            signer="A. Reader",
        ),
    )


def sides(row, version, status):
    """Return the bank as it is released first, and as the row changes it."""
    before = demo_content() | {"version": version, "status": status}
    after = deepcopy(before)
    for edit in row.edits:
        edit(after)
    return (after, before) if row.backwards else (before, after)


def without_nothing(value):
    """Return ``value`` as YAML holds it: what is not there is not written."""
    if isinstance(value, dict):
        return {name: without_nothing(entry) for name, entry in value.items() if entry is not None}
    return [without_nothing(entry) for entry in value] if isinstance(value, list) else value


def release(folder, content, signed=()):
    """Write the draft and release it; return the record."""
    folder.mkdir(parents=True, exist_ok=True)
    # JSON is YAML.
    text = json.dumps(without_nothing(content), ensure_ascii=False, indent=1)
    (folder / "bank.yaml").write_text(text, encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(f"## {content['version']}\n\n- A row.\n")
    return release_bank(
        folder, folder.parent, rationale="To walk a row.", judgements=signed, today=TODAY
    )


def declare(before, content, signed) -> VersionComparison:
    """Give the edited bank the least that its changes ask for, whatever they are."""
    old = parse(before)
    # A form whose score has a new version is a form that changed.
    for _ in range(2):
        comparison = compare_versions(old, parse(content), judgements=signed)
        lines = {f"{line.kind}.{line.name}": line.required for line in comparison.lines}
        for finding in comparison.findings:
            kind, *names = finding.path.split(".")
            if kind == "version":
                put("version", str(comparison.required_version()))(content)
            elif kind in ("scoring", "translation"):
                place = {"scoring": "scoring_rules.", "translation": "translations."}[kind]
                form, _, name = names[0].rpartition("/")
                owner = f"forms.{form}." if form else ""
                put(f"{owner}{place}{name}.version", str(lines[finding.path]))(content)
            elif kind == "forms":
                put(finding.path, "1.0.1")(content)
            else:
                put(finding.path, at(content, finding.path) + 1)(content)
    found = compare_versions(old, parse(content), judgements=signed)
    assert found.findings == ()
    return found


def tree(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ("bank.yaml", "CHANGELOG.md")
    }


def assert_stands(folder: Path, record: ReleaseRecord) -> None:
    """Check that a release is there byte for byte, and that one other byte is refused."""
    root, version = folder.parent, record.reference.partition("@")[2]
    path = folder / "releases" / f"{version}.json"
    content = path.read_bytes()
    bank = read_release(path, record.digest)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RegistryWarning)
        assert load_bank(record.reference, root=root) == bank
    assert canonical_json(bank) == content
    assert read_released_digests(root)[record.reference] == record.digest == bank.digest
    assert record.measure_digest == measure_digest(bank)
    assert record.lines == version_lines(bank)
    written = (folder / "release_records" / path.name).read_bytes()
    assert ReleaseRecord.model_validate_json(written) == record
    altered = bytearray(content)
    altered[len(altered) // 2] ^= 1
    path.write_bytes(altered)
    for read in (
        lambda: load_bank(record.reference, root=root),
        lambda: read_release(path, record.digest),
    ):
        with pytest.raises(TamperedReleaseError, match=f"recorded is {record.digest}"):
            read()
    path.write_bytes(content)


def recoded(record: ReleaseRecord) -> set[tuple[str | int, ...]]:
    """Return what the map of a record changes."""
    if record.recode_map is None:
        return set()
    found: set[tuple[str | int, ...]] = set()
    for item in record.recode_map.items:
        if item.old != item.new:
            found.add((item.old, item.new))
        if item.steps != 1:
            found.add((item.old, item.steps))
        for option in (*item.options, *item.missing):
            if (option.old_code, option.old_value) != (option.new_code, option.new_value):
                found.add((option.old_code, option.new_code, option.old_value, option.new_value))
    return found


@pytest.fixture(scope="module")
def released_once(tmp_path_factory):
    """The bank, released as 1.2.3 and as the draft 0.1.0, for most rows to start from."""
    root = tmp_path_factory.mktemp("released")
    for version, status in (("1.2.3", "released"), ("0.1.0", "draft")):
        release(root / version / "demo", demo_content() | {"version": version, "status": status})
    return root


@pytest.fixture
def start(released_once, tmp_path):
    """Return the folder of a bank with one release."""

    def copy_or_release(row, before):
        folder = tmp_path / "banks" / "demo"
        if row.backwards:
            release(folder, before)
        else:
            shutil.copytree(released_once / before["version"], folder.parent)
        return folder

    return copy_or_release


@each(RELEASED)
def test_a_row_asks_for_a_version_and_the_record_says_why(row, start):
    before, after = sides(row, "1.2.3", "released")
    folder, signed = start(row, before), judgements(row)
    comparison = declare(before, after, signed)
    assert BUMPS.index(comparison.required_bump) >= BUMPS.index(row.bump)
    lower, asked = ASKED[comparison.required_bump]

    files = tree(folder.parent)
    with pytest.raises(RegistryError) as refused:
        release(folder, after | {"version": lower}, signed)
    message = str(refused.value)
    if lower == "1.2.3":
        assert message == "'demo@1.2.3' was released before; give the draft a new version."
    else:
        rules = re.match(
            rf"'demo@{lower}' cannot be released over 'demo@1.2.3' \(version rules ([0-9, ]+)\):\n"
            rf"version: 'demo' went from 1.2.3 to {lower}; its changes ask for {asked} or later.$",
            message,
        )
        assert rules
        assert str(row.rule) in rules[1].split(", ")
    assert tree(folder.parent) == files

    record = release(folder, after | {"version": asked}, signed)
    assert record.previous == "demo@1.2.3"
    assert record.required_bump == comparison.required_bump
    fired = {(fired.rule, fired.path): fired for fired in record.fired}
    assert fired[row.rule, row.path].bump == row.bump
    assert len(record.fired) == len(comparison.changes)
    found = comparison.comparability
    assert (record.answers, record.answers_after_map) == (found.raw, found.raw_after_map)
    assert (record.scores, record.scores_after_map) == (found.scores, found.scores_after_map)
    # A translation that came is about people who answered in no older version.
    if row.rule != 30:
        assert (record.answers >= row.raw, record.scores >= row.scores) == (True, True)
    assert record.is_promised
    assert record.judgements == signed
    assert recoded(record) == MAPPED.get((row.path, row.raw), set())
    if record.recode_map is not None:
        recode_map = record.recode_map
        assert (recode_map.old, recode_map.new) == ("demo@1.2.3", f"demo@{asked}")
        assert (recode_map.old_digest, recode_map.new_digest) == (
            parse(before).digest,
            record.digest,
        )
    assert {name: files[name] for name in files if name.startswith("demo/")}.items() <= (
        tree(folder.parent).items()
    )
    assert_stands(folder, record)


@each(FIRST)
def test_a_row_on_the_way_from_a_draft_to_a_release(row, start):
    before, after = sides(row, "0.1.0", "draft")
    folder, signed = start(row, before), judgements(row)
    bump = declare(before, after, signed).required_bump
    if bump == "major":
        with pytest.raises(RegistryError, match=r"its changes ask for 0\.2\.0 or later"):
            release(folder, after | {"version": "0.1.1"}, signed)
    second = release(folder, after | {"version": "0.2.0"}, signed)
    assert (second.previous, second.required_bump) == ("demo@0.1.0", bump)
    assert row.rule in {fired.rule for fired in second.fired}

    last = deepcopy(after) | {"version": "1.0.0"}
    put("provenance.source", "Two books.")(last)
    if last["status"] != "retired":
        put("status", "released")(last)
    third = release(folder, last)
    assert (third.previous, third.required_bump) == ("demo@0.2.0", "patch")
    assert {fired.rule for fired in third.fired} == {1}
    assert (third.answers, third.scores, third.recode_map) == ("A", "A", None)

    # Before 1.0.0 the codes say what the documents show, and nothing is promised.
    assert (second.is_promised, third.is_promised) == (False, False)
    assert list(read_released_digests(folder.parent)) == ["demo@0.1.0", "demo@0.2.0", "demo@1.0.0"]
    for record in (second, third):
        assert_stands(folder, record)


@each(RENAMED)
def test_another_name_is_no_version(row, start):
    before, after = sides(row, "1.2.3", "released")
    folder = start(row, before)
    files = tree(folder.parent)
    with pytest.raises(RegistryError, match="holds the bank 'demo2', which is released from"):
        release(folder, after | {"version": "2.0.0"})
    assert tree(folder.parent) == files


def test_every_row_that_a_definition_can_show_was_walked():
    shown = {number for number, row in load_rules().items() if row.in_definition}
    # Row 50 is for what no row names.
    assert {row.rule for row in RELEASED} == {row.rule for row in FIRST} == shown - {50}


JUDGEMENTS = """\
judgements:
  - path: items.de02.stem
    verdict: same_sense
    reason: Eight interviews in November 2026.
    signer: A. Reader
  - path: response_scales.freq2.options.yes.label
    verdict: orthography
    reason: A capital letter.
    signer: A. Reader
"""


def test_from_a_draft_over_a_judged_rewording_to_a_release(folder, root, edit, tmp_path):
    def release_as(version, signed=()):
        (folder / "CHANGELOG.md").write_text(f"# Changes\n\n## {version}\n\n- See the record.\n")
        return release_bank(
            folder, root, rationale=f"For {version}.", judgements=signed, today=TODAY
        )

    first = release_as("0.1.0")
    assert (first.previous, first.fired, first.answers) == (None, (), None)

    edit("bank.yaml", "  - id: de02\n", "  - id: de02\n    revision: 2\n")
    edit("bank.yaml", "They left.", "They went away.")
    edit("bank.yaml", "label: yes}", "label: Yes}")
    declined = "      - {code: pnta, value: -8, reason: declined, label: I would rather not say}\n"
    edit("bank.yaml", "items:\n", f"{declined}items:\n")
    edit("bank.yaml", 'version: "0.1.0"', 'version: "0.1.1"')
    with pytest.raises(RegistryError, match=r"\(version rules 1, 4, 7, 10\).*\n.* ask for 0\.2\.0"):
        release_as("0.1.1")
    path = tmp_path / "judgements.yaml"
    path.write_text(JUDGEMENTS, encoding="utf-8")
    signed = read_judgements(path)
    edit("bank.yaml", 'version: "0.1.1"', 'version: "0.2.0"')
    second = release_as("0.2.0", signed)
    assert [(fired.rule, fired.path, fired.bump) for fired in second.fired] == [
        (3, "items.de02.stem", "minor"),
        (10, "response_scales.freq2.missing.pnta", "minor"),
        (1, "items.de02.revision", "patch"),
        (2, "response_scales.freq2.options.yes.label", "patch"),
    ]
    assert second.fired[0].reason.endswith(
        "Judged same sense by A. Reader: Eight interviews in November 2026."
    )
    assert (second.required_bump, second.answers, second.scores) == ("minor", "B", "B")
    assert second.judgements == signed
    assert second.measure_digest != first.measure_digest

    edit("bank.yaml", "status: draft", "status: released")
    edit("bank.yaml", 'version: "0.2.0"', 'version: "1.0.0"')
    third = release_as("1.0.0")
    assert [(fired.rule, fired.path) for fired in third.fired] == [(1, "status")]
    assert third.measure_digest == second.measure_digest
    assert third.digest != second.digest

    banks = {
        record.reference: load_bank(record.reference, root=root)
        for record in (first, second, third)
    }
    assert load_bank("demo", root=root) == banks["demo@1.0.0"]
    codes = {}
    for old, new in (("0.1.0", "0.2.0"), ("0.2.0", "1.0.0"), ("0.1.0", "1.0.0")):
        pair = (banks[f"demo@{old}"], banks[f"demo@{new}"])
        comparison = compare_versions(*pair, judgements=signed if old == "0.1.0" else ())
        assert comparison.findings == ()
        found = comparison.comparability
        assert not found.is_promised
        codes[old, new] = (found.raw, found.scores)
        verdict = pool(*pair, judgements=signed if old == "0.1.0" else ())
        assert (verdict.raw, verdict.scores) == codes[old, new]
        assert verdict.reasons[-1].startswith("Before 1.0.0 no comparability is promised")
    assert codes == {
        ("0.1.0", "0.2.0"): ("B", "B"),
        ("0.2.0", "1.0.0"): ("A", "A"),
        ("0.1.0", "1.0.0"): ("B", "B"),
    }
    # Without the judgements, the answers of the draft are worth no more than the worst.
    assert pool(banks["demo@0.1.0"], banks["demo@1.0.0"]).raw == "D"
    wanted = {"demo@~0.1": "0.1.0", "demo@^0.2": "0.2.0", "demo@^1.0": "1.0.0", "demo": "1.0.0"}
    assert {name: str(make_lock([name], root=root).banks[0].version) for name in wanted} == wanted

    # From 1.0.0 on, versions promise.
    edit("bank.yaml", "label: no}", "label: Never}")
    edit("bank.yaml", 'version: "1.0.0"', 'version: "1.9.0"')
    with pytest.raises(RegistryError, match=r"\(version rules 7\):\n.* ask for 2\.0\.0 or later"):
        release_as("1.9.0")
    edit("bank.yaml", 'version: "1.9.0"', 'version: "2.0.0"')
    fourth = release_as("2.0.0")
    assert (fourth.answers, fourth.scores, fourth.is_promised) == ("C", "C", True)
    for record in (first, second, third, fourth):
        assert_stands(folder, record)
