import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.export import export
from covalue_measures.cli.outputs import OutputError
from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.schema import ItemBank, canonical_json

FORM = "communication_service_user@0.1.0/4a"

app = typer.Typer()
app.command()(export)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_form_is_written_in_the_language_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "enkät.html"

    result = run(FORM, "--to", "html", "--language", "sv", "--out", str(target))

    assert result.exit_code == 0
    assert result.output.startswith("Questionnaire: ")
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
    page = (tmp_path / "questionnaire.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page


def test_codes_are_printed_when_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "sheet.html"
    assert run(FORM, "-o", str(target), "--with-codes").exit_code == 0
    assert '<span class="code">comsu01</span>' in target.read_text(encoding="utf-8")


def test_a_stale_translation_is_printed_only_when_allowed(tmp_path: Path) -> None:
    document = cm.load_form(FORM).bank.model_dump(mode="json")
    document["version"] = "0.1.1"
    document["items"][0]["stem"]["en"] = "I understood what was said."
    bank, target = tmp_path / "bank.json", tmp_path / "sheet.html"
    bank.write_bytes(canonical_json(ItemBank.model_validate_json(json.dumps(document))))

    with pytest.raises(InstrumentError, match=r"older than the original in items\.comsu01\.stem"):
        run(str(bank), "-l", "sv", "-o", str(target))
    assert not target.exists()

    assert run(str(bank), "-l", "sv", "-o", str(target), "--allow-stale").exit_code == 0


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
    assert run(FORM, "--to", "pdf", "-o", target).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_definition_is_not_written_over(tmp_path: Path) -> None:
    bank = tmp_path / "bank.json"
    bank.write_bytes(canonical_json(cm.load_form(FORM).bank))
    before = bank.read_bytes()
    with pytest.raises(OutputError, match="is the file that is read; write to another one"):
        run(str(bank), "-o", str(bank))
    assert bank.read_bytes() == before


def test_a_file_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(OutputError, match=r"sheet\.html' cannot be written: Permission denied\."):
        run(FORM, "-o", str(tmp_path / "sheet.html"))
