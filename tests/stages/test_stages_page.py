"""The page about stages says what the gates ask for, and its records can be read."""

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from reference_values import ROOT
from typer.testing import CliRunner

import covalue_measures as cm
from covalue_measures.cli.app import app
from covalue_measures.intake import DevelopmentRecords, read_development_records
from covalue_measures.schema import ItemBank, source_digest

PAGE = (ROOT / "docs" / "explanation" / "stages_of_a_bank.md").read_text(encoding="utf-8")
#: Cells of every row of a table whose first cell is code.
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| `")
]


def rules() -> dict[str, object]:
    text = files("covalue_measures.stages").joinpath("gate_rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_page_and_rules_have_the_same_numbers() -> None:
    shown = {row[0].strip("`"): row[1] for row in ROWS if "." in row[0]}
    declared = {
        f"{table}.{name}": value
        for table, entries in rules().items()
        if isinstance(entries, dict)
        for name, value in entries.items()
        if name != "source"
    }
    assert list(shown) == list(declared)
    for name, value in declared.items():
        if isinstance(value, list):
            assert shown[name] == ", ".join(value), name
        else:
            assert type(value)(shown[name]) == value, name


def test_every_source_of_a_number_is_on_the_page() -> None:
    for entries in rules().values():
        if isinstance(entries, dict):
            (doi,) = re.findall(r"doi:(10\.[^; ]+)", entries["source"])
            assert f"[doi:{doi}](https://doi.org/{doi})" in PAGE.replace("\n", " ")


def in_status(status: str, bank: ItemBank) -> ItemBank:
    return ItemBank.model_validate_json(
        json.dumps(json.loads(bank.model_dump_json()) | {"status": status})
    )


def test_page_and_gates_have_the_same_demands() -> None:
    shown = {row[0].strip("`"): row[2:] for row in ROWS if "." not in row[0]}
    kinds = [
        cm.load_bank("communication_service_user@0.1.0"),
        cm.load_bank("costs_inventory_family"),
    ]
    for column, before in enumerate(("draft", "candidate", "released")):
        wanted = {
            entry.id for bank in kinds for entry in cm.assess_stage(in_status(before, bank)).wanted
        }
        assert {name for name, gates in shown.items() if gates[column] == "yes"} == wanted
        assert {gates[column] for gates in shown.values()} <= {"yes", ""}


@pytest.fixture
def records(tmp_path: Path) -> DevelopmentRecords:
    """The records of the page, each in the place that its first line says."""
    for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL):
        path = tmp_path / block.splitlines()[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    return read_development_records(tmp_path)


def test_one_record_of_each_kind_can_be_read(records: DevelopmentRecords) -> None:
    assert [
        len(found)
        for found in (records.elicitations, records.codings, records.rounds, records.translations)
    ] == [1, 1, 1, 1]
    assert records.interviews is not None
    assert len(records.interviews.entries) == 2


def test_the_records_of_the_page_are_about_its_bank(records: DevelopmentRecords) -> None:
    bank = cm.load_bank("communication_family")
    dossier = cm.Dossier(
        elicitations=records.elicitations, rounds=records.rounds, interviews=records.interviews
    )
    found = {entry.id: entry for entry in cm.assess_stage(bank, dossier).wanted}
    assert found["elicitation"].missing == ("sv: 7 more participants",)
    assert found["interviews"].found.startswith("en: 1 interviews")
    assert "en, family: S-CVI/Ave 0.50" in found["ratings"].found
    (step,) = records.translations[0].records
    assert step.path is not None
    text = dict(bank.texts())[step.path]
    assert step.source == source_digest(text.get("en") or "")


def test_status_prints_what_the_page_shows() -> None:
    (shown,) = re.findall(r"^\$ covalue (status .*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    command, *lines = shown.splitlines()
    result = CliRunner(env={"COLUMNS": "80"}).invoke(app, command.split(), catch_exceptions=False)
    assert result.exit_code == 0
    printed = [line.rstrip() for line in result.output.splitlines()]
    for part in "\n".join(lines).split("\n...\n"):
        assert part in "\n".join(printed)
