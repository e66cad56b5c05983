import importlib
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from costs_case import costs_content
from form_cases import (
    HELD,
    HELD_WITH_SCORES,
    all_instruments,
    changed,
    draft,
    reviewed,
    unsaid_fields,
    unsaid_texts,
)

from covalue_measures.exceptions import InstrumentError, MissingExtraError
from covalue_measures.export.exporter import ExportedFile, ExportRequest
from covalue_measures.export.odk import XlsformExporter
from covalue_measures.schema import Instrument, ItemBank, QuantityScale

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PLACED = HELD | {
    "response_scales.*.id",
    "response_scales.*.missing.*.reason",
    "quantity_scales.*.id",
    "quantity_scales.*.decimals",
    "quantity_scales.*.missing.*.reason",
}
Row = dict[str, str]


def export(instrument: Instrument, language: str = "en", **options: Any) -> ExportedFile:
    settings = {"profile": "administer", **options}
    return XlsformExporter().export(
        ExportRequest(instrument=instrument, language=language, **settings)
    )


def sheets(content: bytes) -> dict[str, list[Row]]:
    """Return the rows of every sheet, read by the standard library; refuse what is no text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [
            sheet.attrib["name"]
            for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        found = {}
        for number, name in enumerate(names, start=1):
            table = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(table.iter(f"{MAIN}f")), "no cell is a formula"
            rows = []
            for line in table.iter(f"{MAIN}row"):
                cells = {}
                for cell in line.iter(f"{MAIN}c"):
                    text = cell.find(f"{MAIN}is/{MAIN}t")
                    assert cell.attrib["t"] == "inlineStr", "every cell is text"
                    assert text is not None
                    cells[cell.attrib["r"].rstrip("0123456789")] = text.text or ""
                rows.append(cells)
            header = rows[0]
            found[name] = [
                {header[column]: text for column, text in row.items()} for row in rows[1:]
            ]
    return found


def form_4a() -> Instrument:
    return Instrument(bank=draft("communication_service_user"), form_id="4a")


def costs() -> Instrument:
    return Instrument(bank=ItemBank.model_validate_json(json.dumps(costs_content())))


def named(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row["name"] == name)


def test_a_form_to_administer() -> None:
    found = sheets(export(form_4a(), "en").content)
    digest = form_4a().digest[:12]
    assert list(found) == ["survey", "choices", "settings"]
    assert found["settings"] == [
        {
            "form_title": "Communication, short form 4a",
            "form_id": "communication_service_user_4a",
            "version": f"0.2.0_{digest}_en",
            "default_language": "English (en)",
            "clean_text_values": "no",
        }
    ]
    label, hint = "label::English (en)", "hint::English (en)"
    period = "In the past 3 months"
    assert [(row["type"], row["name"], row.get(hint)) for row in found["survey"]] == [
        ("note", "cvm_title", None),
        ("note", "cvm_instruction", None),
        ("note", "cvm_period_1", None),
        ("select_one freq5", "comsu01", period),
        ("select_one freq5", "comsu04", period),
        ("select_one freq5", "comsu08", period),
        ("select_one freq5", "comsu13", period),
        ("note", "cvm_about", None),
        ("calculate", "cvm_definition", None),
    ]
    assert named(found["survey"], "comsu01")[label] == "The care team used words that I understood."
    assert named(found["survey"], "cvm_title")[label] == "Draft: not for use in studies yet."
    assert named(found["survey"], "cvm_period_1")[label] == period
    assert named(found["survey"], "cvm_about")[label] == (
        f"communication_service_user@0.2.0/4a (draft), {digest}, License: CC-BY-4.0"
    )
    assert named(found["survey"], "cvm_definition")["calculation"] == (
        f"'cvm=communication_service_user@0.2.0/4a#{digest}'"
    )


def test_missing_options_stand_last_and_on_no_line() -> None:
    found = sheets(export(form_4a(), "en", profile="score").content)
    assert [
        (row["name"], row["code"], row.get("missing_reason", "")) for row in found["choices"]
    ] == [
        ("0", "nev", ""),
        ("1", "rar", ""),
        ("2", "som", ""),
        ("3", "oft", ""),
        ("4", "alw", ""),
        ("-98", "na", "not_applicable"),
        ("-97", "dk", "dont_know"),
        ("-99", "pnta", "declined"),
    ]
    assert not any("appearance" in row for row in found["survey"])


def test_scores_are_calculations_in_the_score_profile_only() -> None:
    instrument = Instrument(bank=draft("communication_service_user"))
    plain = sheets(export(instrument).content)["survey"]
    assert [row["name"] for row in plain if row["type"] == "calculate"] == ["cvm_definition"]
    survey = sheets(export(instrument, profile="score").content)["survey"]
    negative = next(item.id for item in instrument.items if item.is_reversed)
    score = named(survey, "communication_mean")["calculation"]
    assert score.startswith("if(if(${comsu01} != '' and ${comsu01} >= 0, 1, 0) + if(")
    assert "if(${comsu01} != '' and ${comsu01} >= 0, ${comsu01}, 0)" in score
    assert f"if(${{{negative}}} != '' and ${{{negative}}} >= 0, 4 - ${{{negative}}}, 0)" in score
    assert " >= 12, (if(" in score


def test_a_score_that_shares_its_name_has_another(bfi_bank) -> None:
    rules = json.loads(bfi_bank.model_dump_json())["scoring_rules"][:2]
    ids = ["a1", "score_a1"]
    bank = changed(
        bfi_bank,
        scoring_rules=[rule | {"id": name} for rule, name in zip(rules, ids, strict=True)],
    )
    with pytest.raises(InstrumentError, match="two of its fields would be named 'score_a1'"):
        export(Instrument(bank=bank), profile="score")
    alone = changed(bfi_bank, scoring_rules=[rules[0] | {"id": "a1"}])
    survey = sheets(export(Instrument(bank=alone), profile="score").content)["survey"]
    assert next(row["name"] for row in survey if row["type"] == "calculate") == "score_a1"


def test_amounts_have_a_range_and_a_place_for_missing_options() -> None:
    found = sheets(export(costs(), currency="SEK", profile="score").content)
    scales = {item.id: costs().response_scale(item) for item in costs().items}
    item_id, scale = next(
        (name, scale)
        for name, scale in scales.items()
        if isinstance(scale, QuantityScale) and scale.unit == "currency"
    )
    amount = named(found["survey"], item_id)
    steps = f" and . = round(., {scale.decimals})" if scale.decimals else ""
    assert amount["type"] == ("decimal" if scale.decimals else "integer")
    assert amount["constraint"] == f". >= 0 and . <= {scale.maximum}{steps}"
    assert amount["hint::English (en)"] == "In the past 4 weeks (currency, SEK)"
    assert str(scale.maximum) in amount["constraint_message::English (en)"]
    instead = named(found["survey"], f"{item_id}_why")
    assert instead["type"] == f"select_one {scale.id}-missing"
    assert instead["relevant"] == f"${{{item_id}}} = ''"
    assert named(found["survey"], f"{item_id}_answer")["calculation"] == (
        f"coalesce(${{{item_id}}}, ${{{item_id}_why}})"
    )
    assert [row["name"] for row in found["choices"] if row["list_name"] == f"{scale.id}-missing"]


def test_the_range_is_said_in_the_language_of_the_form() -> None:
    bank = draft("costs_inventory_service_user")
    survey = sheets(export(Instrument(bank=bank), "sv").content)["survey"]
    messages = {row.get("constraint_message::Svenska (sv)") for row in survey} - {None}
    assert messages == {
        "Ett tal från 0 till 1000000 med högst 2 decimaler.",
        "Ett tal från 0 till 672 med högst 2 decimaler.",
        "Ett heltal från 0 till 1000.",
    }


def test_reviewed_languages_share_a_form_and_drafts_come_only_when_asked_for() -> None:
    bank = draft("communication_service_user")
    names = {"en": "English (en)", "sv": "Svenska (sv)"}

    def languages(bank: ItemBank, language: str) -> tuple[str, list[str], bool]:
        exported = export(Instrument(bank=bank), language)
        found = sheets(exported.content)
        row = named(found["survey"], "comsu01")
        held = [code for code, name in names.items() if f"label::{name}" in row]
        lost = any(
            field.path == "translations.sv" and "hold" in field.reason for field in exported.lost
        )
        return found["settings"][0]["default_language"], held, lost

    assert languages(bank, "en") == ("English (en)", ["en"], True)
    assert languages(bank, "sv") == ("Svenska (sv)", ["en", "sv"], False)
    assert languages(reviewed(bank), "en") == ("English (en)", ["en", "sv"], False)
    survey = sheets(export(Instrument(bank=reviewed(bank)), "en").content)["survey"]
    for row in survey:
        filled = [name for name in names.values() if f"label::{name}" in row]
        assert len(filled) in (0, 2), "a label that one language lacks would be shown as '-'"


def test_the_version_names_all_that_the_content_depends_on() -> None:
    def version(**options: Any) -> str:
        return sheets(export(costs(), **options).content)["settings"][0]["version"]

    start = f"0.1.0_{costs().digest[:12]}_en"
    assert version() == start
    assert version(profile="score", currency="SEK") == f"{start}_score_SEK"


def test_what_a_stale_translation_lacks_stands_in_the_original() -> None:
    content = json.loads(draft("communication_service_user").model_dump_json())
    del content["items"][0]["stem"]["sv"]
    texts = content["translations"][0]["texts"]
    content["translations"][0]["texts"] = [
        entry for entry in texts if entry["path"] != "items.comsu01.stem"
    ]
    bank = ItemBank.model_validate_json(json.dumps(content))
    exported = export(Instrument(bank=bank), "sv")
    row = named(sheets(exported.content)["survey"], "comsu01")
    assert row["label::Svenska (sv)"] == row["label::English (en)"] == bank.items[0].stem.get("en")
    assert "items.comsu01.stem" in {field.path for field in exported.lost}


def test_every_bank_is_exported_and_nothing_is_lost_silently() -> None:
    n_exported = 0
    for instrument in all_instruments():
        for language in instrument.bank.languages:
            for profile in ("administer", "score"):
                exported = export(instrument, language, profile=profile)
                found = sheets(exported.content)
                cells = [cell for rows in found.values() for row in rows for cell in row.values()]
                assert unsaid_texts(instrument, language, cells, exported.lost) == []
                held = PLACED | (HELD_WITH_SCORES if profile == "score" else set())
                assert unsaid_fields(instrument, held, exported.lost) == set()
                names = [row["name"] for row in found["survey"]]
                assert len(set(names)) == len(names)
                ids = {item.id for item in instrument.bank.items}
                assert [name for name in names if name in ids] == list(instrument.item_ids)
                n_exported += 1
    assert n_exported > 100


def test_text_is_never_a_formula(bfi_bank) -> None:
    items = json.loads(bfi_bank.model_dump_json())["items"]
    stems = ["=1+1", "+46", "-5", "@SUM(A1)", "1.10"]
    for item, stem in zip(items, stems, strict=False):
        item["stem"] = {"en": stem}
    bank = changed(bfi_bank, items=items)
    survey = sheets(export(Instrument(bank=bank)).content)["survey"]
    assert [named(survey, item.id)["label::English (en)"] for item in bank.items[:5]] == stems


def test_texts_that_programs_change_are_named(bfi_bank) -> None:
    items = json.loads(bfi_bank.model_dump_json())["items"]
    for item, stem in zip(items, ["I *do* care", "\u201cCare\u201d", "2 * 3 is 6"], strict=False):
        item["stem"] = {"en": stem}
    exported = export(Instrument(bank=changed(bfi_bank, items=items)))
    first, second, third = (item["id"] for item in items[:3])
    reasons = {field.path: field.reason for field in exported.lost}
    assert "markup" in reasons[f"items.{first}.stem"]
    assert "quotation marks" in reasons[f"items.{second}.stem"]
    assert f"items.{third}.stem" not in reasons


def test_a_reference_in_a_text_is_refused(bfi_bank) -> None:
    bank = changed(bfi_bank, instruction={"en": "Think of ${name}."})
    with pytest.raises(InstrumentError, match=r"starts a reference to a question"):
        export(Instrument(bank=bank))


def test_an_item_with_a_name_of_the_forms_own_is_refused(bfi_bank) -> None:
    text = bfi_bank.model_dump_json().replace('"a1"', '"meta"')
    with pytest.raises(InstrumentError, match="Item 'meta' has a name"):
        export(Instrument(bank=ItemBank.model_validate_json(text)))


def test_equal_requests_give_equal_files() -> None:
    assert export(form_4a()).content == export(form_4a()).content
    with zipfile.ZipFile(io.BytesIO(export(form_4a()).content)) as archive:
        properties = archive.read("docProps/core.xml").decode()
    assert "1980-01-01" in properties
    assert "instruments/communication-service-user-4a|0.2.0" in properties
    assert "CC-BY-4.0" in properties


def test_the_package_to_install_is_named(monkeypatch) -> None:
    def lacking(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", lacking)
    with pytest.raises(MissingExtraError, match=r"covalue-measures\[interchange\]"):
        export(form_4a())
