import json

import numpy as np
import pandas as pd
import pytest
from reference_values import BFI, read_data
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.app import app, main
from covalue_measures.schema import ItemBank, canonical_json

INSTRUMENT = str(BFI / "instrument")
MAP = ["--map", str(BFI / "import_map.yaml")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def run_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run as the installed command does, and return the exit code."""
    monkeypatch.setattr("sys.argv", ["covalue", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluated")
    result = run(
        "evaluate", str(BFI / "bfi.csv"), "-i", INSTRUMENT, *MAP, "-o", str(folder), "--draws", "3"
    )
    assert result.exit_code == 0, result.output
    return folder, result.output


def test_evaluate_writes_two_files_and_says_where(evaluated) -> None:
    folder, output = evaluated
    assert {path.name for path in folder.iterdir()} == {"report.html", "evidence.json"}
    assert "bfi25@1.0.0 on bfi.csv (n = 2800)" in output
    assert "report.html" in output
    evidence = cm.read_evidence(folder / "evidence.json")
    assert evidence.settings.n_draws == 3


def test_render_gives_the_same_report(evaluated, tmp_path) -> None:
    folder, _ = evaluated
    target = tmp_path / "again.html"
    assert run("render", str(folder / "evidence.json"), "-o", str(target)).exit_code == 0
    assert target.read_bytes() == (folder / "report.html").read_bytes()


def test_verify_passes_on_the_same_data(evaluated) -> None:
    folder, _ = evaluated
    result = run("verify", str(folder / "evidence.json"), "--data", str(BFI / "bfi.csv"))
    assert result.exit_code == 0
    assert result.output.startswith("Verified: all ")


def test_verify_fails_and_says_where_after_one_cell(evaluated, tmp_path) -> None:
    folder, _ = evaluated
    lines = (BFI / "bfi.csv").read_text().splitlines()
    cells = lines[900].split(",")
    cells[7] = "1" if cells[7] != "1" else "2"
    lines[900] = ",".join(cells)
    changed = tmp_path / "bfi.csv"
    changed.write_text("\n".join(lines) + "\n")
    result = run("verify", str(folder / "evidence.json"), "--data", str(changed))
    assert result.exit_code == 1
    assert "Not verified" in result.output
    assert "items[c3]" in result.output
    result = run("verify", str(folder / "evidence.json"), "--data", str(changed), "--json")
    content = json.loads(result.stdout)
    assert content["verified"] is False
    assert any(entry["where"] == "data.fingerprint" for entry in content["differences"])


def test_evaluate_speaks_json(tmp_path) -> None:
    frame = read_data("bfi").head(300)
    source = tmp_path / "few.parquet"
    frame.to_parquet(source)
    result = run(
        "evaluate", str(source), "-i", INSTRUMENT, "-o", str(tmp_path / "o"), "--group", "gender",
        "--ignore", "age", "--ignore", "education", "--draws", "2", "--no-second-opinions",
        "--json",
    )  # fmt: skip
    content = json.loads(result.stdout)
    assert content["instrument"] == "bfi25@1.0.0"
    assert {rating["rating"] for rating in content["ratings"]} <= {"+", "-", "?"}
    structural = next(
        rating
        for rating in content["ratings"]
        if rating["measurement_property"] == "structural validity"
    )
    assert structural["rating"] == "-"


def test_score(tmp_path) -> None:
    target = tmp_path / "scores.csv"
    result = run("score", str(BFI / "bfi.csv"), "-i", INSTRUMENT, *MAP, "-o", str(target))
    assert result.exit_code == 0
    assert len(pd.read_csv(target)) == 2800
    summary = json.loads(
        run(
            "score", str(BFI / "bfi.csv"), "-i", INSTRUMENT, *MAP, "-o", str(target), "--json"
        ).stdout
    )
    assert [row["n"] + row["without_score"] for row in summary["summary"]] == [2800] * 5


def test_show_in_both_languages_and_as_json() -> None:
    english, swedish = (
        run("show", "communication_service_user", "--language", language).output
        for language in ("en", "sv")
    )
    bank = cm.load_bank("communication_service_user")
    for language, output in (("en", english), ("sv", swedish)):
        assert bank.title.get(language) in output
        assert bank.digest in output
    content = json.loads(run("show", "communication_service_user", "--json").stdout)
    assert content["id"] == "communication_service_user"


def test_show_a_form() -> None:
    output = run("show", "communication_service_user@0.1.0/4a").output
    assert "communication_service_user@0.1.0/4a (draft)" in output


def test_version() -> None:
    assert run("--version").output.strip() == f"covalue_measures {cm.__version__}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "no_such_bank"], "There is no bank 'no_such_bank'"),
        (["show", "communication_service_user", "--language", "fi"], "has no texts in 'fi'"),
        (["evaluate", "absent.csv", "-i", INSTRUMENT], "absent.csv"),
        (["verify", "absent.json", "--data", "absent.csv"], "absent.json"),
        (["score", str(BFI / "bfi.csv"), "-i", INSTRUMENT], "gender"),
    ],
)
def test_refusals_are_one_message_and_exit_code_2(
    arguments, message, monkeypatch, capsys, tmp_path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_main(monkeypatch, *arguments) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("covalue: ")
    assert message in errors
    assert "Traceback" not in errors


def test_a_record_under_a_released_name_must_be_that_release(tmp_path, monkeypatch, capsys) -> None:
    content = cm.load_bank("communication_service_user").model_dump(mode="json")
    content["title"]["en"] = "Something else"
    other = ItemBank.model_validate_json(json.dumps(content))
    rng = np.random.default_rng(6)
    noise = rng.standard_normal((120, 15))
    answers = np.digitize(rng.standard_normal((120, 1)) + noise, [-1.5, -0.5, 0.5, 1.5])
    is_reversed = [item.is_reversed for item in other.items]
    answers[:, is_reversed] = 4 - answers[:, is_reversed]
    source = tmp_path / "pilot.csv"
    pd.DataFrame(answers, columns=[item.id for item in other.items]).to_csv(source, index=False)
    plan = cm.EvaluationSettings(n_draws=2, second_opinions=False, correlation="pearson")
    evidence = cm.evaluate(cm.read_responses(source, other), other, plan)
    record = tmp_path / "evidence.json"
    record.write_text(evidence.to_json())
    assert run_main(monkeypatch, "verify", str(record), "--data", str(source)) == 2
    assert "It is not the same instrument" in capsys.readouterr().err
    definition = tmp_path / "other.json"
    definition.write_bytes(canonical_json(other))
    assert run_main(monkeypatch, "show", str(definition)) == 2
    assert "Give the change a version of its own" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("bfi.csv", "is the file that is read; write to another one"),
        (".", "is a folder; name a file in it"),
        ("nowhere/scores.csv", "There is no folder 'nowhere'"),
    ],
)
def test_scores_are_not_written_over_answers(out, message, tmp_path, monkeypatch, capsys) -> None:
    source = tmp_path / "bfi.csv"
    source.write_bytes((BFI / "bfi.csv").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run_main(monkeypatch, "score", "bfi.csv", "-i", INSTRUMENT, *MAP, "-o", out) == 2
    assert message in capsys.readouterr().err
    assert source.read_bytes() == (BFI / "bfi.csv").read_bytes()


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "out").write_text("")
    monkeypatch.chdir(tmp_path)
    source = str(BFI / "bfi.csv")
    assert run_main(monkeypatch, "evaluate", source, "-i", INSTRUMENT, *MAP, "-o", "out") == 2
    assert "'out' cannot be made a folder" in capsys.readouterr().err


def test_options_that_repeat_the_map_are_refused(monkeypatch, capsys) -> None:
    source = str(BFI / "bfi.csv")
    arguments = ["score", source, "-i", INSTRUMENT, *MAP, "--group", "gender"]
    assert run_main(monkeypatch, *arguments) == 2
    assert "names the column 'gender' twice" in capsys.readouterr().err
