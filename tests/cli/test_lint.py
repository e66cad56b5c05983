import json
from pathlib import Path

import pytest
from folder_bank import write_bank
from typer.testing import CliRunner, Result

from covalue_measures.cli.app import app, main
from covalue_measures.cli.reading import read_lines
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import bank_names, load_draft

POOR = ("The staff wrote down", "The staff usually did not forget")
WAIVER = (
    "theme_ids: [CV2-T-COM]}\nsubscales:",
    "theme_ids: [CV2-T-COM]}\n    waivers:\n"
    "      - {rule: L02, reason: People said it so., language: en}\n"
    "      - {rule: L05, reason: People said it so.}\nsubscales:",
)


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        app, ["lint", *map(str, arguments)], catch_exceptions=False
    )


def test_a_bank_without_findings_passes(tmp_path) -> None:
    result = run(write_bank(tmp_path / "talks"))
    assert result.exit_code == 0
    assert result.output == (
        "talks@0.1.0 passes: 0 errors, 0 warnings open; 0 waived, 1 for information\n"
    )


def test_informations_are_shown_when_asked_for(tmp_path) -> None:
    result = run(write_bank(tmp_path / "talks"), "--all")
    assert result.exit_code == 0
    _, columns, _, row, *_ = result.output.splitlines()
    assert columns.split() == ["where", "rule", "level", "language", "what"]
    assert row.startswith("bank    L17    information              All items are keyed")


def test_an_open_finding_is_shown_with_its_text_and_ends_in_1(tmp_path) -> None:
    result = run(write_bank(tmp_path / "talks", POOR))
    assert result.exit_code == 1
    head, *rows = result.output.splitlines()
    assert head == (
        "talks@0.1.0 does not pass: 1 error, 1 warning open; 0 waived, 1 for information"
    )
    assert max(map(len, rows)) <= 80
    flat = " ".join(result.output.split())
    text = 'In: "The staff usually did not forget what we agreed on."'
    assert f'ta02 L02 warning en Is put in the negative: "not". {text}' in flat
    assert f'ta02 L05 error en Says how often, which is what is asked: "usually". {text}' in flat
    assert "L17" not in flat


def test_what_is_waived_passes_and_is_shown_with_its_reason_when_asked_for(tmp_path) -> None:
    folder = write_bank(tmp_path / "talks", POOR, WAIVER)
    result = run(folder)
    assert result.exit_code == 0
    assert "0 errors, 0 warnings open; 2 waived, 1 for information" in result.output
    assert "People said it so" not in result.output
    flat = " ".join(run(folder, "--all").output.split())
    assert "ta02 L02 waived en" in flat
    assert "Waived: People said it so." in flat


def test_waivers_that_waive_nothing_are_named(tmp_path) -> None:
    result = run(write_bank(tmp_path / "talks", WAIVER))
    assert result.exit_code == 0
    assert "  The waiver of L02 in 'en' of item 'ta02' waives nothing.\n" in result.output
    assert "  The waiver of L05 of item 'ta02' waives nothing.\n" in result.output


def test_a_language_without_rules_is_said_not_to_be_read(tmp_path) -> None:
    folder = write_bank(tmp_path / "talks", ("language: en\n", "language: fi\n"))
    result = run(folder)
    assert "Not read, because there are no rules for the language: fi." in result.output
    (content,) = json.loads(run(folder, "--json").stdout)
    assert content["languages_not_read"] == ["fi"]
    assert content["readability"] == []


def test_items_under_copyright_are_not_repeated(tmp_path) -> None:
    known = tmp_path / "items.txt"
    known.write_text(
        "\ufeffThe staff wrote down what we agreed on\n\n  Other text.  \n", encoding="utf-8"
    )
    folder = write_bank(tmp_path / "talks")
    result = run(folder, "--against", known)
    assert result.exit_code == 1
    assert "ta02    L19    error" in result.output
    assert read_lines(known) == ("The staff wrote down what we agreed on", "Other text.")


def test_a_text_of_a_bank_that_comes_along_is_not_repeated(tmp_path) -> None:
    known = load_draft("access_service_user").items[0]
    stem = known.stem.get("en")
    folder = write_bank(
        tmp_path / "talks", ("The staff wrote down what we agreed on.", f'"{stem}"')
    )
    assert known.id in run(folder).output


def test_programs_read_everything(tmp_path) -> None:
    result = run(write_bank(tmp_path / "talks", POOR, WAIVER), "--json")
    assert result.exit_code == 0
    (content,) = json.loads(result.stdout)
    assert (content["bank"], content["passes"]) == ("talks@0.1.0", True)
    found = {entry["rule"]: entry for entry in content["findings"]}
    assert set(found) == {"L02", "L05", "L17"}
    assert found["L02"] == {
        "rule": "L02",
        "level": "warning",
        "path": "items.ta02.stem",
        "item": "ta02",
        "language": "en",
        "message": 'Is put in the negative: "not".',
        "found": ["not"],
        "waiver": "People said it so.",
    }
    assert (found["L17"]["item"], found["L17"]["waiver"]) == (None, None)
    (form,) = content["readability"]
    assert (form["form"], form["language"], form["formula"]) == (None, "en", "Flesch-Kincaid grade")
    assert form["value"] < form["target"]


def test_programs_read_the_exit_code_too(tmp_path) -> None:
    result = run(write_bank(tmp_path / "talks", POOR), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["passes"] is False


def test_every_bank_that_comes_along_is_read_unless_some_are_named() -> None:
    content = json.loads(run("--json").stdout)
    assert [entry["bank"].partition("@")[0] for entry in content] == list(bank_names())
    (one,) = json.loads(run("communication_family", "--json").stdout)
    assert one == next(entry for entry in content if entry["bank"] == one["bank"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "'nobody' is neither the name of a bank nor the folder of one"),
        (["communication_family", "--against", "gone.txt"], "There is no file 'gone.txt'."),
        (["communication_family", "--against", "."], "'.' cannot be read: Is a directory."),
    ],
)
def test_refusals_end_in_2(arguments, message, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["covalue", "lint", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith(f"covalue: {message}")


def test_texts_that_are_not_utf_8_are_refused(tmp_path) -> None:
    known = tmp_path / "items.txt"
    known.write_bytes(b"\xe5")
    with pytest.raises(RegistryError, match="is not UTF-8 text"):
        read_lines(known)
