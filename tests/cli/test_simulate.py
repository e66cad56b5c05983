import json
import shlex

import pandas as pd
import pytest
import typer
from reference_values import BFI
from typer.testing import CliRunner

import covalue_measures as cm
from covalue_measures.cli.app import app
from covalue_measures.cli.simulate import simulate

FORM = "communication_service_user@0.1.0/4a"
NAME = "synthetic_communication_service_user_0.1.0_4a_seed8"

alone = typer.Typer()
alone.command()(simulate)


def run(*arguments: str):
    return CliRunner().invoke(alone, list(arguments), catch_exceptions=False)


def test_prints_three_files_and_what_comes_next(tmp_path) -> None:
    result = run(FORM, "--n", "120", "--seed", "8", "--out", str(tmp_path / "made up"))
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == f"120 synthetic answers to {FORM}: no person gave them."
    for line, suffix in zip(lines[1:4], (".csv", ".yaml", ".json"), strict=True):
        assert line.endswith(NAME + suffix)
        assert (tmp_path / "made up" / (NAME + suffix)).is_file()
    assert lines[4].startswith("Next:")


def test_the_next_command_works(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = json.loads(run(FORM, "--n", "200", "--out", "made up", "--json").stdout)
    program, *arguments = shlex.split(content["next"])
    assert program == "covalue"
    options = ["--draws", "2", "--no-second-opinions"]
    result = CliRunner().invoke(app, [*arguments, *options], catch_exceptions=False)
    assert result.exit_code == 0
    evidence = cm.read_evidence(tmp_path / "out" / "evidence.json")
    assert evidence.data.fingerprint == content["fingerprint"]
    assert evidence.instrument.digest == content["digest"]


def test_speaks_json_and_takes_a_folder(tmp_path) -> None:
    result = run(str(BFI / "instrument"), "--sites", "6", "-o", str(tmp_path), "--json")
    content = json.loads(result.stdout)
    assert content["synthetic"] is True
    assert content["instrument"] == "bfi25@1.0.0"
    assert content["answers"].endswith("synthetic_bfi25_1.0.0_seed1.csv")
    metadata = json.loads((tmp_path / "synthetic_bfi25_1.0.0_seed1.json").read_text())
    assert metadata["population"]["n_sites"] == 6
    assert metadata["n_respondents"] == 300


def test_scores_say_that_nobody_gave_the_answers(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = json.loads(run(FORM, "--n", "60", "--json").stdout)
    arguments = ["score", files["answers"], "-i", FORM, "--map", files["import_map"]]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.output.startswith("Synthetic data: a program made these answers.")
    assert pd.read_csv("scores.csv")["synthetic"].tolist() == [True] * 60
    assert json.loads((tmp_path / "scores.csv.record.json").read_text())["synthetic"] is True
    result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
    assert json.loads(result.stdout)["synthetic"] is True


def test_scores_of_real_answers_do_not(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    instrument, rules = (str(BFI / name) for name in ("instrument", "import_map.yaml"))
    arguments = ["score", str(BFI / "bfi.csv"), "-i", instrument, "--map", rules]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "ynthetic" not in result.output
    assert "synthetic" not in pd.read_csv("scores.csv", nrows=1)


@pytest.mark.parametrize(("n", "sites"), [("2", "3"), ("3", "4"), ("499", "500")])
def test_refuses_fewer_respondents_than_sites(n, sites, tmp_path) -> None:
    result = run(FORM, "--n", n, "--sites", sites, "--out", str(tmp_path))
    assert result.exit_code == 2
    # The message is wrapped in a box.
    message = " ".join(result.output.replace("│", " ").split())
    assert f"{n} respondents cannot be at {sites} sites: raise --n, or lower --sites" in message
    assert list(tmp_path.iterdir()) == []


def test_takes_what_its_ranges_allow(tmp_path) -> None:
    assert run(FORM, "--n", "2", "--sites", "2", "--out", str(tmp_path)).exit_code == 0
    for option, value in (("--n", "1"), ("--sites", "1"), ("--sites", "501")):
        result = run(FORM, option, value, "--out", str(tmp_path / "none"))
        assert result.exit_code == 2
        assert f"'{option}'" in result.output
    assert not (tmp_path / "none").exists()
