import json
import shutil
from pathlib import Path

import pytest
from folder_bank import write_bank
from reference_values import ROOT
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.app import app, main
from covalue_measures.exceptions import MeasuresWarning
from covalue_measures.registry import bank_names, load_draft

ELICITATION = """\
study: Talks about talks
method: interview
role: service_user
language: en
domain_ids: [communication]
n_participants: 7
date: 2026-10-01
source: Report 1
"""
DEMANDS = {
    "wording",
    "provenance",
    "pool",
    "elicitation",
    "ratings",
    "interviews",
    "translations",
}
STAGES = {"draft", "candidate", "released", "retired"}


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        app, ["status", *map(str, arguments)], catch_exceptions=False
    )


def flat(result: Result) -> str:
    return " ".join(result.output.split())


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def overview() -> str:
    result = run()
    assert result.exit_code == 0
    return result.output


def test_every_bank_that_comes_along_has_a_line_with_what_it_lacks(overview) -> None:
    lines = overview.splitlines()
    assert max(map(len, lines)) <= 80
    names = [line.partition("@")[0] for line in lines if "@" in line]
    assert names == list(bank_names())
    assert lines[-1] == "'covalue status BANK' lists what is missing."


def test_no_word_of_the_overview_is_broken(overview) -> None:
    words = {word.strip(",()") for line in overview.splitlines()[3:-1] for word in line.split()}
    assert {word for word in words if word.isalpha()} <= DEMANDS | STAGES | {"of", "not", "earned"}


def test_a_bank_lists_every_demand_of_the_next_stage(tmp_path) -> None:
    result = run(write_bank(tmp_path / "talks"))
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    assert result.output.startswith("talks@0.1.0 is draft; to become candidate it needs\n")
    text = flat(result)
    assert (
        "met provenance Every item names the themes that it stands on. Found: 2 deductive." in text
    )
    assert "MISSING elicitation In each language 7 people of the role (service_user)" in text
    assert "Found: en: 0. - en: 7 more participants" in text
    assert "Found: No interviews about the present wording. - en: 7 interviews" in text


def test_records_beside_a_bank_count(tmp_path) -> None:
    folder = write_bank(tmp_path / "talks")
    write(folder / "evidence" / "elicitation" / "talks.yaml", ELICITATION)
    assert "met elicitation" in flat(run(folder))
    assert "Found: en: 7." in flat(run(folder))


def test_a_stage_that_nothing_stands_behind_is_said_not_to_be_earned(tmp_path) -> None:
    folder = write_bank(tmp_path / "talks", ("status: draft", "status: candidate"))
    text = flat(run(folder))
    assert "talks@0.1.0 is candidate; that asks for" in text
    assert "talks@0.1.0 is candidate; to become released it needs" in text
    assert "MISSING version The version is 1.0.0 or later" in text
    (content,) = json.loads(run(folder, "--json").stdout)
    assert (content["is_earned"], content["may_advance"]) == (False, False)


def test_a_retired_bank_says_why_and_needs_nothing_more(tmp_path) -> None:
    retirement = "status: retired\nretirement: {reason: Misread by many.}"
    result = run(write_bank(tmp_path / "talks", ("status: draft", retirement)))
    assert result.output.count("talks@0.1.0 is retired") == 1
    assert "met retirement" in flat(result)
    assert "Found: Misread by many." in flat(result)


def test_a_long_list_is_cut_and_says_where_the_rest_is(tmp_path) -> None:
    folder = tmp_path / "communication_service_user"
    shutil.copytree(ROOT / "item_banks" / "communication_service_user", folder)
    bank = load_draft(folder)
    ids = [item.id for item in bank.items if item.status == "active"]
    reviews = "".join(
        f"  - rater: su{number}\n    group: service_user\n    ratings:\n"
        + "".join(f"      - {{item_id: {name}, rating: 1}}\n" for name in ids)
        for number in (1, 2, 3)
    )
    write(
        folder / "evidence" / "content_validity" / "round_1.yaml",
        f"bank: {bank.reference}\nround: 1\ndate: 2026-11-20\nlanguage: en\naspect: relevance\n"
        f"reviews:\n{reviews}",
    )
    (content,) = json.loads(run(folder, "--json").stdout)
    ratings = next(entry for entry in content["wanted"] if entry["id"] == "ratings")
    assert sum("is too low" in lacking for lacking in ratings["missing"]) == len(ids)
    text = flat(run(folder))
    assert text.count("is too low") == 6
    assert f"- and {len(ratings['missing']) - 6} more; --json lists them all" in text


def test_evidence_that_does_not_count_is_named_with_the_reason(tmp_path) -> None:
    folder = write_bank(tmp_path / "talks")
    data = cm.simulate_responses(load_draft(folder), 60)
    plan = cm.EvaluationSettings(n_draws=2, second_opinions=False, correlation="pearson")
    with pytest.warns(MeasuresWarning):
        evidence = cm.evaluate(data, load_draft(folder), plan)
    write(folder / "evidence" / "answers" / "pilot.json", evidence.to_json())
    assert "Not counted: Evidence on synthetic_talks_0.1.0_seed1 is synthetic" in flat(run(folder))
    (content,) = json.loads(run(folder, "--json").stdout)
    assert len(content["left_out"]) == 1


def test_programs_read_what_is_wanted_and_what_is_missing(tmp_path) -> None:
    (content,) = json.loads(run(write_bank(tmp_path / "talks"), "--json").stdout)
    assert {key: content[key] for key in ("bank", "stage", "next_stage", "held", "rules")} == {
        "bank": "talks@0.1.0",
        "stage": "draft",
        "next_stage": "candidate",
        "held": [],
        "rules": "gates_1",
    }
    assert (content["is_earned"], content["may_advance"]) == (True, False)
    wanted = {entry["id"]: entry for entry in content["wanted"]}
    assert set(wanted) == DEMANDS
    assert wanted["elicitation"]["missing"] == ["en: 7 more participants"]
    assert wanted["provenance"]["missing"] == []
    assert wanted["ratings"]["source"].startswith("Polit, Beck and Owen (2007)")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("elicitation/talks.yaml", "role: service_user", "talks.yaml', study: Field required"),
        ("answers/pilot.json", "{", "This is not JSON"),
        ("interviews.yaml", "- one", "interviews.yaml' must hold fields"),
    ],
)
def test_a_record_that_is_none_ends_in_2_and_is_named(
    name, text, message, tmp_path, monkeypatch, capsys
) -> None:
    folder = write_bank(tmp_path / "talks")
    write(folder / "evidence" / name, text)
    monkeypatch.setattr("sys.argv", ["covalue", "status", str(folder)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    errors = capsys.readouterr().err
    assert errors.startswith("covalue: ")
    assert str(folder / "evidence" / name) in errors
    assert message in errors


def test_an_unknown_bank_ends_in_2(monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["covalue", "status", "nobody"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "'nobody' is neither the name of a bank nor the folder" in capsys.readouterr().err
