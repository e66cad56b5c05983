import json
import re
from functools import partial
from pathlib import Path

import pytest
from folder_bank import write_bank
from reference_values import ROOT
from typer.testing import CliRunner, Result

from covalue_measures.cli.app import app, main
from covalue_measures.records import COVALUE_THEMES
from covalue_measures.registry import trace_item, trace_theme

FORM = """\
id: 1a
version: "0.1.0"
title: Form 1a
item_ids: [ta01]
subscales:
  - {id: plans, title: Plans, measurement_model: reflective, item_ids: [ta01]}
rationale: One is quicker.
"""
REASON = 'choices: [{item_id: ta01, reason: "It comes first, and the other needs it."}]\n'
SECOND = "    provenance: {kind: deductive, theme_ids: [CV2-T-COM]}\nsubscales:"
#: The second item comes from talks, and is no longer asked.
ELICITED = """\
    status: retired
    waivers: [{rule: L02, reason: People said it so.}]
    provenance:
      kind: elicited
      theme_ids: [CV2-D-PEER, LOC1-D-TIME]
      note: Said in three talks.
subscales:"""


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        app, ["trace", *arguments], catch_exceptions=False
    )


def flat(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pair of banks, which the command reads in place of those that come along."""
    pair = ("id: ta01\n", "id: ta01\n    pair_id: call_back\n")
    left = ("item_ids: [ta01, ta02]", "item_ids: [ta01]")
    folder = write_bank(tmp_path / "talks", pair, left, (SECOND, ELICITED))
    (folder / "forms").mkdir()
    (folder / "forms" / "1a.yaml").write_text(FORM, encoding="utf-8")
    write_bank(
        tmp_path / "family",
        pair,
        ("ta0", "tf0"),
        ("id: talks", "id: family"),
        ("service_user", "family"),
        ("The staff told me", "The staff told us"),
    )
    for name, function in (("trace_item", trace_item), ("trace_theme", trace_theme)):
        monkeypatch.setattr(f"covalue_measures.cli.trace.{name}", partial(function, root=tmp_path))
    return folder


def test_an_item_is_shown_with_all_it_stands_on(own) -> None:
    result = run("ta01")
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.output.splitlines()] == [
        "ta01, revision 1: The staff told me when they would call back.",
        "Bank         talks@0.1.0 (draft), service_user",
        "Facet        plans: Plans",
        "             What comes next is said.",
        "Provenance   deductive: derived from literature; no quote and no interview",
        "             stands behind it",
        "             Made up for a test.",
        "Theme        CV2-T-COM: Communication (value_domain). Forcino et al. (2024), The",
        "             Permanente Journal, doi:10.7812/TPP/24.009",
        "Mirrored by  tf01 (family): The staff told us when they would call back.",
        "In form      1a: no reason is recorded",
    ]


def test_a_form_says_why_it_took_the_item(own) -> None:
    form = own / "forms" / "1a.yaml"
    form.write_text(FORM + REASON, encoding="utf-8")
    assert "In form 1a: It comes first, and the other needs it." in flat(run("ta01"))
    content = json.loads(run("ta01", "--json").stdout)
    assert content["forms"] == [{"form": "1a", "reason": "It comes first, and the other needs it."}]


def test_a_retired_item_says_so_and_keeps_its_own_provenance_and_waivers(own) -> None:
    text = flat(run("ta02"))
    assert "Status retired: no longer asked" in text
    assert "Provenance elicited: from people's own words Said in three talks. Theme" in text
    assert "Theme CV2-D-PEER: Peer learning within the community of practice (driver)" in text
    assert "Theme LOC1-D-TIME: of another study than CO-VALUE" in text
    assert "Waived L02 (every language): People said it so." in text
    assert "Mirrored by" not in text


def test_programs_read_an_item(own) -> None:
    content = json.loads(run("ta02", "--json").stdout)
    assert set(content) == {
        "item",
        "bank",
        "facet",
        "themes",
        "other_theme_ids",
        "mirrored",
        "forms",
    }
    assert content["item"]["stem"] == {"en": "The staff wrote down what we agreed on."}
    assert (content["bank"], content["facet"]["id"]) == ("talks@0.1.0", "plans")
    assert [theme["id"] for theme in content["themes"]] == ["CV2-D-PEER"]
    assert content["other_theme_ids"] == ["LOC1-D-TIME"]
    assert json.loads(run("ta01", "--json").stdout)["mirrored"] == ["tf01"]


def test_a_theme_lists_the_items_that_stand_on_it(own) -> None:
    result = run("CV2-T-COM")
    assert result.exit_code == 0
    head, source, count, *_ = result.output.splitlines()
    assert head == "CV2-T-COM: Communication (value_domain)"
    assert source.startswith("Forcino et al. (2024)")
    assert count.rstrip() == "3 items stand on it"
    assert "tf01 family plans The staff told us when they would call" in flat(result)
    content = json.loads(run("CV2-T-COM", "--json").stdout)
    assert content["theme"]["domain_id"] == "communication"
    assert content["items"] == [
        {"item": "tf01", "bank": "family@0.1.0"},
        {"item": "tf02", "bank": "family@0.1.0"},
        {"item": "ta01", "bank": "talks@0.1.0"},
    ]


def test_one_item_is_counted_as_one_and_none_as_none(own) -> None:
    assert "1 item stands on it" in flat(run("CV2-D-PEER"))
    assert "No item stands on this theme." in run("CV1-A-CTX").output
    assert json.loads(run("CV1-A-CTX", "--json").stdout)["items"] == []


@pytest.mark.parametrize("theme", [theme.id for theme in COVALUE_THEMES])
def test_lines_fit_a_terminal_and_no_id_is_broken(theme) -> None:
    result = run(theme)
    head, _, *rows = result.output.splitlines()
    assert head.startswith(f"{theme}: ")
    assert max(map(len, rows)) <= 80
    for placed in trace_theme(theme).items:
        assert any(row.startswith(f"{placed.item.id} ") for row in rows)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("comsu99", "No bank has an item 'comsu99'; 'covalue show BANK' lists them."),
        # Ids of items and of themes are told apart by the dash, whatever their letters.
        ("COMSU01", "No bank has an item 'COMSU01'"),
        ("cv2-t-com", "There is no theme 'cv2-t-com'; there are CV2-T-COM, CV2-T-SEF"),
    ],
)
def test_what_there_is_not_ends_in_2(name, message, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["covalue", "trace", name])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith(f"covalue: {message}")


def test_the_page_shows_what_is_printed() -> None:
    page = (ROOT / "docs" / "how-to" / "trace_an_item.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^\$ covalue trace (.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    name, *lines = shown.splitlines()
    assert [line.rstrip() for line in run(name).output.splitlines()] == lines


def test_answers_about_different_periods_are_not_passed_off_as_mirrored_exactly():
    shown = flat(run("intsu02"))
    other = "It asks about another period: 'In the past 4 weeks'; this one: 'In the past 3 months'"
    assert shown.count("It asks about another period") == 1
    assert f"(health_professional): {stem_of('inthp01')} {other}" in shown


def stem_of(item_id: str) -> str:
    placed = trace_item(item_id).placed
    return placed.item.stem.get("en") or ""
