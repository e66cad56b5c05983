"""XLSForms in programs that nobody here wrote: pyxform, ODK Validate, ODK Web Forms."""

import json
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from form_cases import draft
from reference_values import ROOT

import covalue_measures as cm
from covalue_measures.export.exporter import ExportRequest, Profile
from covalue_measures.export.odk import XlsformExporter
from covalue_measures.schema import AnswerScale, Instrument, ItemBank, QuantityScale

pytestmark = pytest.mark.clients

PYTHON = ROOT / ".venv-clients-odk" / "bin" / "python"
NODE_MODULES = ROOT / "clients" / "odk" / "node_modules"
CLIENTS = Path(__file__).parent
BANKS = sorted(path.parent.name for path in (ROOT / "item_banks").glob("*/bank.yaml"))
INSTEAD = {"en": "If you cannot give a number:", "sv": "Om du inte kan ange ett tal:"}
LANGUAGE_NAMES = {"en": "English (en)", "sv": "Svenska (sv)"}
Step = dict[str, Any]


def write_xlsform(
    folder: Path, name: str, instrument: Instrument, language: str, profile: Profile
) -> None:
    request = ExportRequest(
        instrument=instrument, language=language, profile=profile, currency="SEK"
    )
    (folder / f"{name}.xlsx").write_bytes(XlsformExporter().export(request).content)


def convert(folder: Path) -> dict[str, list[str]]:
    """Return the warnings of each form; ODK Validate's refusal fails the run."""
    command = [PYTHON, CLIENTS / "py" / "odk_convert.py", folder]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    warnings: dict[str, list[str]] = json.loads(made.stdout)
    return warnings


def fill(folder: Path, jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fill forms in ODK Web Forms; return what each one sent and showed."""
    task = folder / "jobs.json"
    task.write_text(json.dumps(jobs), encoding="utf-8")
    command = ["node", CLIENTS / "js" / "odk_fill.mjs", task]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)
    for result in results:
        assert result["outside"] == [], "the form asks no other address"
        assert result["errors"] == []
    return results


def fields_of(submission: str) -> dict[str, str]:
    root = ET.fromstring(submission)
    found = {element.tag.rpartition("}")[2]: element.text or "" for element in root.iter()}
    return {**found, "form_id": root.attrib["id"], "form_version": root.attrib["version"]}


def random_answer(scale: AnswerScale, rng: np.random.Generator) -> int | float | None:
    """Return a value as files hold it: a category, an amount, a missing option, or nothing."""
    draw = rng.random()
    if draw < 0.08:
        return None
    if draw < 0.2 and scale.missing:
        return int(rng.choice([option.value for option in scale.missing]))
    if isinstance(scale, QuantityScale):
        steps = int(rng.integers(0, 50 * scale.steps_per_unit))
        return steps / scale.steps_per_unit if scale.decimals else steps
    return int(rng.choice(scale.values))


def steps_of(
    instrument: Instrument, answers: dict[str, int | float | None], language: str
) -> list[Step]:
    """Return how a person gives these answers in a form."""
    steps: list[Step] = []
    n_amounts_open = 0
    for item in instrument.items:
        scale, answer = instrument.response_scale(item), answers[item.id]
        stem = item.stem.get(language)
        missing = {option.value: option.label.get(language) for option in scale.missing}
        if isinstance(scale, QuantityScale):
            if answer is not None and answer not in missing:
                steps.append({"question": stem, "write": str(answer)})
                continue
            if answer is not None:
                label = missing[int(answer)]
                question = INSTEAD[language]
                # Questions of amounts that were given are gone by now.
                steps.append({"question": question, "nth": n_amounts_open, "choose": label})
            n_amounts_open += 1
        elif answer is not None:
            labels = {option.value: option.label.get(language) for option in scale.options}
            steps.append({"question": stem, "choose": {**labels, **missing}[int(answer)]})
    return steps


def import_rules(instrument: Instrument) -> cm.ImportMap:
    amounts = [
        item.id
        for item in instrument.items
        if isinstance(instrument.response_scale(item), QuantityScale)
    ]
    columns = [{"item": item_id, "column": f"{item_id}_answer"} for item_id in amounts]
    money = {"currency": "SEK", "price_year": 2026} if amounts else {}
    return cm.ImportMap.model_validate_json(json.dumps({"columns": columns, **money}))


def answer_columns(instrument: Instrument) -> list[str]:
    mapped = {entry.item: entry.column for entry in import_rules(instrument).columns}
    return [mapped.get(item_id, item_id) for item_id in instrument.item_ids]


def test_odk_validate_takes_every_bank(tmp_path) -> None:
    for name in BANKS:
        bank = draft(name)
        # Asked for in Swedish, a form holds both languages.
        write_xlsform(tmp_path, name, Instrument(bank=bank), "sv", "score")
        form = Instrument(bank=bank, form_id="4a")
        write_xlsform(tmp_path, f"{name}_4a", form, "en", "score")
    warnings = convert(tmp_path)
    assert len(warnings) == 2 * len(BANKS)
    assert not any(warnings.values()), warnings


def test_odk_validate_takes_what_asks_for_no_score(tmp_path) -> None:
    for name in ("bfi", "access_service_user", "costs_inventory_service_user"):
        write_xlsform(tmp_path, name, Instrument(bank=draft(name)), "en", "administer")
    assert convert(tmp_path) == {
        "access_service_user": [],
        "bfi": [],
        "costs_inventory_service_user": [],
    }


def test_scores_of_random_answers_equal_ours(tmp_path) -> None:
    """Scales mirrored and not, counts of reasons, sums of money and hours; in both languages."""
    rng = np.random.default_rng(20261125)
    plans = [
        ("bfi", None, "en", 2),
        ("communication_service_user", None, "sv", 2),
        ("health_professional_experience", None, "en", 2),
        ("access_service_user", None, "sv", 2),
        ("costs_inventory_service_user", None, "sv", 3),
        ("communication_service_user", "4a", "en", 3),
    ]
    jobs, given = [], []
    for bank_name, form_id, language, n_respondents in plans:
        instrument = Instrument(bank=draft(bank_name), form_id=form_id)
        name = f"{bank_name}_{form_id}_{language}"
        write_xlsform(tmp_path, name, instrument, language, "score")
        for _ in range(n_respondents):
            answers = {
                item.id: random_answer(instrument.response_scale(item), rng)
                for item in instrument.items
            }
            steps = steps_of(instrument, answers, language)
            form = str(tmp_path / f"{name}.xml")
            jobs.append({"form": form, "steps": [*steps, {"send": True}]})
            given.append((instrument, answers))
    convert(tmp_path)

    n_scores = 0
    for (instrument, answers), result in zip(given, fill(tmp_path, jobs), strict=True):
        sent = fields_of(result["sent"][0])
        columns = answer_columns(instrument)
        assert {
            item_id: float(sent[column]) if sent[column] else None
            for item_id, column in zip(instrument.item_ids, columns, strict=True)
        } == answers
        table = pd.DataFrame([[sent[column] for column in columns]], columns=columns)
        data = cm.read_responses(table, instrument, import_map=import_rules(instrument))
        scores = cm.score_responses(data)
        for rule in instrument.scoring_rules:
            shown = sent[rule.id]
            expected = float(scores.scores[rule.id].iloc[0])
            assert float(shown or "nan") == pytest.approx(expected, rel=1e-12, nan_ok=True)
            n_scores += shown != ""
    assert n_scores > 20


def test_a_form_is_switched_to_another_language_and_back(tmp_path) -> None:
    instrument = Instrument(bank=draft("communication_service_user"), form_id="4a")
    first, second = instrument.items[:2]
    write_xlsform(tmp_path, "form", instrument, "sv", "score")
    convert(tmp_path)
    job = {
        "form": str(tmp_path / "form.xml"),
        "steps": [
            {"see": first.stem.get("sv")},
            {"see": "Under de senaste 3 månaderna"},
            {"question": first.stem.get("sv"), "choose": "Ofta"},
            {"language": LANGUAGE_NAMES["en"]},
            {"see": first.stem.get("en")},
            {"see": "In the past 3 months"},
            {"question": second.stem.get("en"), "choose": "Does not apply"},
            {"language": LANGUAGE_NAMES["sv"]},
            {"send": True},
        ],
    }
    (result,) = fill(tmp_path, [job])
    sent = fields_of(result["sent"][0])
    assert (sent["comsu01"], sent[second.id]) == ("3", "-98")
    assert sent["form_id"] == "communication_service_user_4a"
    assert sent["form_version"] == f"0.2.0_{instrument.digest[:12]}_sv_en_score"
    assert sent["cvm_definition"] == f"cvm={instrument.reference}#{instrument.digest[:12]}"


def test_amounts_are_held_to_their_range_and_decimals(tmp_path) -> None:
    instrument = Instrument(bank=draft("costs_inventory_service_user"))
    times = next(item for item in instrument.items if item.response_scale == "count")
    hours = next(item for item in instrument.items if item.response_scale == "hours")
    write_xlsform(tmp_path, "form", instrument, "sv", "administer")
    convert(tmp_path)

    def job(*steps: Step) -> dict[str, Any]:
        return {"form": str(tmp_path / "form.xml"), "steps": list(steps)}

    hours_question, times_question = hours.stem.get("sv"), times.stem.get("sv")
    refused = "Ett tal från 0 till 672 med högst 2 decimaler."
    results = fill(
        tmp_path,
        [
            job(
                {"question": hours_question, "write": "1.234"},
                {"send": "refused"},
                {"see": refused},
                {"question": hours_question, "write": "672.25"},
                {"send": "refused"},
                {"question": hours_question, "write": "671.75"},
                {"question": times_question, "write": "1001"},
                {"send": "refused"},
                {"see": "Ett heltal från 0 till 1000."},
                {"question": times_question, "write": "1000"},
                {"send": True},
            ),
            job(
                {"question": INSTEAD["sv"], "nth": 0, "choose": "Jag vet inte"},
                {"question": instrument.items[0].stem.get("sv"), "write": "12.5"},
                {"send": True},
            ),
        ],
    )
    sent = fields_of(results[0]["sent"][0])
    assert (sent[hours.id], sent[times.id]) == ("671.75", "1000")
    first = instrument.item_ids[0]
    sent = fields_of(results[1]["sent"][0])
    assert sent.get(f"{first}_why", "") == "", "an amount takes the place of a missing option"
    assert sent[f"{first}_answer"] == "12.5"


@pytest.mark.parametrize(
    ("locale", "stored"), [("sv-SE", "12.25"), ("en-US", "1225.0")], ids=["sv", "en"]
)
def test_web_forms_reads_a_decimal_comma_by_the_language_of_the_browser(
    tmp_path, locale, stored
) -> None:
    """The guide warns of it: in an English browser the comma is dropped as it is typed."""
    instrument = Instrument(bank=draft("costs_inventory_service_user"))
    first = instrument.items[0]
    write_xlsform(tmp_path, "form", instrument, "sv", "administer")
    convert(tmp_path)
    steps = [{"question": first.stem.get("sv"), "write": "12,25"}, {"send": True}]
    (result,) = fill(
        tmp_path, [{"form": str(tmp_path / "form.xml"), "locale": locale, "steps": steps}]
    )
    assert fields_of(result["sent"][0])[first.id] == stored


def test_texts_that_look_like_formulas_and_numbers_arrive_as_they_are(tmp_path, bfi_bank) -> None:
    content = json.loads(bfi_bank.model_dump_json())
    stems = ["=1+1", "+46 is a number", "-5 degrees", "@home", "1.10", "Two lines\nof text"]
    for item, stem in zip(content["items"], stems, strict=False):
        item["stem"] = {"en": stem}
    bank = ItemBank.model_validate_json(json.dumps(content))
    write_xlsform(tmp_path, "form", Instrument(bank=bank), "en", "administer")
    convert(tmp_path)
    labels = [
        element.findtext("{*}value")
        for element in ET.parse(tmp_path / "form.xml").iter("{http://www.w3.org/2002/xforms}text")
        if element.attrib["id"] in {f"/data/{item.id}:label" for item in bank.items}
    ]
    assert labels[: len(stems)] == stems


def test_the_client_is_the_one_that_is_named() -> None:
    package = json.loads((NODE_MODULES / "@getodk" / "web-forms" / "package.json").read_text())
    assert package["version"] == "0.22.0"
