import json
from pathlib import Path

import pytest
from folder_bank import write_bank
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.app import app, main
from covalue_measures.registry import write_release
from covalue_measures.registry.yanked import yank_release
from covalue_measures.schema import ItemBank, canonical_json

LOCKED = """\
Locked in {file}
wanted       version   digest
───────────────────────────────────
plans        0.1.0     {plans}
talks@~0.2   0.2.1     {talks}
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        app, [str(argument) for argument in arguments], catch_exceptions=False
    )


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


def release(root: Path, name: str, *versions: str) -> None:
    for version in versions:
        path = root / name / "bank.yaml"
        text = path.read_text().partition('version: "')
        path.write_text(f"{text[0]}{text[1]}{version}{text[2][text[2].index(chr(34)) :]}")
        write_release(root / name, root)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Two banks with releases, seen from a project beside them."""
    root = tmp_path / "banks"
    root.mkdir()
    write_bank(root / "talks")
    write_bank(root / "plans", ("id: talks", "id: plans"))
    release(root, "talks", "0.1.0", "0.2.0", "0.2.1", "0.3.0")
    release(root, "plans", "0.1.0")
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return root


@pytest.fixture
def locked(root):
    """The same, locked."""
    result = run("lock", "talks@~0.2", "plans", "--root", root)
    assert result.exit_code == 0
    return root


def digest(root: Path, reference: str) -> str:
    return cm.load_bank(reference, root=root).digest


def test_a_lock_says_what_was_taken(root) -> None:
    result = run("lock", "talks@~0.2", "plans", "--root", root, "-f", "my.lock.json")
    assert "".join(f"{line.rstrip()}\n" for line in result.output.splitlines()) == LOCKED.format(
        file="my.lock.json",
        plans=digest(root, "plans")[:12],
        talks=digest(root, "talks@0.2.1")[:12],
    )
    assert json.loads(Path("my.lock.json").read_bytes()) == {
        "format_version": "1",
        "banks": [
            {
                "wanted": "plans",
                "name": "plans",
                "version": "0.1.0",
                "digest": digest(root, "plans"),
            },
            {
                "wanted": "talks@~0.2",
                "name": "talks",
                "version": "0.2.1",
                "digest": digest(root, "talks@0.2.1"),
            },
        ],
    }


@pytest.mark.parametrize("frozen", [(), ("--frozen",)])
def test_what_is_locked_is_installed_byte_for_byte(locked, frozen) -> None:
    result = run("install", *frozen, "--root", locked)
    assert result.output == "Installed in instruments\n  plans@0.1.0\n  talks@0.2.1\n"
    for name, version in (("plans", "0.1.0"), ("talks", "0.2.1")):
        path = f"{name}/releases/{version}.json"
        assert (Path("instruments") / path).read_bytes() == (locked / path).read_bytes()
        reference = f"{name}@{version}"
        assert cm.load_bank(reference, root="instruments") == cm.load_bank(reference, root=locked)
    assert sum(path.is_file() for path in Path("instruments").rglob("*")) == 3


def test_banks_that_come_along_need_no_root(root) -> None:
    assert run("lock", "communication_service_user@0.1.0").exit_code == 0
    result = run("install", "--out", "own")
    assert result.output == "Installed in own\n  communication_service_user@0.1.0\n"


def test_a_newer_release_is_not_taken_unasked(locked, refused) -> None:
    release(locked, "talks", "0.2.2")
    assert refused("install", "--root", locked) == (
        "covalue: 'covalue.lock.json' is out of date: talks 0.2.1 -> 0.2.2. Lock again to follow,"
        " or say --frozen to keep what is locked.\n"
    )
    assert not Path("instruments").exists()
    assert "talks@0.2.1\n" in run("install", "--frozen", "--root", locked).output
    run("lock", "talks@~0.2", "plans", "--root", locked)
    assert run("install", "--root", locked).output == (
        "Installed in instruments\n  plans@0.1.0\n  talks@0.2.2\n"
        "Removed, no longer locked\n  talks@0.2.1\n"
    )
    Path("instruments/talks/releases/0.2.2.json").write_text("mine")
    run("lock", "plans", "--root", locked)
    assert run("install", "--root", locked).output == (
        "Installed in instruments\n  plans@0.1.0\n"
        "Left, no longer locked, but changed since\n  talks@0.2.2\n"
    )


def test_a_release_outside_the_range_changes_nothing(locked) -> None:
    release(locked, "talks", "0.4.0")
    assert run("install", "--root", locked).exit_code == 0


def test_a_yanked_release_is_left_or_kept_with_its_reason(locked, refused) -> None:
    yank_release("talks@0.2.1", "A key was wrong.", "2026-11-25", locked)
    warning = "warning: 'talks@0.2.1' was yanked on 2026-11-25: A key was wrong.\n"
    message = refused("install", "--root", locked)
    assert "'covalue.lock.json' is out of date: talks 0.2.1 -> 0.2.0." in message
    frozen = run("install", "--frozen", "--root", locked)
    assert (frozen.exit_code, frozen.stderr) == (0, warning)
    exact = run("lock", "talks@0.2.1", "--root", locked)
    assert (exact.exit_code, exact.stderr) == (0, warning)
    ranged = run("lock", "talks@~0.2", "--root", locked)
    assert ranged.stderr == ""
    assert "0.2.0" in ranged.stdout


@pytest.mark.parametrize("frozen", [(), ("--frozen",)])
def test_one_altered_byte_stops_everything(locked, refused, frozen) -> None:
    path = locked / "talks" / "releases" / "0.2.1.json"
    path.write_bytes(path.read_bytes().replace(b"The staff told", b"The staff sold"))
    message = refused("install", *frozen, "--root", locked)
    assert message.startswith(f"covalue: '{path}' is not what was released: its SHA-256 is ")
    assert f"recorded is {json.loads(Path('covalue.lock.json').read_bytes())['banks'][1]['digest']}"
    # The other bank is as it should be, and is not installed alone.
    assert not Path("instruments").exists()


@pytest.mark.parametrize("frozen", [(), ("--frozen",)])
def test_a_release_that_was_altered_with_its_record_is_not_what_was_locked(
    locked, refused, frozen
) -> None:
    before = digest(locked, "talks@0.2.1")
    path = locked / "talks" / "releases" / "0.2.1.json"
    content = path.read_bytes().replace(b"The staff told", b"The staff sold")
    path.write_bytes(content)
    after = ItemBank.model_validate_json(content).digest
    assert canonical_json(ItemBank.model_validate_json(content)) == content
    digests = locked / "released_digests.json"
    digests.write_text(digests.read_text().replace(before, after))
    assert refused("install", *frozen, "--root", locked) == (
        f"covalue: 'talks@0.2.1' is not what was locked: its SHA-256 is {after}, locked is"
        f" {before}.\n"
    )
    assert not Path("instruments").exists()


def test_a_release_that_is_gone(locked, refused) -> None:
    (locked / "talks" / "releases" / "0.2.1.json").unlink()
    message = refused("install", "--frozen", "--root", locked)
    assert "releases/0.2.1.json' was released, and its file is gone: restore it;" in message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lock", "nobody"), "There is no bank 'nobody' in"),
        (
            ("lock", "talks@~0.9"),
            "No released version of bank 'talks' is in '~0.9' (from 0.9.0, be",
        ),
        (("lock", "talks", "talks@0.1.0"), "Bank 'talks' is asked for twice."),
        (("lock", "talks", "-f", "a/b/lock.json"), "'a/b' cannot be written"),
        (("lock", "talks", "-f", "."), "'.' is a folder; name a file in it, such as 'covalue.lock"),
        (("lock", "talks", "--root", "nowhere"), "There is no folder of item banks at 'nowhere'."),
        (("install",), "There is no file 'covalue.lock.json'; 'covalue lock' writes one."),
        (("install", "-f", "x.json"), "There is no file 'x.json'; 'covalue lock' writes one."),
    ],
)
def test_what_is_not_there_ends_in_2(root, refused, arguments, message) -> None:
    where = () if "--root" in arguments else ("--root", root)
    assert refused(*arguments, *where).startswith(f"covalue: {message}")


@pytest.mark.parametrize("out", ["afile", "/proc/none"])
def test_a_place_that_cannot_be_a_folder(locked, refused, out) -> None:
    Path("afile").write_text("x")
    message = refused("install", "--out", out, "--root", locked)
    assert message.startswith(f"covalue: '{out}/plans/releases' cannot be made a folder: ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"name": "talks"', '"name": "plans"', "'talks@~0.2' was wanted, and 'plans' is locked"),
        ('"talks@~0.2"', '"talks@~0.3"', "'talks@~0.3' was wanted, and 'talks@0.2.1' is locked"),
        ('"format_version": "1"', '"format_version": "2"', "format_version: Input should be '1'"),
    ],
)
def test_a_lock_that_contradicts_itself(locked, refused, old, new, message) -> None:
    path = Path("covalue.lock.json")
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    for frozen in ((), ("--frozen",)):
        error = refused("install", *frozen, "--root", locked)
        assert error.startswith("covalue: 'covalue.lock.json': ")
        assert message in error
