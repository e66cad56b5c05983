import csv
import io
import json
import re
import zipfile
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import pytest
from costs_case import costs_content
from form_cases import (
    HELD,
    HELD_WITH_SCORES,
    all_instruments,
    changed,
    draft,
    unsaid_fields,
    unsaid_texts,
)

import covalue_measures as cm
from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.exporter import ExportedFile, ExportRequest
from covalue_measures.export.redcap import RedcapExporter, RedcapZipExporter
from covalue_measures.schema import AnswerScale, Instrument, ItemBank, QuantityScale

NAME, FORM, TYPE = "Variable / Field Name", "Form Name", "Field Type"
LABEL, NOTE, SECTION = "Field Label", "Field Note", "Section Header"
CHOICES = "Choices, Calculations, OR Slider Labels"
MATRIX, ANNOTATION = "Matrix Group Name", "Field Annotation"
VALIDATION = "Text Validation Type OR Show Slider Number"
LOWEST, HIGHEST = "Text Validation Min", "Text Validation Max"
BRANCHING = "Branching Logic (Show field only if...)"
COLUMNS = [
    NAME,
    FORM,
    SECTION,
    TYPE,
    LABEL,
    CHOICES,
    NOTE,
    VALIDATION,
    LOWEST,
    HIGHEST,
    "Identifier?",
    BRANCHING,
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    MATRIX,
    "Matrix Ranking?",
    ANNOTATION,
]
SCORES = HELD_WITH_SCORES | {"scoring_rules.*.title", "scoring_rules.*.version"}
Row = dict[str, str]


def export(instrument: Instrument, language: str = "en", **options: Any) -> ExportedFile:
    settings = {"profile": "administer", **options}
    return RedcapExporter().export(
        ExportRequest(instrument=instrument, language=language, **settings)
    )


def rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def named(found: list[Row], name: str) -> Row:
    return next(row for row in found if row[NAME] == name)


def choices(cell: str) -> list[tuple[str, str]]:
    """Read a cell of choices as REDCap does: at each bar, then at the first comma."""
    pairs = (choice.split(",", 1) for choice in cell.split("|"))
    return [(code.strip(), label.strip()) for code, label in pairs]


def form_4a() -> Instrument:
    return Instrument(bank=draft("communication_service_user"), form_id="4a")


def costs() -> Instrument:
    return Instrument(bank=ItemBank.model_validate_json(json.dumps(costs_content())))


def test_a_form_to_administer() -> None:
    content = export(form_4a()).content
    assert content.startswith(b"Variable / Field Name,Form Name,"), "no byte order mark"
    assert next(csv.reader(io.StringIO(content.decode()))) == COLUMNS
    found = rows(content)
    assert [(row[NAME], row[TYPE], row[SECTION], row[NOTE]) for row in found] == [
        ("comsu_notice", "descriptive", "Communication, short form 4a", ""),
        ("comsu_instruction", "descriptive", "", ""),
        ("comsu01", "radio", "In the past 3 months", "In the past 3 months"),
        ("comsu04", "radio", "", "In the past 3 months"),
        ("comsu08", "radio", "", "In the past 3 months"),
        ("comsu13", "radio", "", "In the past 3 months"),
        ("comsu_about", "descriptive", "", ""),
    ]
    assert {row[FORM] for row in found} == {"communication_service_user_4a"}
    assert choices(named(found, "comsu01")[CHOICES]) == [
        ("0", "Never"),
        ("1", "Rarely"),
        ("2", "Sometimes"),
        ("3", "Often"),
        ("4", "Always"),
        ("-98", "Does not apply"),
        ("-97", "I do not know"),
        ("-99", "I prefer not to answer"),
    ]
    assert named(found, "comsu01")[ANNOTATION] == (
        f"cvm=communication_service_user@0.2.0/4a#{form_4a().digest[:12]} language=en"
        " options=nev,rar,som,oft,alw missing=na,dk,pnta"
    )
    assert named(found, "comsu_about")[LABEL].endswith("License: CC-BY-4.0")


def test_items_stand_in_a_table_only_where_no_missing_option_would_be_a_column(bfi_bank) -> None:
    assert not any(row[MATRIX] for row in rows(export(form_4a()).content))
    found = rows(export(Instrument(bank=bfi_bank)).content)
    assert [row[MATRIX] for row in found if row[TYPE] == "radio"] == ["bfi25_matrix_1"] * 25


def test_a_table_says_its_own_period(bfi_bank) -> None:
    content = json.loads(bfi_bank.model_dump_json())
    other = content["response_scales"][0] | {"id": "other"}
    for item in content["items"]:
        item["recall"] = {"en": "Today"}
    for item in content["items"][10:]:
        item["response_scale"] = "other"
    bank = changed(
        bfi_bank, items=content["items"], response_scales=[*content["response_scales"], other]
    )
    tables = groupby(
        (row for row in rows(export(Instrument(bank=bank)).content) if row[MATRIX]),
        key=lambda row: row[MATRIX],
    )
    assert [[row[SECTION] for row in table][:2] for _, table in tables] == [["Today", ""]] * 2


def test_amounts_have_a_range_and_a_place_for_missing_options() -> None:
    found = rows(export(costs(), currency="SEK").content)
    item_id, scale = next(
        (item.id, scale)
        for item in costs().items
        if isinstance(scale := costs().response_scale(item), QuantityScale)
        and scale.unit == "currency"
    )
    amount = named(found, item_id)
    assert (amount[TYPE], amount[LOWEST], amount[HIGHEST]) == ("text", "0", str(scale.maximum))
    assert amount[VALIDATION] == ("number" if scale.decimals else "integer")
    assert amount[NOTE] == "In the past 4 weeks (currency, SEK)"
    instead = named(found, f"{item_id}_why")
    assert instead[BRANCHING] == f"[{item_id}] = ''"
    assert choices(instead[CHOICES]) == [("-98", "Not for me"), ("-97", "I do not know")]
    answer = named(found, f"{item_id}_answer")
    assert (answer[TYPE], answer[ANNOTATION].split()[-1]) == ("calc", "@HIDDEN")


def test_no_calculation_writes_a_negative_number() -> None:
    for instrument in all_instruments():
        for row in rows(export(instrument, profile="score").content):
            if row[TYPE] == "calc":
                assert not re.search(r"[(,<>=]\s*'?-", row[CHOICES]), row[CHOICES]
                assert '"' not in row[CHOICES]


def test_what_redcap_demands_of_every_dictionary_holds() -> None:
    for instrument in all_instruments():
        for profile in ("administer", "score"):
            found = rows(export(instrument, profile=profile).content)
            names = [row[NAME] for row in found]
            assert len(set(names)) == len(names)
            assert all(re.fullmatch(r"[a-z](_?[a-z0-9])+", name) for name in names), names
            assert len({row[FORM] for row in found}) == 1, "rows of a form are contiguous"
            runs = [key for key, _ in groupby(row[MATRIX] for row in found) if key]
            assert len(set(runs)) == len(runs), "rows of a table are contiguous"
            for group in runs:
                table = [row for row in found if row[MATRIX] == group]
                assert len({(row[TYPE], row[CHOICES]) for row in table}) == 1
            for row in found:
                references = re.findall(r"\[(\w+)\]", row[BRANCHING] + row[CHOICES])
                assert set(references) <= set(names)
                if row[TYPE] == "radio":
                    codes = [code for code, _ in choices(row[CHOICES])]
                    assert len(set(codes)) == len(codes)
                    assert all(re.fullmatch(r"-?\d+", code) for code in codes)


def test_every_bank_is_exported_and_nothing_is_lost_silently() -> None:
    for instrument in all_instruments():
        for language in instrument.bank.languages:
            for profile in ("administer", "score"):
                exported = export(instrument, language, profile=profile)
                found = rows(exported.content)
                cells = [cell for row in found for cell in row.values()]
                assert unsaid_texts(instrument, language, cells, exported.lost) == []
                held = HELD | (SCORES if profile == "score" else set())
                assert unsaid_fields(instrument, held, exported.lost) == set()
                items = [row[NAME] for row in found if "_" not in row[NAME]]
                assert items == list(instrument.item_ids)


class Blank:
    """An empty field, which compares as a blank does in one of the two ways that are known."""

    def __init__(self, is_zero: bool) -> None:
        self.is_zero = is_zero

    def __eq__(self, other: object) -> bool:
        return other == "" or (self.is_zero and other == 0)

    def __hash__(self) -> int:
        return hash("")

    def __ge__(self, other: float) -> bool:
        return self.is_zero

    def __rsub__(self, other: float) -> float:
        return np.nan


def compute(calculation: str, fields: dict[str, Any]) -> Any:
    """Return the value of a calculation, read as REDCap's help describes it."""
    text = re.sub(r"\[(\w+)\]", r"field['\1']", calculation).replace("<>", "!=")
    text = text.replace("if(", "choose(")
    with np.errstate(divide="ignore", invalid="ignore"):
        return eval(
            text,
            {
                "field": fields,
                "choose": lambda condition, yes, no: yes if condition else no,
                "round": lambda value, digits: np.round(value, digits),
            },
        )


def random_answer(scale: AnswerScale, rng: np.random.Generator) -> str:
    draw = rng.random()
    if draw < 0.1:
        return ""
    if draw < 0.2 and scale.missing:
        return str(rng.choice([option.value for option in scale.missing]))
    if isinstance(scale, QuantityScale):
        steps = int(rng.integers(0, 50 * scale.steps_per_unit))
        return f"{steps / scale.steps_per_unit:.{scale.decimals}f}"
    return str(rng.choice(scale.values))


def number(text: str, *, is_zero: bool) -> Any:
    return np.float64(text) if text else Blank(is_zero)


@pytest.mark.parametrize("is_zero", [False, True], ids=["blank is no number", "blank is zero"])
@pytest.mark.parametrize(
    "name",
    ["bfi", "communication_service_user", "access_service_user", "costs_inventory_service_user"],
)
def test_calculated_scores_equal_ours(name, is_zero) -> None:
    """Whatever a program takes a blank for: no blank and no missing option is ever a point."""
    instrument = Instrument(bank=draft(name))
    rng = np.random.default_rng(20261125)
    n_respondents = 100
    scales = {item.id: instrument.response_scale(item) for item in instrument.items}
    answers = pd.DataFrame(
        {
            item_id: [random_answer(scale, rng) for _ in range(n_respondents)]
            for item_id, scale in scales.items()
        }
    )
    money = {"currency": "SEK", "price_year": 2026} if "costs" in name else {}
    data = cm.read_responses(answers, instrument, import_map=cm.ImportMap(**money))
    expected = cm.score_responses(data)
    found = rows(export(instrument, profile="score").content)
    amounts = {item_id for item_id, scale in scales.items() if isinstance(scale, QuantityScale)}
    prefix = next(row[NAME] for row in found).partition("_")[0]
    n_scores = 0
    for respondent in range(n_respondents):
        fields: dict[str, Any] = {}
        for item_id, text in answers.iloc[respondent].items():
            is_missing = text.startswith("-") and item_id in amounts
            fields[str(item_id)] = number("" if is_missing else text, is_zero=is_zero)
            fields[f"{item_id}_why"] = number(text if is_missing else "", is_zero=is_zero)
        for row in found:
            if row[TYPE] == "calc":
                fields[row[NAME]] = compute(row[CHOICES], fields)
        for item_id in amounts:
            text = answers.loc[respondent, item_id]
            assert fields[f"{item_id}_answer"] == (float(text) if text else "")
        for rule in instrument.scoring_rules:
            score = fields[f"{prefix}_{rule.id}"]
            value = expected.scores[rule.id].iloc[respondent]
            assert fields[f"{prefix}_{rule.id}_n"] == expected.n_answered[rule.id].iloc[respondent]
            assert (score == "") == np.isnan(value)
            if score != "":
                n_scores += 1
                assert score == pytest.approx(value, rel=1e-12, abs=1e-12)
    assert n_scores > 20


def test_text_is_never_a_formula(bfi_bank) -> None:
    content = json.loads(bfi_bank.model_dump_json())
    stems = ["=1+1", "+46", "-5", "@SUM(A1)", "1.10"]
    for item, stem in zip(content["items"], stems, strict=False):
        item["stem"] = {"en": stem}
    bank = changed(bfi_bank, items=content["items"])
    found = rows(export(Instrument(bank=bank)).content)
    assert [named(found, item.id)[LABEL] for item in bank.items[:5]] == [
        " =1+1",
        " +46",
        " -5",
        " @SUM(A1)",
        "1.10",
    ]
    everything = rows(export(costs(), profile="score").content)
    assert not [cell for row in everything for cell in row.values() if cell[:1] in tuple("=+-@")]


def test_a_label_with_a_bar_is_refused(bfi_bank) -> None:
    scales = json.loads(bfi_bank.model_dump_json())["response_scales"]
    scales[0]["options"][0]["label"] = {"en": "Very | inaccurate"}
    with pytest.raises(InstrumentError, match=r"'Very \| inaccurate' of option 'vi' cannot stand"):
        export(Instrument(bank=changed(bfi_bank, response_scales=scales)))


def test_texts_are_neither_answers_of_other_fields_nor_tags(bfi_bank) -> None:
    items = json.loads(bfi_bank.model_dump_json())["items"]
    items[0]["stem"] = {"en": "Was [a2] <b>bold</b>?"}
    bank = changed(bfi_bank, items=items)
    text = export(Instrument(bank=bank)).content.decode("utf-8")
    assert "Was &#91;a2] &lt;b>bold&lt;/b>?" in text
    assert "[a2]" not in text


def test_texts_that_redcap_may_read_as_markup_are_named(bfi_bank) -> None:
    items = json.loads(bfi_bank.model_dump_json())["items"]
    for item, stem in zip(items, ["Use <b>bold</b>.", "See [age].", "3 < 4 [sic]"], strict=False):
        item["stem"] = {"en": stem}
    lost = {field.path for field in export(Instrument(bank=changed(bfi_bank, items=items))).lost}
    first, second, third = (f"items.{item['id']}.stem" for item in items[:3])
    assert {first, second} <= lost
    assert third in lost, "a word in brackets may be the name of a field of the project"


def test_scoring_rules_that_would_share_a_name_are_refused(bfi_bank) -> None:
    rules = json.loads(bfi_bank.model_dump_json())["scoring_rules"]
    rules = [rules[0] | {"id": "same_score"}, rules[0] | {"id": "same__score"}]
    with pytest.raises(InstrumentError, match="become the field 'bfi25_same_score'"):
        export(Instrument(bank=changed(bfi_bank, scoring_rules=rules)))


def test_the_instrument_archive_holds_the_same_dictionary() -> None:
    request = ExportRequest(instrument=form_4a(), language="en", profile="score")
    made = RedcapZipExporter().export(request)
    dictionary = RedcapExporter().export(request)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert archive.namelist() == ["OriginID.txt", "instrument.csv"]
        assert archive.read("instrument.csv") == dictionary.content
        assert archive.read("OriginID.txt") == b"covalue-measures.org"
    assert made == RedcapZipExporter().export(request), "equal requests give equal files"
    assert made.lost == dictionary.lost
