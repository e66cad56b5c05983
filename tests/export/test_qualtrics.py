"""Survey files for Qualtrics: their structure, and the arithmetic that they ask for."""

import html
import json
import re
from collections.abc import Iterator
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
    qualtrics_csv,
    reworded,
    sample_answers,
    unaccounted,
    with_rules,
    within,
)

import covalue_measures as cm
from covalue_measures.export.identity import canonical_reference
from covalue_measures.export.qualtrics import QualtricsExporter
from covalue_measures.schema import Instrument, ItemBank

Json = dict[str, Any]
EXPORTER = QualtricsExporter()
PLACED = {
    "id",
    "version",
    "status",
    "items.*.id",
    "items.*.response_scale",
    "response_scales.*.options.*.value",
    "response_scales.*.missing.*.value",
    "quantity_scales.*.minimum",
    "quantity_scales.*.maximum",
    "quantity_scales.*.decimals",
    "quantity_scales.*.missing.*.value",
    "forms.*.id",
    "forms.*.item_ids",
}
SCORED = {
    f"{where}{name}"
    for where in ("", "forms.*.")
    for name in (
        "scoring_rules.*.minimum_answered",
        "scoring_rules.*.method",
        "subscales.*.item_ids",
    )
} | {"items.*.keying"}


def survey(instrument: Instrument | ItemBank, **options: Any) -> Json:
    content: Json = json.loads(export(EXPORTER, instrument, **options).content)
    return content


def payloads(content: Json, kind: str = "SQ") -> list[Any]:
    return [e["Payload"] for e in content["SurveyElements"] if e["Element"] == kind]


def questions(content: Json) -> dict[str, Json]:
    return {payload["DataExportTag"]: payload for payload in payloads(content)}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (key for key in value if isinstance(key, str))
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from strings(entry)
    elif isinstance(value, str):
        yield value


def text_of(markup: str) -> str:
    """Return what a browser shows."""
    return html.unescape(re.sub(r"</?(strong|em)>", "", markup).replace("<br>", "\n"))


@pytest.mark.parametrize("name", BANKS)
def test_every_instrument_leaves_in_every_language(name: str) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                content = survey(instrument, language=language, profile=profile)

                found = payloads(content)
                qids = [payload["QuestionID"] for payload in found]
                assert qids == [f"QID{number}" for number in range(1, len(qids) + 1)]
                (blocks,) = payloads(content, "BL")
                assert [e["QuestionID"] for e in blocks[0]["BlockElements"]] == qids
                assert len({payload["DataExportTag"] for payload in found}) == len(found)
                columns = [column for payload in found for column in columns_of(payload)]
                assert [c for c in columns if c in instrument.item_ids] == list(instrument.item_ids)
                for payload in found:
                    for lists in ("Choices", "Answers"):
                        if lists in payload:
                            order = payload[f"{lists.removesuffix('s')}Order"]
                            assert list(payload[lists]) == order
                    answers = payload.get("Answers", payload.get("Choices", {}))
                    assert list(payload.get("RecodeValues", {})) == list(answers)
                    recodes = list(payload.get("RecodeValues", {}).values())
                    assert len(recodes) == len(set(recodes))


def columns_of(payload: Json) -> list[str]:
    tags = payload.get("ChoiceDataExportTags")
    return list(tags.values()) if tags else [payload["DataExportTag"]]


@pytest.mark.parametrize("name", BANKS)
def test_no_field_is_lost_without_a_word(name: str) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                exported = export(EXPORTER, instrument, language=language, profile=profile)
                shown = {text_of(text) for text in strings(json.loads(exported.content))}
                missing = unaccounted(
                    instrument,
                    exported,
                    shows=within(shown),
                    placed=PLACED | (SCORED if profile == "score" else set()),
                    language=language,
                )
                assert missing == [], (instrument.reference, language, profile)


def test_a_file_says_which_definition_it_holds() -> None:
    instrument = form("communication_service_user", "4a")

    content = survey(instrument, language="sv")

    entry = content["SurveyEntry"]
    assert entry["SurveyName"] == "Kommunikation, kortversion 4a"
    assert entry["SurveyLanguage"] == "SV"
    assert entry["SurveyDescription"] == (
        f"{canonical_reference(instrument)},"
        f" {instrument.reference} (utkast), {instrument.digest[:12]}, Licens: CC-BY-4.0"
    )
    (flow,) = payloads(content, "FL")
    fields = flow["Flow"][0]["EmbeddedData"]
    assert {field["Field"]: field["Value"] for field in fields} == {
        "cvm_definition": f"cvm={instrument.reference}#{instrument.digest[:12]}"
    }
    opening, *_, about = payloads(content)
    assert "Utkast: ska inte användas i studier än." in opening["QuestionText"]
    assert instrument.reference in about["QuestionText"]


def test_respondents_first_read_the_instruction_of_the_form_where_it_has_one() -> None:
    instrument = form("access_family", "4a")
    assert instrument.form is not None
    assert instrument.form.instruction is not None

    opening = payloads(survey(instrument))[0]

    assert text_of(opening["QuestionText"]).endswith(f"\n\n{instrument.form.instruction.get('en')}")


def test_the_original_stands_beside_a_translation_and_no_draft_beside_the_original() -> None:
    bank = draft("cost_strain_family")
    item = bank.items[0]

    swedish = questions(survey(bank, language="sv"))[item.id]
    english = questions(survey(bank, language="en"))[item.id]

    assert english["Language"] == []
    assert list(swedish["Language"]) == ["EN"]
    other = swedish["Language"]["EN"]
    assert other["QuestionText"] == english["QuestionText"]
    assert other["Choices"] == english["Choices"]
    (options,) = payloads(survey(bank, language="sv"), "SO")
    assert options["AvailableLanguages"] == {"SV": [], "EN": []}

    reviewed = json.loads(bank.translations[0].model_dump_json()) | {"state": "reviewed"}
    both = questions(survey(changed(bank, translations=[reviewed])))[item.id]
    assert both["Language"]["SV"]["QuestionText"] == swedish["QuestionText"]


def test_missing_options_are_flagged_below_the_scale() -> None:
    question = questions(survey(draft("access_service_user")))["accsu01"]

    assert (question["QuestionType"], question["Selector"]) == ("MC", "SAVR")
    assert question["QuestionText"] == (
        "<strong>In the past 6 months</strong><br>I got care soon enough for my need."
    )
    assert list(question["RecodeValues"].values()) == [
        *("0", "1", "2", "3", "4"),
        *("-98", "-97", "-99"),
    ]
    assert list(question["VariableNaming"].values()) == [
        *("nev", "rar", "som", "oft", "alw"),
        *("na", "dk", "pnta"),
    ]
    assert question["AnalyzeChoices"] == {"6": "No", "7": "No", "8": "No"}
    assert question["Choices"]["6"]["Display"] == "<em>Does not apply</em>"
    assert question["ChoiceDataExportTags"] is False


def test_items_that_share_a_scale_without_missing_options_stand_in_a_grid() -> None:
    bank = draft("bfi")

    grid = questions(survey(bank))["items_1"]

    assert (grid["QuestionType"], grid["Selector"]) == ("Matrix", "Likert")
    assert list(grid["ChoiceDataExportTags"].values()) == [item.id for item in bank.items]
    assert grid["Choices"]["1"]["Display"] == "Am indifferent to the feelings of others."
    assert list(grid["RecodeValues"].values()) == ["1", "2", "3", "4", "5", "6"]
    assert "AnalyzeChoices" not in grid
    assert "items_1" not in questions(survey(bank, profile="score"))


def test_an_amount_has_limits_and_a_question_why_there_is_none() -> None:
    found = questions(survey(draft("costs_inventory_service_user"), currency="SEK"))

    amount = found["cstsu01"]
    assert (amount["QuestionType"], amount["Selector"]) == ("TE", "SL")
    assert amount["Validation"]["Settings"]["ValidNumber"] == {
        "Min": "0",
        "Max": "1000000",
        "NumDecimals": "2",
    }
    assert amount["QuestionText"].endswith(
        "<em>amount, SEK. A number from 0 to 1000000 with at most 2 decimals.</em>"
    )
    why = found["cstsu01_why"]
    assert why["QuestionText"] == "If you cannot give a number:"
    assert list(why["RecodeValues"].values()) == ["-98", "-97", "-99"]


def test_texts_are_shown_literally() -> None:
    bank = draft("tool_evaluation")
    stem = bank.items[0].stem.get("en") or ""
    hostile = "<b>${e://Field/x}</b> & $e{1}\nnext"

    question = questions(survey(reworded(bank, stem, hostile)))[bank.items[0].id]

    assert "$" not in question["QuestionText"]
    assert text_of(question["QuestionText"]).endswith(hostile)


def test_without_scores_nothing_is_graded() -> None:
    content = survey(draft("access_service_user"))

    assert payloads(content, "SCO")[0]["ScoringCategories"] == []
    assert all(payload["GradingData"] == [] for payload in payloads(content))
    assert [step["Type"] for step in payloads(content, "FL")[0]["Flow"]] == [
        "EmbeddedData",
        "Block",
    ]


def administered(content: Json, record: dict[str, str]) -> dict[str, str]:
    """Return the fields of a response, by what Qualtrics says of grades, fields and branches."""
    graded: dict[str, float] = {}
    for tag, payload in questions(content).items():
        recodes = payload.get("RecodeValues", {})
        chosen = next((n for n, value in recodes.items() if value == record.get(tag)), None)
        for entry in payload["GradingData"]:
            if entry["ChoiceID"] == chosen:
                for category, points in entry["Grades"].items():
                    graded[category] = graded.get(category, 0) + points
    fields: dict[str, str] = {}

    def piped(text: str) -> str:
        text = re.sub(r"\$\{gr://(\w+)/Score\}", lambda m: str(graded.get(m[1], 0)), text)
        formula = re.fullmatch(r"\$e\{ ([\d.]+)( \* \d+)? / ([\d.]+) \}", text)
        if formula is None:
            return text
        factor = float((formula[2] or "1").removeprefix(" * "))
        return repr(float(formula[1]) * factor / float(formula[3]))

    def walk(steps: list[Json]) -> None:
        for step in steps:
            for field in step.get("EmbeddedData", ()):
                fields[field["Field"]] = piped(field["Value"])
            if step["Type"] == "Branch":
                logic = step["BranchLogic"]["0"]["0"]
                assert logic["Operator"] == "GreaterThanOrEqual"
                if float(fields[logic["LeftOperand"]]) >= float(logic["RightOperand"]):
                    walk(step["Flow"])

    walk(payloads(content, "FL")[0]["Flow"])
    return fields


@pytest.mark.parametrize("name", ["access_service_user", "bfi", "cost_strain_family"])
def test_scores_equal_ours(name: str) -> None:
    for bank in with_rules(name):
        content = survey(bank, profile="score")
        records = sample_answers(bank, 60)
        ours = our_scores(bank, records)
        assert ours.isna().any().all()
        theirs = [
            [float(fields[rule.id] or "nan") for rule in bank.scoring_rules]
            for fields in (administered(content, record) for record in records)
        ]
        # Our sums are rounded to nine decimals.
        np.testing.assert_allclose(theirs, ours.to_numpy(), rtol=0, atol=1e-9)


def test_amounts_are_not_added_up() -> None:
    exported = export(EXPORTER, draft("costs_inventory_family"), profile="score")

    content = json.loads(exported.content)
    assert payloads(content, "SCO")[0]["ScoringCategories"] == []
    assert "scoring_rules.payments_sum" in {field.path for field in exported.lost}


def test_an_export_of_the_answers_is_read_back(tmp_path: Path) -> None:
    bank = draft("access_service_user")
    path = tmp_path / "answers.csv"
    records = sample_answers(bank, 20)
    path.write_text(qualtrics_csv(survey(bank), records), encoding="utf-8")

    data = cm.read_responses(path, bank, layout="qualtrics")

    expected = cm.read_responses(pd.DataFrame(records), bank).to_array()
    np.testing.assert_array_equal(data.to_array(), expected)
