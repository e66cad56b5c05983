import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from covalue_measures.cli.outputs import OutputError
from covalue_measures.cli.schema import schema
from covalue_measures.exceptions import RegistryError
from covalue_measures.export.published_schemas import PUBLISHED_SCHEMAS

app = typer.Typer()
app.command()(schema)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_schema_is_printed_by_its_name() -> None:
    printed = json.loads(run("import_map").output)
    assert printed["$id"] == "https://covalue-measures.org/schema/import_map/1/schema.json"


def test_without_a_name_all_are_listed() -> None:
    listed = run().output
    assert all(entry.name in listed and entry.title in listed for entry in PUBLISHED_SCHEMAS)


def test_all_are_written_to_a_folder(tmp_path: Path) -> None:
    assert run("--out", str(tmp_path / "new")).exit_code == 0
    written = {path.relative_to(tmp_path / "new").as_posix() for path in tmp_path.rglob("*.json")}
    assert written == {entry.path for entry in PUBLISHED_SCHEMAS}


def test_one_is_written_to_a_folder(tmp_path: Path) -> None:
    result = run("elicitation", "--out", str(tmp_path))
    assert result.output.startswith("Schema: ")
    assert [path.parent.parent.name for path in tmp_path.rglob("*.json")] == ["elicitation"]


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RegistryError, match=r"no schema 'bank'; there are item_bank, import_map"):
        run("bank")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be made a folder"):
        run("--out", str(tmp_path / "file"))


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elicitation" / "1" / "schema.json").mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written"):
        run("elicitation", "--out", str(tmp_path))
