"""Survey structures for LimeSurvey, read as LimeSurvey reads them."""

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from survey_exports import (
    BANKS,
    PROFILES,
    changed,
    draft,
    export,
    form,
    instruments,
    our_scores,
    reworded,
    sample_answers,
    unaccounted,
    with_rules,
    within,
    without_translations,
)

import covalue_measures as cm
from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.identity import mark_of
from covalue_measures.export.limesurvey import LimesurveyExporter
from covalue_measures.export.limesurvey.structure_row import as_html, structure_bytes
from covalue_measures.schema import Instrument, ItemBank, QuantityScale, as_instrument

Row = dict[str, str]
EXPORTER = LimesurveyExporter()
#: Of application/models/Question.php and Answer.php in LimeSurvey.
QUESTION_CODE = r"[A-Za-z][A-Za-z0-9]{0,19}"
ANSWER_CODE = r"[A-Za-z0-9]{1,5}"
RESERVED = {"LANG", "SID", "SAVEDID", "TOKEN", "QID", "GID", "SGQ", "self", "that", "this"}
PLACED = {
    "id",
    "version",
    "status",
    "items.*.id",
    "items.*.response_scale",
    "quantity_scales.*.minimum",
    "quantity_scales.*.maximum",
    "forms.*.id",
    "forms.*.item_ids",
}
SCORED = {
    f"{where}{name}"
    for where in ("", "forms.*.")
    for name in (
        "scoring_rules.*.method",
        "scoring_rules.*.minimum_answered",
        "subscales.*.item_ids",
    )
} | {"items.*.keying", "response_scales.*.options.*.value"}


def rows(instrument: Instrument | ItemBank, **options: Any) -> list[Row]:
    content = export(EXPORTER, instrument, **options).content.decode("utf-8")
    # As fgetcsv reads: tabs, quotation marks, and a backslash that takes the next one with it.
    reader = csv.DictReader(io.StringIO(content), delimiter="\t", quotechar='"', escapechar="\\")
    assert reader.fieldnames is not None
    names = [name.strip() for name in reader.fieldnames]
    found = [dict(zip(names, row.values(), strict=True)) for row in reader]
    assert all(None not in row.values() for row in found)
    return found


def of_class(found: list[Row], kind: str, language: str = "") -> list[Row]:
    return [
        row
        for row in found
        if row["class"] == kind and row["language"] in {language or row["language"]}
    ]


def text_of(cell: str) -> str:
    """Return what a browser shows of a cell."""
    return html.unescape(re.sub(r"</?(strong|em)>", "", cell).replace("<br />", "\n"))


@pytest.mark.parametrize("name", BANKS)
def test_every_instrument_leaves_in_every_language(name: str) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                found = rows(instrument, language=language, profile=profile)

                questions = of_class(found, "Q", language)
                codes = [row["name"] for row in questions]
                assert len(codes) == len(set(codes)) == len({code.lower() for code in codes})
                assert all(re.fullmatch(QUESTION_CODE, code) for code in codes)
                assert RESERVED.isdisjoint(codes)
                subquestions = [row["name"] for row in of_class(found, "SQ", language)]
                assert all(re.fullmatch(r"[A-Za-z0-9]{1,20}", code) for code in subquestions)
                asked = [code for code in (*codes, *subquestions) if code in instrument.item_ids]
                assert sorted(asked) == sorted(instrument.item_ids)
                assert all(re.fullmatch(ANSWER_CODE, row["name"]) for row in of_class(found, "A"))
                has_scores = any(code.startswith("Score") for code in codes)
                assert has_scores == (profile == "score" and bool(instrument.scoring_rules))


@pytest.mark.parametrize("name", BANKS)
def test_no_field_is_lost_without_a_word(name: str) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                exported = export(EXPORTER, instrument, language=language, profile=profile)
                cells = rows(instrument, language=language, profile=profile)
                shown = {text_of(cell) for row in cells for cell in row.values()}
                placed = PLACED | (SCORED if profile == "score" else set())

                missing = unaccounted(
                    instrument, exported, shows=within(shown), placed=placed, language=language
                )
                assert missing == [], (instrument.reference, language, profile)


def test_a_file_says_which_definition_it_holds() -> None:
    instrument = form("communication_service_user", "4a")

    found = rows(instrument, language="sv")

    settings = {row["name"]: row["text"] for row in of_class(found, "S")}
    assert settings["language"] == "sv"
    # The original is reviewed by nobody, and may leave.
    assert settings["additional_languages"] == "en"
    assert re.fullmatch(r"[1-9]\d{5}", settings["sid"])
    texts = {row["name"]: row["text"] for row in of_class(found, "SL", "sv")}
    mark = f"cvm={instrument.reference}#{instrument.digest[:12]}"
    assert texts["surveyls_title"] == "Kommunikation, kortversion 4a"
    assert mark in texts["surveyls_description"]
    assert "(utkast)" in texts["surveyls_description"]
    assert "Licens: CC-BY-4.0" in texts["surveyls_description"]
    assert texts["surveyls_welcometext"].startswith("Utkast: ska inte användas i studier än.<br />")
    (definition,) = [row for row in of_class(found, "Q", "sv") if row["name"] == "Definition"]
    assert (definition["text"], definition["hidden"]) == (mark, "1")


def test_respondents_first_read_the_instruction_of_the_form_where_it_has_one() -> None:
    instrument = form("access_family", "4a")
    assert instrument.form is not None
    assert instrument.form.instruction is not None

    exported = export(EXPORTER, instrument)
    texts = {row["name"]: row["text"] for row in of_class(rows(instrument), "SL")}

    assert text_of(texts["surveyls_welcometext"]).endswith(
        f"\n\n{instrument.form.instruction.get('en')}"
    )
    assert "instruction" in {field.path for field in exported.lost}


def test_a_draft_translation_is_no_additional_language() -> None:
    settings = {row["name"]: row["text"] for row in rows(draft("cost_strain_family"))}
    assert settings["additional_languages"] == ""

    bank = draft("cost_strain_family")
    reviewed = json.loads(bank.translations[0].model_dump_json()) | {"state": "reviewed"}
    found = rows(changed(bank, translations=[reviewed]))
    assert {row["name"]: row["text"] for row in found}["additional_languages"] == "sv"
    english, swedish = (
        [
            (row["class"], row["name"], row["type/scale"])
            for row in found
            if row["language"] == code and row["class"] != "G"
        ]
        for code in ("en", "sv")
    )
    assert english == swedish


def test_items_that_share_a_scale_without_missing_options_stand_in_a_grid() -> None:
    found = rows(draft("bfi"))

    grid = next(row for row in of_class(found, "Q") if row["type/scale"] == "F")
    assert (grid["name"], grid["text"]) == ("Items1", "Mark one box on each line.")
    subquestions = [row["name"] for row in of_class(found, "SQ")]
    assert subquestions == list(draft("bfi").items[n].id for n in range(25))
    assert [row["name"] for row in of_class(found, "A")] == ["vi", "mi", "si", "sa", "ma", "va"]


def test_missing_options_stand_below_the_scale_of_a_list_and_not_in_a_grid() -> None:
    found = rows(draft("access_service_user"))

    assert {row["type/scale"] for row in of_class(found, "Q")} == {"L", "*"}
    first = found.index(next(row for row in found if row["name"] == "accsu01"))
    assert found[first]["text"] == (
        "<strong>In the past 6 months</strong><br />I got care soon enough for my need."
    )
    answers = [(row["name"], row["text"]) for row in found[first + 1 : first + 9]]
    assert answers[:5] == [
        ("nev", "Never"),
        ("rar", "Rarely"),
        ("som", "Sometimes"),
        ("oft", "Often"),
        ("alw", "Always"),
    ]
    assert answers[5:] == [
        ("na", "<em>Does not apply</em>"),
        ("dk", "<em>I do not know</em>"),
        ("pnta", "<em>I prefer not to answer</em>"),
    ]
    assert "assessment_value" not in found[0]


def test_an_amount_has_limits_and_a_question_why_there_is_none() -> None:
    found = rows(draft("costs_inventory_service_user"), currency="SEK")
    questions = {row["name"]: row for row in of_class(found, "Q", "en")}

    money = questions["cstsu01"]
    assert (money["type/scale"], money["suffix"]) == ("N", "amount, SEK")
    assert (money["min_num_value_n"], money["max_num_value_n"]) == ("0", "1000000")
    assert money["num_value_int_only"] == "0"
    assert money["help"] == "A number from 0 to 1000000 with at most 2 decimals."
    assert questions["cstsu06"]["num_value_int_only"] == "1"
    why = questions["cstsu01Why"]
    assert (why["type/scale"], why["relevance"]) == ("L", "strlen(cstsu01.NAOK) eq 0")
    assert questions["cstsu01All"]["hidden"] == "1"


def test_texts_are_shown_literally_and_compute_nothing() -> None:
    bank = draft("tool_evaluation")
    stem = bank.items[0].stem.get("en") or ""
    for hostile in ('=1+1 "x\\"', "+a {self} <b>", "-b & c", "@sum(a)", "line\none"):
        found = rows(reworded(bank, stem, hostile))
        cell = next(row["text"] for row in found if hostile in text_of(row["text"]))
        assert not re.search(r'(^|<br />)[=+\-@]|["{}\\\n\t]', cell)
    assert as_html("=1") == "&#61;1"
    lost = export(EXPORTER, reworded(bank, stem, "a {b}")).lost
    assert [f.path for f in lost if "braces" in f.reason] == [f"items.{bank.items[0].id}.stem"]


@pytest.mark.parametrize("shift", range(6))
def test_the_sample_that_the_encoding_is_guessed_from_holds_whole_characters(shift: int) -> None:
    content = structure_bytes([{"class": "S", "text": "x" * shift + "å" * 2000}])
    content[:1000].decode("utf-8")
    assert content.decode("utf-8").splitlines()[0].split("\t")[-1].strip() == "num_value_int_only"


def test_ids_that_would_be_renamed_are_refused() -> None:
    def renamed(name: str, old: str, new: str) -> ItemBank:
        text = without_translations(draft(name)).model_copy(update={"forms": ()}).model_dump_json()
        return ItemBank.model_validate_json(text.replace(f'"{old}"', f'"{new}"'))

    with pytest.raises(InstrumentError, match=r"Item 'this' .* keeps for itself"):
        rows(renamed("access_service_user", "accsu01", "this"))
    with pytest.raises(InstrumentError, match=r"Item 'time' .* keeps for itself"):
        rows(renamed("bfi", "a1", "time"))
    assert rows(renamed("bfi", "a1", "this"))
    with pytest.raises(InstrumentError, match=r"'costofcareinfees02Why'|'costofcareinfees02All'"):
        rows(renamed("costs_inventory_service_user", "cstsu01", "costofcareinfees02"))


Answers = dict[str, str]


def evaluate(expression: str, answers: Answers) -> str:
    """Return the value of an expression by the rules of LimeSurvey's manual, in Python's words."""
    inner = expression.removeprefix("{").removesuffix("}")
    inner = re.sub(r"\b([A-Za-z][A-Za-z0-9_]*)\.NAOK", r"read('\1')", inner)
    inner = re.sub(r"\bif\(", "choose(", inner)
    for word, sign in (("eq", "=="), ("ge", ">="), ("gt", ">")):
        inner = re.sub(rf" {word} ", f" {sign} ", inner)

    def read(name: str) -> Any:
        text = answers.get(name, "")
        return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text

    names = {
        "read": read,
        "choose": lambda test, yes, no: yes if test else no,
        "sum": lambda *terms: sum(float(term or 0) for term in terms),
        "strlen": lambda text: len(f"{text:g}" if isinstance(text, float) else text),
        "round": round,
    }
    try:
        value = eval(inner, {"__builtins__": {}}, names)
    except ZeroDivisionError:
        # Python computes both branches.
        return ""
    return str(value)


def stored(bank: ItemBank, record: Answers) -> Answers:
    """Return answers under the names of their variables, as LimeSurvey stores them."""
    grid = {item.id for item in bank.items if not bank.response_scale(item).missing}
    known = {}
    for item_id, text in record.items():
        scale = bank.response_scale(bank.item(item_id))
        codes = {str(option.value): option.code for option in scale.missing}
        if isinstance(scale, QuantityScale):
            known[f"{item_id}Why"] = codes.get(text, "")
            known[item_id] = "" if text in codes else text
            continue
        codes |= {str(option.value): option.code for option in scale.options}
        known[f"Items1_{item_id}" if item_id in grid else item_id] = codes.get(text, "")
    return known


@pytest.mark.parametrize(
    "name", ["access_service_user", "bfi", "costs_inventory_service_user", "cost_strain_family"]
)
def test_scores_equal_ours(name: str) -> None:
    for bank in with_rules(name):
        equations = {
            row["name"]: row["text"]
            for row in of_class(rows(bank, profile="score"), "Q", "en")
            if row["text"].startswith("{")
        }
        records = sample_answers(bank, 60)
        ours = our_scores(bank, records)
        assert ours.notna().any().all()
        assert ours.isna().any().all()
        theirs = []
        for record in records:
            known = stored(bank, record)
            for code, expression in equations.items():
                known[code] = evaluate(expression, known)
            numbers = range(1, len(bank.scoring_rules) + 1)
            theirs.append([float(known[f"Score{number}"] or "nan") for number in numbers])
        # Our sums are rounded to nine decimals.
        np.testing.assert_allclose(theirs, ours.to_numpy(), rtol=0, atol=1e-9)


def test_an_export_of_the_answers_is_read_back(tmp_path: Path) -> None:
    instrument = as_instrument(draft("costs_inventory_service_user"))
    ids = instrument.item_ids
    record = {
        "id": "1",
        "submitdate": "2026-11-25 10:00:00",
        "lastpage": "6",
        "startlanguage": "en",
    }
    for number, item_id in enumerate(ids):
        record |= {item_id: "" if number == 0 else "2.0000000000"}
        record |= {f"{item_id}Why": "dk" if number == 0 else ""}
        record |= {f"{item_id}All": "dk" if number == 0 else "2"}
    record["Definition"] = mark_of(instrument)
    path = tmp_path / "results.csv"
    pd.DataFrame([record]).to_csv(path, index=False)
    import_map = cm.ImportMap.model_validate(
        {
            "columns": tuple({"item": name, "column": f"{name}All"} for name in ids),
            "ignore": (*ids, *(f"{name}Why" for name in ids), "Definition"),
            "coding": "codes",
            "currency": "SEK",
            "price_year": 2026,
        }
    )

    data = cm.read_responses(path, instrument, layout="limesurvey", import_map=import_map)

    found = data.to_array()[0].tolist()
    assert np.isnan(found[0])
    assert found[1:] == [2.0] * 8
