import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.export import export
from covalue_measures.cli.outputs import OutputError
from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.export import export_targets
from covalue_measures.schema import ItemBank, canonical_json

FORM = "communication_service_user@0.1.0/4a"

app = typer.Typer()
app.command()(export)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_draft_translation_leaves_only_when_it_is_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "enkät.html"
    with pytest.raises(InstrumentError, match="into 'sv' is a draft that nobody reviewed"):
        run(FORM, "--language", "sv", "--out", str(target))
    assert not target.exists()

    result = run(FORM, "--to", "html", "-l", "sv", "--out", str(target), "--allow-draft")

    assert result.exit_code == 0
    assert "enkät.html" in result.output
    page = target.read_text(encoding="utf-8")
    assert '<html lang="sv">' in page
    assert "Vårdteamet använde ord som jag förstod." in page
    assert "comsu01" not in page


def test_what_is_not_asked_for_has_a_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(FORM).exit_code == 0
    page = (tmp_path / "communication_service_user_4a.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page


def test_what_could_not_be_carried_stands_beside_the_file(tmp_path: Path) -> None:
    target = tmp_path / "form.json"
    result = run(FORM, "--to", "fhir-r4", "-o", str(target))
    lost = json.loads((tmp_path / "form.json.lost.json").read_text(encoding="utf-8"))
    assert {"path", "reason"} == set(lost[0])
    assert f"Not carried: {len(lost)} fields" in result.output.replace("\n", " ")
    content = json.loads(run(FORM, "--to", "fhir-r4", "-o", str(target), "--json").stdout)
    assert content["lost"] == lost
    assert content["instrument"] == FORM
    assert content["profile"] == "administer"


def test_codes_are_printed_when_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "sheet.html"
    assert run(FORM, "-o", str(target), "--with-codes").exit_code == 0
    assert '<span class="code">comsu01</span>' in target.read_text(encoding="utf-8")
    with pytest.raises(InstrumentError, match="--with-codes goes with --to html"):
        run(FORM, "--to", "json", "--with-codes", "-o", str(target))


def test_a_stale_translation_leaves_only_when_it_is_allowed(tmp_path: Path) -> None:
    document = cm.load_form(FORM).bank.model_dump(mode="json")
    document["version"] = "0.1.1"
    document["items"][0]["stem"]["en"] = "I understood what was said."
    bank, target = tmp_path / "bank.json", tmp_path / "sheet.html"
    bank.write_bytes(canonical_json(ItemBank.model_validate_json(json.dumps(document))))

    with pytest.raises(InstrumentError, match=r"is not up to date: items\.comsu01\.stem"):
        run(str(bank), "-l", "sv", "-o", str(target), "--allow-draft")
    assert not target.exists()

    allowed = ("--allow-stale", "--allow-draft")
    assert run(str(bank), "-l", "sv", "-o", str(target), *allowed).exit_code == 0


def test_the_targets_are_listed() -> None:
    output = run("--list").output
    for target, title in export_targets().items():
        assert target in output
        assert title.split(",")[0] in output


def test_refusals(tmp_path: Path) -> None:
    target = str(tmp_path / "sheet.html")
    with pytest.raises(RegistryError, match=r"has no texts in 'fi'; it has \['en', 'sv'\]"):
        run(FORM, "-l", "fi", "-o", target)
    with pytest.raises(RegistryError, match="There is no bank 'no_such_bank'"):
        run("no_such_bank", "-o", target)
    with pytest.raises(InstrumentError, match="'kr' is no ISO 4217 code"):
        run(FORM, "--currency", "kr", "-o", target)
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        run(FORM, "-o", str(tmp_path))
    with pytest.raises(InstrumentError, match="There is no export target 'paper'; there are"):
        run(FORM, "--to", "paper", "-o", target)
    with pytest.raises(InstrumentError, match="Name a bank, a form or a folder"):
        run("-o", target)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="There is no folder"):
        run(FORM, "-o", str(tmp_path / "none" / "sheet.html"))
