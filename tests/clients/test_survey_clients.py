"""Survey files and documents in programs that nobody here wrote; ``clients/surveys`` says which."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from reference_values import ROOT
from survey_exports import (
    BANKS,
    PROFILES,
    draft,
    export,
    instruments,
    our_scores,
    qualtrics_csv,
    sample_answers,
    with_rules,
)

from covalue_measures.export.form_words import form_words
from covalue_measures.export.identity import canonical_reference
from covalue_measures.export.odm import ODM_1_3_2, ODM_2_0, OdmExporter
from covalue_measures.export.pdf_page import PdfExporter
from covalue_measures.export.qualtrics import QualtricsExporter
from covalue_measures.export.word_document import WordExporter
from covalue_measures.schema import Instrument, QuantityScale, as_instrument

pytestmark = pytest.mark.clients

PYTHON = ROOT / ".venv-clients-surveys" / "bin" / "python"
SCRIPTS = Path(__file__).parent / "py"


def run(script: str, argument: Path, content: object = None) -> Any:
    command = [PYTHON, SCRIPTS / script, argument]
    text = None if content is None else json.dumps(content)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_odm_files_are_valid_and_odmlib_loads_them(tmp_path: Path) -> None:
    expected: dict[str, tuple[Instrument, str]] = {}
    for name in BANKS:
        for instrument in instruments(draft(name)):
            for language in instrument.bank.languages:
                for profile in PROFILES:
                    for exporter in (ODM_1_3_2, ODM_2_0):
                        stem = f"{len(expected)}"
                        made = export(exporter, instrument, language=language, profile=profile)
                        (tmp_path / f"{stem}.xml").write_bytes(made.content)
                        expected[stem] = (instrument, language)

    found = run("odm_validate.py", tmp_path)

    assert {stem: entry["error"] for stem, entry in found.items() if "error" in entry} == {}
    assert set(found) == set(expected)
    for stem, (instrument, language) in expected.items():
        entry = found[stem]
        assert entry["version"] == canonical_reference(instrument)
        for item in instrument.items:
            assert entry["items"][item.id]["question"][0] == item.stem.get(language)
            scale = instrument.response_scale(item)
            if not isinstance(scale, QuantityScale):
                listed = entry["lists"][f"CL.{scale.id}"]
                labels = {str(option.value): option.label for option in scale.options}
                labels |= {str(option.value): option.label for option in scale.missing}
                shown = {value: label.get(language) for value, label in labels.items()}
                assert {value: texts[0] for value, texts in listed.items()} == shown


@pytest.mark.parametrize("exporter", [ODM_1_3_2, ODM_2_0], ids=["1.3.2", "2.0"])
def test_a_damaged_odm_file_is_refused(exporter: OdmExporter, tmp_path: Path) -> None:
    content = export(exporter, draft("access_service_user")).content
    (tmp_path / "damaged.xml").write_bytes(
        content.replace(b'DataType="integer"', b'DataType="likert"')
    )

    assert "likert" in run("odm_validate.py", tmp_path)["damaged"]["error"]


@pytest.mark.parametrize("exporter", [ODM_1_3_2, ODM_2_0], ids=["1.3.2", "2.0"])
@pytest.mark.parametrize(
    "name", ["access_service_user", "bfi", "costs_inventory_service_user", "cost_strain_family"]
)
def test_an_xpath_processor_computes_our_scores(
    name: str, exporter: OdmExporter, tmp_path: Path
) -> None:
    for bank in with_rules(name):
        path = tmp_path / "scores.xml"
        path.write_bytes(export(exporter, bank, profile="score").content)
        records = sample_answers(bank, 60)

        theirs = np.array(run("odm_score.py", path, records), dtype=float)

        ours = our_scores(bank, records)
        assert ours.notna().any().all()
        assert ours.isna().any().all()
        # Our sums are rounded to nine decimals.
        np.testing.assert_allclose(theirs, ours.to_numpy(), rtol=0, atol=1e-9)


def test_qualtrics_files_are_understood(tmp_path: Path) -> None:
    expected: dict[str, Any] = {}
    for name in BANKS:
        bank = draft(name)
        for language in bank.languages:
            for profile in PROFILES:
                stem = f"{name}-{language}-{profile}"
                content = export(
                    QualtricsExporter(), bank, language=language, profile=profile
                ).content
                records = sample_answers(bank, 5)
                (tmp_path / f"{stem}.qsf").write_bytes(content)
                written = qualtrics_csv(json.loads(content), records)
                (tmp_path / f"{stem}.csv").write_text(written, encoding="utf-8")
                expected[stem] = (bank, language, records)

    found = run("qualtrics_parse.py", tmp_path)

    assert set(found) == set(expected)
    for stem, (bank, language, records) in expected.items():
        entry = found[stem]
        assert entry["survey"]["default_language"] == language.upper()
        assert entry["survey"]["survey_name"] == bank.title.get(language)
        options: dict[str, list[list[str]]] = {}
        for column, recode, code, text in entry["options"]:
            options.setdefault(column, []).append([recode, code, text])
        answers = {(row[0], row[1]): row[2:] for row in entry["answers"]}
        for item in as_instrument(bank).items:
            scale = bank.response_scale(item)
            shown = (
                scale.missing
                if isinstance(scale, QuantityScale)
                else (*scale.options, *scale.missing)
            )
            column = f"{item.id}_why" if isinstance(scale, QuantityScale) else item.id
            texts = [[str(option.value), option.label.get(language)] for option in shown]
            assert [[row[0], row[2]] for row in options.get(column, [])] == texts
            # The parser reads names of choices in lists, and not in grids.
            codes = [row[1] for row in options.get(column, [])]
            assert codes in ([option.code for option in shown], [None] * len(shown))
            for number, record in enumerate(records, start=1):
                value = record[item.id]
                is_missing = isinstance(scale, QuantityScale) and value.startswith("-")
                place = (f"R_{number}", column if is_missing else item.id)
                if not value:
                    assert place not in answers
                    continue
                raw, kind, recode = answers[place]
                assert raw == value
                is_amount = isinstance(scale, QuantityScale) and not is_missing
                assert (kind, recode) == (("text", None) if is_amount else ("categorical", value))


def shown_words(text: str) -> str:
    """Return a text without white space and hyphens, which a line break may add."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_papers_hold_every_text(tmp_path: Path) -> None:
    expected: dict[str, tuple[Instrument, str]] = {}
    for name in BANKS:
        whole, *forms = instruments(draft(name))
        # Drawing a page takes a second; forms of one bank stand for those of all.
        for instrument in (whole, *(forms if name == "access_family" else ())):
            for language in instrument.bank.languages:
                for exporter in (PdfExporter(), WordExporter()):
                    stem = f"{len(expected)}{exporter.suffix}"
                    made = export(exporter, instrument, language=language, currency="SEK")
                    (tmp_path / stem).write_bytes(made.content)
                    expected[stem] = (instrument, language)

    found = run("paper_read.py", tmp_path)

    for stem, (instrument, language) in expected.items():
        entry = found[stem]
        bank = instrument.bank
        title = (instrument.form or bank).title.get(language) or ""
        if stem.endswith(".pdf"):
            assert entry["is_tagged"]
            assert entry["language"] == language
            assert title in entry["title"]
            text = entry["text"]
        else:
            assert entry["messages"] == []
            text = re.sub(r"<[^>]+>", "", entry["html"]).replace("&amp;", "&")
            text = text.replace("&quot;", '"')
        words = shown_words(text)
        texts = [title, instrument.instruction.get(language) if instrument.instruction else ""]
        for item in instrument.items:
            scale = instrument.response_scale(item)
            texts += [item.stem.get(language), item.recall.get(language) if item.recall else ""]
            texts += [option.label.get(language) for option in scale.missing]
            if not isinstance(scale, QuantityScale):
                texts += [option.label.get(language) for option in scale.options]
        texts.append(instrument.reference)
        texts.append(form_words(language).printed.states[bank.status])
        lacking = [each for each in texts if each and shown_words(each) not in words]
        assert lacking == [], (stem, instrument.reference, language)
