"""Answers to one version, written as answers to the next; nothing is lost on the way."""

import numpy as np
import pytest
from demo_bank import compare, edited, option
from demo_edits import add, drop, english, put, rename, rename_item, swap, untranslate

from covalue_measures.exceptions import InstrumentError, ResponseDataError
from covalue_measures.registry.changes import RecodeMap, compare_versions, pool, recode
from covalue_measures.responses import Group, ImportMap, IntakeRecord, ItemColumn, ResponseData
from covalue_measures.schema import Instrument
from covalue_measures.scoring import score_responses

OPTIONS = "response_scales.freq4.options"
SHIFTED = [put(f"{OPTIONS}.{code}.value", value) for code, value in
            (("nev", 1), ("som", 2), ("oft", 3), ("alw", 5))]  # fmt: skip


def answers(instrument):
    """Return two respondents' answers; the second left the first item out."""
    n_items = len(instrument.items)
    values = np.array([[3, 0, 1, 2, 1, 0, 15, 20], [0, 1, 2, 3, 0, 1, 10, 1000]])[:, :n_items]
    reasons = np.zeros_like(values)
    reasons[1, 0] = 4
    return ResponseData(
        instrument=instrument,
        items=instrument.items,
        values=values,
        reasons=reasons,
        intake=IntakeRecord(
            source="pilot.csv",
            layout="csv",
            n_rows=2,
            columns=tuple(ItemColumn(item=name, column=name) for name in instrument.item_ids),
            ignored_columns=(),
            applied_rules=("One rule.",),
            import_map=ImportMap(),
        ),
        groups=(Group(name="site", labels=("a", "b")),),
        respondent_ids=("r1", "r2"),
    )


@pytest.fixture
def data():
    return answers(Instrument(bank=edited()))


def test_numbers_codes_and_ids_are_mapped(data):
    comparison = compare(
        rename_item("de01", "de11"),
        rename(f"{OPTIONS}.oft", "code", "often"),
        put(f"{OPTIONS}.alw.value", 4),
        rename("response_scales.freq4.missing.na", "code", "none"),
        put("response_scales.freq4.missing.pnta.value", -96),
        put("quantity_scales.hours.decimals", 2),
    )
    recode_map = comparison.recode_map()
    assert not recode_map.changes_nothing
    assert recode_map.left_out == ()
    first = recode_map.items[0]
    assert (first.old, first.new) == ("de01", "de11")
    pairs = [(o.old_code, o.new_code, o.old_value, o.new_value) for o in first.options]
    assert pairs == [
        ("nev", "nev", 0, 0),
        ("som", "som", 1, 1),
        ("oft", "often", 2, 2),
        ("alw", "alw", 3, 4),
    ]
    missing = [(o.old_code, o.new_code, o.old_value, o.new_value) for o in first.missing]
    assert missing == [("na", "none", -98, -98), ("pnta", "pnta", -99, -96)]

    found = recode(data, recode_map, comparison.new)
    assert found.instrument == comparison.new
    assert found.item_ids == ("de11", "de02", "de03", "de04", "re01", "re02", "am01", "am02")
    assert found.values.tolist() == [[4, 0, 1, 2, 1, 0, 150, 200], [0, 1, 2, 4, 0, 1, 100, 10000]]
    assert found.reasons.tolist() == data.reasons.tolist()
    assert (found.groups, found.respondent_ids) == (data.groups, data.respondent_ids)
    assert found.intake.applied_rules == (
        "One rule.",
        "Answers to demo@1.2.3 were recoded as answers to demo@1.2.3.",
    )
    assert data.values[0, 0] == 3


def test_scores_of_recoded_answers_are_those_of_the_new_version(data):
    comparison = compare(*SHIFTED, rename_item("de02", "de12"))
    scores = score_responses(recode(data, comparison.recode_map(), comparison.new)).scores
    # 3, 0 reversed, 1 and 2 become 5, 1 reversed, 2 and 3 on a scale from 1 to 5.
    assert scores["total_mean"][0] == pytest.approx((5 + (1 + 5 - 1) + 2 + 3) / 4, rel=1e-12)
    assert scores["reasons_count"].tolist() == [1, 1]
    # Amounts keep their units.
    assert scores["time_sum"].tolist() == pytest.approx([3.5, 101.0], rel=1e-12)


def test_a_map_survives_its_file(data):
    comparison = compare(*SHIFTED)
    recode_map = comparison.recode_map()
    again = RecodeMap.model_validate_json(recode_map.model_dump_json())
    assert again == recode_map
    assert recode(data, again, comparison.new).values[0, 0] == 5


def test_there_and_back_is_where_it_started(data):
    there = compare(*SHIFTED, rename_item("de01", "de11"))
    back = compare_versions(there.new, there.old)
    found = recode(recode(data, there.recode_map(), there.new), back.recode_map(), back.new)
    assert found.fingerprint == data.fingerprint


def test_answers_to_another_question_are_left_out_with_the_reason(data):
    comparison = compare(put("items.de01.stem.en", "Other."))
    recode_map = comparison.recode_map()
    (left_out,) = recode_map.left_out
    assert left_out.item_id == "de01"
    assert left_out.reason.startswith("items.de01.stem (rule 4): A question of another sense")
    with pytest.raises(ResponseDataError, match=r"item 'de01' of 'demo@1.2.3' cannot be taken"):
        recode(data, recode_map, comparison.new)
    rest = data.select_items([name for name in data.item_ids if name != "de01"])
    assert recode(rest, recode_map, comparison.new).n_items == 7


@pytest.mark.parametrize(
    ("edits", "left_out"),
    [
        ([add(OPTIONS, english(option("every", 4, "Every")))], {"de01", "de02", "de03", "de04"}),
        ([put("quantity_scales.hours.decimals", 0)], {"am01", "am02"}),
        ([put("quantity_scales.hours.maximum", 50)], {"am01", "am02"}),
        ([drop("scoring_rules.reasons_count"), untranslate("scoring_rules.reasons_count"),
          put("subscales.reasons.item_ids", ["re01"]), put("items.re02.status", "retired")],
         {"re02"}),
        ([put("items.de04.stem.sv", "Annat.")], {"de04"}),
    ],
)  # fmt: skip
def test_what_would_be_lost_is_left_out(edits, left_out):
    recode_map = compare(*edits).recode_map()
    assert {entry.item_id for entry in recode_map.left_out} == left_out


def test_a_reworded_translation_does_not_stop_those_who_did_not_read_it():
    comparison = compare(put("items.de04.stem.sv", "Annat."))
    assert comparison.recode_map(language="en").left_out == ()


def test_there_is_no_map_where_no_answer_is_identical():
    with pytest.raises(InstrumentError, match=r"item 'de02': items \(rule 12\): What was"):
        compare(swap("items")).recode_map()


def test_a_form_is_recoded_as_a_form(data):
    bank = edited(swap("items"), *SHIFTED)
    comparison = compare_versions(
        Instrument(bank=edited(), form_id="2a"), Instrument(bank=bank, form_id="2a")
    )
    form_data = answers(comparison.old)
    found = recode(form_data, comparison.recode_map(), comparison.new)
    assert found.values.tolist() == [[5, 1], [0, 2]]


def test_a_map_is_used_on_what_it_was_made_for(data):
    comparison = compare(*SHIFTED)
    recode_map = comparison.recode_map()
    with pytest.raises(ResponseDataError, match=r"The map leads to 'demo@1\.2\.3' with digest"):
        recode(data, recode_map, edited())
    with pytest.raises(ResponseDataError, match=r"The map leads from 'demo@1\.2\.3' with digest"):
        recode(answers(comparison.new), recode_map, comparison.new)


def test_a_value_that_the_map_does_not_hold_is_refused(data):
    comparison = compare(*SHIFTED)
    recode_map = comparison.recode_map()
    fewer = recode_map.items[0].model_copy(update={"options": recode_map.items[0].options[:3]})
    short = recode_map.model_copy(update={"items": (fewer, *recode_map.items[1:])})
    with pytest.raises(ResponseDataError, match=r"Item 'de01' has the answer 3; the map holds \[0"):
        recode(data, short, comparison.new)


def test_recoded_answers_may_be_pooled_and_answers_that_were_not_need_the_map(data):
    comparison = compare(*SHIFTED)
    new = answers(comparison.new)
    before = pool(data, new, languages=("en", "en"))
    assert (before.code, before.after_map) == ("A", True)
    recoded = recode(data, comparison.recode_map(), comparison.new)
    after = pool(recoded, new, languages=("en", "en"))
    assert (after.code, after.after_map, after.reasons) == ("A", False, ())
