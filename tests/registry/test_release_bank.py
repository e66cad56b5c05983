import json
import re
from datetime import date
from pathlib import Path

import pytest

from covalue_measures.exceptions import RegistryError, TamperedReleaseError
from covalue_measures.registry import load_bank, read_release
from covalue_measures.registry.changes import WordingJudgement
from covalue_measures.registry.release_bank import release_bank
from covalue_measures.registry.release_record import ReleaseRecord
from covalue_measures.registry.released_digests import read_released_digests
from covalue_measures.schema import parse_version


def judgement(path="items.de01.stem", verdict="same_sense", language=None):
    return WordingJudgement(
        path=path, language=language, verdict=verdict, reason="Interviews.", signer="A. Reader"
    )


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_a_first_release_has_nothing_to_compare_with(folder, root, release):
    record = release()
    bank = load_bank("demo@0.1.0", root=root)
    assert record == ReleaseRecord.model_validate_json(
        (folder / "release_records/0.1.0.json").read_bytes()
    )
    assert (record.reference, record.date, record.rationale) == (
        "demo@0.1.0",
        "2026-11-25",
        "A test.",
    )
    assert record.digest == bank.digest == read_released_digests(root)["demo@0.1.0"]
    assert [(line.kind, line.name, str(line.version)) for line in record.lines] == [
        ("instrument", "demo", "0.1.0"),
        ("scoring", "total_sum", "0.1.0"),
        ("translation", "sv", "0.1.0"),
    ]
    assert (record.previous, record.required_bump, record.fired) == (None, None, ())
    assert (record.answers, record.scores, record.recode_map) == (None, None, None)


def test_the_day_is_the_present_one_if_none_is_said(release):
    assert date.fromisoformat(release(today=None).date) <= date.today()


def test_the_record_is_json_that_people_read(folder, release):
    release(rationale="  För åhörare.\n")
    text = (folder / "release_records/0.1.0.json").read_text(encoding="utf-8")
    assert '\n "rationale": "För åhörare.",\n' in text
    assert text.endswith("}\n")
    assert json.loads(text)["format_version"] == "1"


@pytest.mark.parametrize("rationale", ["", " \n "])
def test_no_rationale(release, rationale):
    message = r"'demo@0.1.0' is released with a rationale: say why it changed\.$"
    with pytest.raises(RegistryError, match=message):
        release(rationale=rationale)


def test_a_rationale_that_looks_like_another_text(root, release):
    with pytest.raises(RegistryError, match=r"'demo@0\.1\.0': rationale: .* not in Unicode normal"):
        release(rationale="Fo\u0308r alla.")
    assert not (root / "released_digests.json").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, r"has no entry '## 0\.1\.0': say what changed\.$"),
        ("# Changes\n\n## 0.1.0-rc.1\n\n- x\n\n### 0.1.0\n\n- x\n", r"has no entry '## 0\.1\.0'"),
        ("## 0.1.0\n\n## 0.0.1\n\n- x\n", r"says nothing under '## 0\.1\.0': say what changed\.$"),
        ("## 0.1.0", r"says nothing under '## 0\.1\.0'"),
    ],
)
def test_no_changelog_entry(folder, root, text, message):
    if text is not None:
        (folder / "CHANGELOG.md").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=rf"^'.*/demo/CHANGELOG\.md' {message}"):
        release_bank(folder, root, rationale="A test.")


def test_the_version_does_not_come_after_the_last(release):
    release("0.2.0")
    for version in ("0.1.9", "0.2.0-rc.1"):
        message = (
            rf"'demo@{version}' does not come after the last release, 0\.2\.0; give the draft a"
            r" higher version\.$"
        )
        with pytest.raises(RegistryError, match=message):
            release(version)


def test_a_version_is_released_once(release):
    release()
    with pytest.raises(RegistryError, match=r"'demo@0\.1\.0' was released before; give the"):
        release()


def test_nothing_changed(release):
    release()
    message = (
        "'demo@0.2.0' differs from 'demo@0.1.0' in its version only: there is nothing to release."
    )
    with pytest.raises(RegistryError, match=re.escape(message)):
        release("0.2.0")


#: Edits of the draft, the judgements, and the one thing that is then wrong.
REFUSED = {
    "the version is too low": (
        [("bank.yaml", "keying: negative", "keying: positive")],
        [("scoring.yaml", 'version: "0.1.0"', 'version: "0.2.0"')],
        "0.1.1",
        (),
        "(version rules 23):\n"
        "version: 'demo' went from 0.1.0 to 0.1.1; its changes ask for 0.2.0 or later.",
    ),
    "the revision was not raised": (
        [("bank.yaml", "They left.", "They went.")],
        [],
        "0.2.0",
        (),
        "(version rules 4):\n"
        "items.de02.revision: Item 'de02' was reworded, and its revision went from 1 to 1: it"
        " counts the wordings.",
    ),
    "the scoring line was not raised": (
        [("bank.yaml", "keying: negative", "keying: positive")],
        [],
        "0.2.0",
        (),
        "(version rules 23):\n"
        "scoring.total_sum: Scoring 'total_sum' went from 0.1.0 to 0.1.0; its changes ask for"
        " 0.2.0 or later.",
    ),
    "the translation was not raised": (
        [("i18n/sv.yaml", "De lyssnade.", "De hörde på.")],
        [],
        "0.2.0",
        (),
        "(version rules 32):\n"
        "translation.sv: Translation 'sv' went from 0.1.0 to 0.1.0; its changes ask for 0.2.0 or"
        " later.",
    ),
    "the form was not raised": (
        [("forms/1a.yaml", "rationale: One is", "rationale: One item is")],
        [],
        "0.1.1",
        (),
        "(version rules 1):\n"
        "forms.1a.version: Form '1a' changed, and its version is still 0.1.0.",
    ),
    "a text was judged that did not change": (
        [("bank.yaml", "license: CC-BY-4.0", "license: CC0-1.0")],
        [],
        "0.1.1",
        (judgement(),),
        "(version rules 34):\n"
        "items.de01.stem: The text in 'en' was judged, and did not change.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_the_changes_contradict(root, release, edit, case):
    edits, more, version, judgements, message = case
    release()
    for change in (*edits, *more):
        edit(*change)
    before = tree(root)
    with pytest.raises(RegistryError) as refused:
        release(version, judgements=judgements)
    assert str(refused.value) == (
        f"'demo@{version}' cannot be released over 'demo@0.1.0' {message}"
    )
    after = tree(root)
    for name in ("demo/bank.yaml", "demo/CHANGELOG.md"):
        assert before.pop(name) != after.pop(name)
    assert after == before


def test_many_problems_are_counted(folder, root, release, edit):
    labels = "".join(
        f"  - id: de{n:02}\n    stem: Statement {n}.\n    facet: a\n    role: service_user\n"
        "    response_scale: freq2\n    keying: positive\n    provenance: {kind: deductive}\n"
        for n in range(3, 13)
    )
    edit("bank.yaml", "subscales:\n", f"{labels}subscales:\n")
    release()
    path = folder / "bank.yaml"
    path.write_text(path.read_text().replace("stem: Statement", "stem: Sentence"))
    with pytest.raises(RegistryError) as refused:
        release("0.2.0")
    lines = str(refused.value).splitlines()
    assert len(lines) == 10
    assert lines[-1] == "and 2 more"


def test_a_judgement_in_a_first_release(release):
    message = r"'demo@0\.1\.0' is a first release: 'items\.de01\.stem' cannot have been reworded\.$"
    with pytest.raises(RegistryError, match=message):
        release(judgements=[judgement()])


@pytest.mark.parametrize("language", [None, "en"])
def test_two_verdicts_on_one_text(release, edit, language):
    release()
    edit("bank.yaml", "They listened.", "They heard.")
    both = [judgement(), judgement(verdict="changed_sense", language=language)]
    message = r"The text 'items\.de01\.stem' in 'en' was judged twice: sign one verdict on it\.$"
    with pytest.raises(RegistryError, match=message):
        release("0.2.0", judgements=both)


def test_a_folder_of_another_name(folder, root, log):
    log("0.1.0")
    moved = folder.rename(root / "other")
    with pytest.raises(RegistryError, match="holds the bank 'demo', which is released from"):
        release_bank(moved, root, rationale="A test.")


def test_a_release_before_it_that_was_altered(folder, release):
    release()
    path = folder / "releases/0.1.0.json"
    path.write_bytes(path.read_bytes().replace(b"They left.", b"They lift."))
    with pytest.raises(TamperedReleaseError, match=r"0\.1\.0\.json' is not what was released"):
        release("0.2.0")


def test_a_release_before_it_that_nobody_recorded(root, release, edit):
    release()
    (root / "released_digests.json").unlink()
    edit("bank.yaml", "license: CC-BY-4.0", "license: CC0-1.0")
    message = r"'demo@0\.1\.0' lies among the releases, but '.*' does not record it: restore its"
    with pytest.raises(RegistryError, match=message):
        release("0.2.0")


def test_a_record_is_written_once(folder, release):
    path = folder / "release_records/0.1.0.json"
    path.parent.mkdir()
    path.write_text("{}")
    with pytest.raises(RegistryError, match="is there already, and a record is written once"):
        release()
    assert path.read_text() == "{}"


def test_a_yanked_release_still_counts_as_the_last(folder, root, release, edit):
    release()
    (root / "yanked_releases.json").write_text(
        json.dumps({"demo@0.1.0": {"reason": "A wrong key.", "date": "2026-11-25"}})
    )
    edit("bank.yaml", "keying: negative", "keying: positive")
    edit("scoring.yaml", 'version: "0.1.0"', 'version: "0.2.0"')
    record = release("0.2.0")
    assert (record.previous, record.scores) == ("demo@0.1.0", "D")


def test_a_pre_release_hides_nothing(release, edit):
    release("1.0.0")
    edit("bank.yaml", "license: CC-BY-4.0", "license: CC0-1.0")
    assert release("1.1.0-rc.1").required_bump == "minor"
    edit("bank.yaml", "keying: negative", "keying: positive")
    edit("scoring.yaml", 'version: "0.1.0"', 'version: "0.2.0"')
    with pytest.raises(RegistryError, match=r"\(version rules 23, 34\):\n.* ask for 2\.0\.0 or la"):
        release("1.1.0")
    candidate = release("2.0.0-rc.1")
    assert (candidate.previous, candidate.is_promised) == ("demo@1.0.0", False)
    record = release("2.0.0")
    assert (record.previous, record.is_promised) == ("demo@1.0.0", True)
    assert {fired.rule for fired in record.fired} == {23, 34}


def test_a_pre_release_is_promoted_as_it_is(release):
    release("1.0.0-rc.1")
    with pytest.raises(RegistryError, match="in its version only"):
        release("1.0.0-rc.2")
    record = release("1.0.0")
    assert (record.previous, record.fired) == ("demo@1.0.0-rc.1", ())
    assert (record.required_bump, record.answers) == ("none", "A")
    assert record.is_promised is False


def test_a_score_that_is_the_same_after_conversion_only(release, edit):
    release()
    edit("scoring.yaml", "method: sum", "method: mean")
    edit("scoring.yaml", 'version: "0.1.0"', 'version: "0.2.0"')
    record = release("0.2.0")
    assert (record.scores, record.scores_after_map) == ("A", True)
    assert (record.answers, record.answers_after_map, record.recode_map) == ("A", False, None)


def test_a_recode_map_ships_with_the_record(folder, release, edit):
    first = release()
    edit("bank.yaml", "{code: yes, value: 1", "{code: yes, value: 2")
    release("0.2.0")
    record = ReleaseRecord.model_validate_json((folder / "release_records/0.2.0.json").read_bytes())
    assert (record.answers, record.answers_after_map) == ("A", True)
    assert record.recode_map is not None
    assert (record.recode_map.old, record.recode_map.old_digest) == ("demo@0.1.0", first.digest)
    assert (record.recode_map.new, record.recode_map.new_digest) == ("demo@0.2.0", record.digest)
    assert [
        [(option.old_value, option.new_value) for option in item.options]
        for item in record.recode_map.items
    ] == [[(0, 0), (1, 2)], [(0, 0), (1, 2)]]


def test_a_record_of_the_format_before_codes_had_conditions_is_read(folder, release):
    release()
    path = folder / "release_records/0.1.0.json"
    content = json.loads(path.read_bytes())
    del content["answers_after_map"], content["scores_after_map"]
    record = ReleaseRecord.model_validate_json(json.dumps(content))
    assert (record.answers_after_map, record.scores_after_map) == (False, False)


@pytest.mark.parametrize(
    "blocked", ["demo/release_records", "demo/releases", "released_digests.json.part"]
)
def test_what_cannot_be_written_leaves_no_file_behind(root, release, log, blocked):
    # A file where a folder is to be, or a folder where a file is to be.
    if blocked.endswith(".part"):
        (root / blocked).mkdir()
    else:
        (root / blocked).write_text("")
    log("0.1.0")
    before = tree(root)
    with pytest.raises(RegistryError, match=r"cannot be written \(.*\); nothing was changed\.$"):
        release()
    assert tree(root) == before
    assert not (root / "released_digests.json").exists()


@pytest.mark.parametrize("n_moved", [0, 1, 2])
def test_a_release_that_is_cut_off_leaves_no_line(root, release, edit, log, monkeypatch, n_moved):
    release()
    edit("bank.yaml", "license: CC-BY-4.0", "license: CC0-1.0")
    edit("bank.yaml", 'version: "0.1.0"', 'version: "0.1.1"')
    log("0.1.1")
    before = tree(root)
    move = Path.replace
    moved = []

    def move_some(part, path):
        if len(moved) == n_moved:
            raise OSError(28, "No space left on device", str(path))
        moved.append(path)
        return move(part, path)

    monkeypatch.setattr(Path, "replace", move_some)
    with pytest.raises(RegistryError, match="No space left on device"):
        release_bank(root / "demo", root, rationale="A test.")
    monkeypatch.undo()
    assert tree(root) == before
    # Nothing stands in the way of another try.
    assert release_bank(root / "demo", root, rationale="A test.").reference == "demo@0.1.1"


def test_releases_before_it_stay_as_they_were(folder, root, release, edit):
    release()
    before = tree(root)
    edit("bank.yaml", "license: CC-BY-4.0", "license: CC0-1.0")
    release("0.1.1")
    after = tree(root)
    for name in ("demo/releases/0.1.0.json", "demo/release_records/0.1.0.json"):
        assert after[name] == before[name]
    assert set(after) - set(before) == {
        "demo/releases/0.1.1.json",
        "demo/release_records/0.1.1.json",
    }
    digests = read_released_digests(root)
    for version in ("0.1.0", "0.1.1"):
        path = folder / "releases" / f"{version}.json"
        assert read_release(path, digests[f"demo@{version}"]).version == parse_version(version)


def test_no_release_over_one_whose_file_is_gone(folder, release):
    release("0.1.0")
    (folder / "releases" / "0.1.0.json").unlink()
    with pytest.raises(TamperedReleaseError, match="and its file is gone: restore it"):
        release("0.2.0")
