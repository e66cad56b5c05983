import json
import shlex

import pytest
import typer
from reference_values import BFI
from typer.testing import CliRunner

import covalue_measures as cm
from covalue_measures.cli.app import app
from covalue_measures.cli.simulate import simulate
from covalue_measures.exceptions import InsufficientDataError

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


def test_refuses_fewer_respondents_than_sites(tmp_path) -> None:
    with pytest.raises(InsufficientDataError, match="3 respondents cannot be at 4 sites"):
        run(FORM, "--n", "3", "--out", str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert run(FORM, "--n", "0").exit_code == 2
