import json
from pathlib import Path

import pytest
from folder_bank import write_bank
from typer.testing import CliRunner, Result

from covalue_measures.cli.app import app, main
from covalue_measures.exceptions import RegistryWarning
from covalue_measures.registry import load_bank
from covalue_measures.registry.release_record import ReleaseRecord
from covalue_measures.registry.yanked import read_yanked

JUDGEMENTS = """\
judgements:
  - path: items.ta01.stem
    verdict: same_sense
    reason: Six interviews.
    signer: A. Reader
"""
#: The digests of this release stand where the braces are.
FIRST = """\
Released talks@0.1.0
Digest   {digest}
Measure  {measure_digest}
Before   none: this is the first release
Line     instrument talks 0.1.0
"""
SECOND = """\
Released talks@0.2.0
Digest   {digest}
Measure  {measure_digest}
Before   talks@0.1.0
Bump     minor, by version rules 1, 3
Answers  B: comparable if the version of each answer is reported
Scores   B: comparable if the version of each answer is reported
Promise  none before 1.0.0: the codes say what these two documents show
Line     instrument talks 0.2.0
"""
RECODED = """\
Released talks@0.2.0
Digest   {digest}
Measure  {measure_digest}
Before   talks@0.1.0
Bump     major, by version rules 9
Answers  A: identical, once recoded by the map
Scores   A: identical, once converted, or computed from them
Promise  none before 1.0.0: the codes say what these two documents show
Line     instrument talks 0.2.0
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        app, [str(argument) for argument in arguments], catch_exceptions=False
    )


def shown(result: Result) -> str:
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= 80
    return "".join(f"{line.rstrip()}\n" for line in lines)


@pytest.fixture
def refused(monkeypatch, capsys):
    """Run as the installed command does, be refused, and return the message."""

    def message(*arguments: str | Path) -> str:
        monkeypatch.setattr("sys.argv", ["covalue", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 2
        output = capsys.readouterr()
        assert output.out == ""
        return output.err

    return message


def edit(folder: Path, *changes: tuple[str, str]) -> None:
    path = folder / "bank.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """The draft of a bank, with an entry in the changelog for each version to come."""
    folder = write_bank(tmp_path / "talks")
    entries = "\n".join(f"## 0.{minor}.0\n\n- Something.\n" for minor in (2, 1))
    (folder / "CHANGELOG.md").write_text(f"# Changes\n\n{entries}")
    return folder


@pytest.fixture
def released(folder):
    """The same with 0.1.0 released, and a draft of 0.2.0 in which an item is reworded."""
    run("release", folder, "-r", "For teams to try.")
    edit(
        folder,
        ('version: "0.1.0"', 'version: "0.2.0"'),
        ("when they would call back.", "when they would call me back."),
        ("  - id: ta01\n", "  - id: ta01\n    revision: 2\n"),
    )
    return folder


@pytest.fixture
def judgements(tmp_path):
    path = tmp_path / "judgements.yaml"
    path.write_text(JUDGEMENTS)
    return path


def record(folder: Path, version: str) -> ReleaseRecord:
    path = folder / "release_records" / f"{version}.json"
    return ReleaseRecord.model_validate_json(path.read_bytes())


def test_a_first_release(folder) -> None:
    output = shown(run("release", folder, "--rationale", "For teams to try."))
    found = record(folder, "0.1.0")
    assert output == FIRST.format(**found.model_dump())
    assert found.rationale == "For teams to try."
    assert load_bank("talks", root=folder.parent).digest == found.digest


def test_a_judged_rewording(released, judgements) -> None:
    output = shown(run("release", released, "-r", "Clearer.", "--judgements", judgements))
    found = record(released, "0.2.0")
    assert output == SECOND.format(**found.model_dump())
    assert [entry.signer for entry in found.judgements] == ["A. Reader"]


def test_what_compares_after_a_map_only_says_so(folder) -> None:
    run("release", folder, "-r", "For teams to try.")
    edit(
        folder,
        ('version: "0.1.0"', 'version: "0.2.0"'),
        ("{code: alw, value: 3", "{code: alw, value: 4"),
    )
    output = shown(run("release", folder, "-r", "Another number."))
    assert output == RECODED.format(**record(folder, "0.2.0").model_dump())


def test_programs_read_the_record(released, judgements) -> None:
    result = run("release", released, "-r", "Clearer.", "--judgements", judgements, "--json")
    assert ReleaseRecord.model_validate_json(result.stdout) == record(released, "0.2.0")
    content = json.loads(result.stdout)
    assert (content["required_bump"], content["answers"], content["scores"]) == ("minor", "B", "B")
    assert [(fired["rule"], fired["path"]) for fired in content["fired"]] == [
        (3, "items.ta01.stem"),
        (1, "items.ta01.revision"),
    ]


def test_without_the_judgement_the_record_says_the_worst(released) -> None:
    text = shown(run("release", released, "-r", "Clearer."))
    assert "Bump     major, by version rules 1, 4" in text
    assert "Answers  D: not comparable" in text


def test_what_changed_has_to_be_said(released, refused) -> None:
    assert refused("release", released) == (
        "covalue: 'talks@0.2.0' is released with a rationale: say why it changed.\n"
    )
    (released / "CHANGELOG.md").unlink()
    assert refused("release", released, "-r", "Clearer.") == (
        f"covalue: '{released / 'CHANGELOG.md'}' has no entry '## 0.2.0': say what changed.\n"
    )


def test_a_version_that_is_too_low(released, refused) -> None:
    edit(released, ('version: "0.2.0"', 'version: "0.1.1"'))
    (released / "CHANGELOG.md").write_text("## 0.1.1\n\n- Something.\n")
    assert refused("release", released, "-r", "Clearer.") == (
        "covalue: 'talks@0.1.1' cannot be released over 'talks@0.1.0' (version rules 1, 4):\n"
        "version: 'talks' went from 0.1.0 to 0.1.1; its changes ask for 0.2.0 or later.\n"
    )
    assert not (released / "releases" / "0.1.1.json").exists()


def test_a_stage_that_is_not_earned(tmp_path, refused) -> None:
    folder = write_bank(tmp_path / "talks", ("status: draft", "status: candidate"))
    (folder / "CHANGELOG.md").write_text("## 0.1.0\n\n- Something.\n")
    assert refused("release", folder, "-r", "For teams to try.") == (
        "covalue: 'talks@0.1.0' has not earned its stage, candidate; 'covalue status"
        f" {folder}' lists what it lacks; first of all, pool: 1 more for facet 'plans', which has"
        " 2.\n"
    )
    assert not (folder / "releases").exists()
    assert not (tmp_path / "released_digests.json").exists()


def test_the_root_is_the_folder_above_or_the_one_that_is_said(folder, refused, monkeypatch) -> None:
    message = refused("release", folder, "-r", "x", "--root", folder / "elsewhere")
    assert message.startswith(f"covalue: '{folder}' holds the bank 'talks', which is released from")
    monkeypatch.chdir(folder)
    assert shown(run("release", "../talks", "-r", "For teams to try.")).startswith("Released talks")
    assert (folder.parent / "released_digests.json").is_file()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "covalue: There is no file '"),
        ("judgements: 5\n", "judgements: Input should be a valid array (found 5)"),
    ],
)
def test_judgements_that_are_none(released, judgements, refused, text, message) -> None:
    judgements.unlink()
    if text is not None:
        judgements.write_text(text)
    assert message in refused("release", released, "-r", "x", "--judgements", judgements)


def test_a_bank_that_there_is_not(refused) -> None:
    message = refused("release", "nobody", "-r", "x")
    assert message.startswith("covalue: 'nobody' is neither the name of a bank nor the folder of")


def test_a_draft_is_checked_against_its_last_release(released) -> None:
    last = released / "releases" / "0.1.0.json"
    assert run("diff", last, released, "--check").exit_code == 0
    edit(released, ("    revision: 2\n", ""))
    result = run("diff", last, released, "--check")
    assert result.exit_code == 1
    assert "What the new version does not say right\nitems.ta01.revision" in result.output
    assert run("diff", last, released).exit_code == 0


@pytest.mark.parametrize("by_folder", [False, True])
def test_a_release_is_yanked(released, by_folder) -> None:
    root = released.parent
    named = (f"{released}@0.1.0",) if by_folder else ("talks@0.1.0", "--root", root)
    result = run("yank", *named, "--reason", " A key was wrong. ")
    assert result.output == (
        f"Yanked talks@0.1.0: A key was wrong.\nRecorded in {root / 'yanked_releases.json'}\n"
    )
    assert read_yanked(root)["talks@0.1.0"].reason == "A key was wrong."
    # Nothing is left to take, but the draft.
    with pytest.warns(RegistryWarning, match="'talks@0.2.0' is a draft: every release of the bank"):
        assert load_bank("talks", root=root).reference == "talks@0.2.0"


def test_what_cannot_be_yanked(released, refused) -> None:
    root = ("--root", released.parent)
    assert refused("yank", "talks@0.1.0", *root) == (
        "covalue: 'talks@0.1.0' is yanked with a reason: say why not to use it.\n"
    )
    assert refused("yank", "talks@0.2.0", "-r", "Wrong.", *root) == (
        "covalue: 'talks@0.2.0' was never released; it cannot be yanked.\n"
    )
    assert refused("yank", "talks", "-r", "Wrong.", *root) == (
        "covalue: 'talks' names no release; write BANK@VERSION.\n"
    )
    run("yank", "talks@0.1.0", "-r", "Wrong.", *root)
    message = refused("yank", "talks@0.1.0", "-r", "Wrong.", *root)
    assert message.startswith("covalue: 'talks@0.1.0' was yanked on 20")
