import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.import_answers import import_answers
from covalue_measures.cli.outputs import OutputError
from covalue_measures.exceptions import IntakeError

FORM = "communication_service_user@0.1.0/4a"
HEADER = "id,comsu01,comsu04,comsu08,comsu13,clinic\n"
GOOD = HEADER + "P-1,4,3,-98,2,north\nP-2,1,,2,0,south\n"
BAD = GOOD + "P-3,9,3,2,5,north\n"
COLUMNS = ["--id", "id", "--group", "clinic"]

app = typer.Typer()
app.command()(import_answers)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "-i", FORM], catch_exceptions=False)


@pytest.fixture
def write(tmp_path: Path):
    def write_file(content: str) -> str:
        path = tmp_path / "pilot.csv"
        path.write_text(content, encoding="utf-8")
        return str(path)

    return write_file


def test_a_dry_run_reports_every_item_and_writes_nothing(tmp_path, write) -> None:
    result = run(write(GOOD), *COLUMNS, "--dry-run")
    assert result.exit_code == 0
    assert "in pilot.csv (csv, n = 2)" in result.output
    assert "Read 1 cell without text as skipped." in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["pilot.csv"]


def test_a_dry_run_with_rejected_cells_says_where_and_ends_with_2(write) -> None:
    result = run(write(BAD), *COLUMNS, "--dry-run")
    assert result.exit_code == 2
    assert "- Item 'comsu01' has response 9, but response scale 'freq5' allows" in result.output
    assert "(line 4, column 'comsu13' of pilot.csv)" in result.output
    assert "P-3" not in result.output


def test_a_dry_run_speaks_json(write) -> None:
    result = run(write(BAD), *COLUMNS, "--dry-run", "--json")
    assert result.exit_code == 2
    content = json.loads(result.stdout)
    assert [item["n_rejected"] for item in content["items"]] == [1, 0, 0, 1]
    assert "answers" not in content


def test_an_import_writes_a_table_that_reads_back(tmp_path, write) -> None:
    source, target = write(GOOD), tmp_path / "out.parquet"
    result = run(source, *COLUMNS, "--out", str(target))
    assert result.exit_code == 0
    assert "out.import_map.yaml" in result.output
    form = cm.load_form(FORM)
    rules = cm.ImportMap(respondent_id="id", groups=("clinic",))
    expected = cm.read_responses(source, form, import_map=rules)
    import_map = cm.read_import_map(tmp_path / "out.import_map.yaml")
    data = cm.read_responses(target, form, import_map=import_map)
    assert data.fingerprint == expected.fingerprint
    assert data.respondent_ids is None
    record = json.loads((tmp_path / "out.intake.json").read_text(encoding="utf-8"))
    assert record["report"]["n_records"] == 2


def test_ids_are_written_when_asked_for(tmp_path, write) -> None:
    target = tmp_path / "out.csv"
    assert run(write(GOOD), *COLUMNS, "-o", str(target), "--with-ids").exit_code == 0
    assert target.read_text().splitlines()[1] == "P-1,north,4,3,not_applicable,2"


def test_a_file_with_rejected_cells_is_refused_and_nothing_written(tmp_path, write) -> None:
    target = tmp_path / "out.csv"
    with pytest.raises(IntakeError, match=r"^2 problems in pilot\.csv:"):
        run(write(BAD), *COLUMNS, "-o", str(target))
    assert not target.exists()


def test_rejected_cells_count_as_technical_when_told(tmp_path, write) -> None:
    target = tmp_path / "out.csv"
    result = run(write(BAD), *COLUMNS, "-o", str(target), "--on-refused", "record", "--json")
    assert result.exit_code == 0
    assert target.read_text().splitlines()[3] == "north,technical,3,2,technical"
    content = json.loads(result.stdout)
    assert content["answers"] == str(target)
    assert content["warnings"][0].startswith("2 cells of pilot.csv are no response")


def test_a_map_is_extended_by_options(tmp_path, write) -> None:
    map_file = tmp_path / "map.yaml"
    map_file.write_text("respondent_id: id\nmode: web\n")
    source = write(GOOD)
    assert run(source, "--map", str(map_file), "--ignore", "clinic", "--dry-run").exit_code == 0
    with pytest.raises(IntakeError, match=r"Import map and options together: .*'id' twice"):
        run(source, "--map", str(map_file), "--ignore", "id", "--dry-run")


def test_a_layout_may_be_said(write) -> None:
    source = write(GOOD)
    assert run(source, *COLUMNS, "--layout", "redcap", "--dry-run").exit_code == 0
    assert run(source, *COLUMNS, "--layout", "paper", "--dry-run").exit_code == 2


def test_the_source_is_not_replaced(write) -> None:
    source = write(GOOD)
    with pytest.raises(OutputError, match="is the file that is read"):
        run(source, *COLUMNS, "-o", source)


def test_scores_of_the_form_are_compared(tmp_path) -> None:
    items = [f"comsu{number:02d}" for number in range(1, 16)]
    header = ["SubmissionDate", "KEY", "AttachmentsPresent", *items, "all-communication_mean"]
    records = [
        ["2026-01-02", "uuid:1", "0", *["3"] * 7, *["4"] * 8, "{}"],
        ["2026-01-02", "uuid:2", "0", *[""] * 15, ""],
        ["2026-01-02", "uuid:3", "0", *["0"] * 15, "not computed"],
    ]
    source = tmp_path / "central.csv"
    bank = cm.load_bank("communication_service_user@0.1.0")
    answers = [[int(text) for text in records[0][3:18]]]
    frame = pd.DataFrame(answers, columns=items)
    score = cm.score_responses(cm.read_responses(frame, bank)).scores["communication_mean"][0]
    records[0][-1] = f"{score:.2f}"
    source.write_text("\n".join(",".join(record) for record in [header, *records]))
    result = CliRunner().invoke(
        app, [str(source), "-i", bank.reference, "--dry-run"], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert (
        "Score 'communication_mean': 2 as the form computed them, 1 different, first in record 3."
        in result.output
    )


@pytest.mark.parametrize("text", ["secret free text", "Anna"])
def test_a_text_of_a_refused_cell_is_kept_nowhere(tmp_path, write, text) -> None:
    source, target = write(GOOD + f"P-3,{text},3,2,1,north\n"), tmp_path / "out.csv"
    for options in (["--json"], []):
        result = run(source, *COLUMNS, "-o", str(target), "--on-refused", "record", *options)
        assert result.exit_code == 0
        assert text not in result.output
    assert text not in run(source, *COLUMNS, "--dry-run", "--json").output
    written = [path for path in tmp_path.iterdir() if path.name != "pilot.csv"]
    assert len(written) == 3
    for path in written:
        assert text not in path.read_text(encoding="utf-8")
    assert ("has 'Anna', but" in run(source, *COLUMNS, "--dry-run").output) == (text == "Anna")


def test_ids_and_groups_that_are_formulas_are_neutral_in_csv(tmp_path, write) -> None:
    content = HEADER + "=1+1,4,3,2,2,@SUM(A1)\nP-2,1,0,2,0,south\n"
    source, target = write(content), tmp_path / "out.csv"
    assert run(source, *COLUMNS, "-o", str(target), "--with-ids").exit_code == 0
    assert target.read_text().splitlines()[1] == "'=1+1,'@SUM(A1),4,3,2,2"
