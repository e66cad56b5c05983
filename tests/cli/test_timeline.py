from pathlib import Path

import pytest
import typer
from reference_values import ROOT
from typer.testing import CliRunner, Result

from covalue_measures.cli.outputs import OutputError
from covalue_measures.cli.timeline import timeline
from covalue_measures.exceptions import IntakeError

PASSPORT = ROOT / "examples" / "team_records" / "passport"
APP = typer.Typer()
APP.command()(timeline)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        APP, [str(argument) for argument in arguments], catch_exceptions=False
    )


def test_a_page_is_written_and_said_where(tmp_path: Path) -> None:
    target = tmp_path / "team.html"

    result = run(PASSPORT, "--out", target)

    assert result.exit_code == 0
    assert result.output == f"Timeline: {target} (12 records)\n"
    assert "team t07" in target.read_text(encoding="utf-8")


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        run(PASSPORT, "--out", tmp_path)


def test_what_is_no_folder_of_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="holds no team record"):
        run(tmp_path, "--out", tmp_path / "team.html")
