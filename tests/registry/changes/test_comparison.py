"""What a comparison says beyond its single changes."""

import subprocess
import sys
from pathlib import Path

import pytest
from demo_bank import compare, demo_content, edited, parse, subscale
from demo_edits import add, english, put, rename, rename_item, swap, without_swedish

import covalue_measures as cm
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.changes import WordingJudgement, compare_versions, group_changes
from covalue_measures.schema import Instrument, parse_version

NAME = "communication_service_user"


def judgement(path="items.de01.stem", verdict="same_sense", language=None):
    return WordingJudgement(
        path=path,
        language=language,
        verdict=verdict,
        reason="Six interviews.",
        signer="A. Reader",
    )


def messages(comparison):
    return {finding.path: finding.message for finding in comparison.findings}


def test_the_draft_against_the_release_changes_metadata_only():
    comparison = compare_versions(f"{NAME}@0.1.0", f"{NAME}@0.2.0")
    assert {change.rule for change in comparison.changes} == {1}
    assert [group.title for group in group_changes(comparison.changes)] == [
        "forms.4a.choices",
        "items.comsu01.pair_id and 9 more",
        "response_scales.freq5.kind",
    ]
    assert comparison.required_bump == "patch"
    assert str(comparison.required_version()) == "0.1.1"
    assert comparison.findings == ()
    assert not comparison.comparability.is_promised
    assert not any(line.is_changed for line in comparison.lines)
    assert comparison.recode_map().changes_nothing


def test_references_paths_banks_and_instruments_are_taken():
    bank = cm.load_bank(f"{NAME}@0.1.0")
    folder = Path(__file__).resolve().parents[3] / "item_banks" / NAME
    expected = compare_versions(bank, cm.load_bank(folder)).changes
    assert compare_versions(f"{NAME}@0.1.0", folder).changes == expected
    assert compare_versions(f"{NAME}@0.1.0/4a", f"{NAME}@0.2.0/4a").old.form_id == "4a"
    with pytest.raises(RegistryError, match="There is no bank 'no_such_bank'"):
        compare_versions("no_such_bank", bank)


def test_the_worst_change_decides_and_gives_its_reason():
    comparison = compare(
        put("items.de02.keying", "positive"),
        put("license", "CC0-1.0"),
        put("response_scales.freq4.options.alw.value", 4),
    )
    found = comparison.comparability
    assert comparison.required_bump == "major"
    assert str(comparison.required_version()) == "2.0.0"
    assert str(comparison.required_version(parse_version("3.1.0"))) == "4.0.0"
    assert (found.raw, found.scores, found.is_promised) == ("A", "D", True)
    assert found.describe_raw() == "A: identical, once recoded by the map"
    assert found.describe_scores() == "D: not comparable"
    assert found.raw_reasons == (
        "response_scales.freq4.options.alw.value (rule 9, changed): Files hold other numbers for"
        " the same answers.",
    )
    assert found.scores_reasons == (
        "items.de02.keying (rule 23, changed): The item counts the other way round: compute scores"
        " again from the answers.",
    )
    assert [change.rule for change in comparison.changes] == [9, 23, 34]


def test_before_1_0_0_a_major_change_raises_the_second_number():
    old = parse(demo_content() | {"version": "0.4.1"})
    content = demo_content() | {"version": "0.4.2"}
    put("items.de02.keying", "positive")(content)
    put("scoring_rules.total_mean.version", "2.0.0")(content)
    comparison = compare_versions(old, parse(content))
    assert str(comparison.required_version()) == "0.5.0"
    assert not comparison.comparability.is_promised
    assert messages(comparison) == {
        "version": "'demo' went from 0.4.1 to 0.4.2; its changes ask for 0.5.0 or later."
    }


@pytest.mark.parametrize(
    ("declared", "is_enough"),
    [("1.2.3", False), ("1.9.0", False), ("2.0.0-rc.1", True), ("2.0.0", True), ("3.0.0", True)],
)
def test_a_version_may_be_higher_than_its_changes_ask_for_never_lower(declared, is_enough):
    comparison = compare(
        put("response_scales.freq4.options.alw.value", 4), put("version", declared)
    )
    assert ("version" not in messages(comparison)) == is_enough


def test_a_document_that_differs_needs_a_version_even_without_a_bump():
    comparison = compare(put("status", "retired"))
    assert comparison.required_bump == "none"
    assert str(comparison.required_version()) == "1.2.4"


def test_a_score_a_translation_and_a_form_have_versions_of_their_own():
    edits = (
        put("version", "2.0.0"),
        put("scoring_rules.total_mean.minimum_answered", 4),
        put("items.de01.stem.sv", "Annat."),
        put("forms.2a.rationale", "Quick."),
    )
    comparison = compare(*edits)
    assert messages(comparison) == {
        "scoring.total_mean": "Scoring 'total_mean' went from 1.0.0 to 1.0.0; its changes ask for"
        " 2.0.0 or later.",
        "translation.sv": "Translation 'sv' went from 1.0.0 to 1.0.0; its changes ask for 2.0.0 or"
        " later.",
        "forms.2a.version": "Form '2a' changed, and its version is still 1.0.0.",
    }
    declared = compare(
        *edits,
        put("scoring_rules.total_mean.version", "2.0.0"),
        put("translations.sv.version", "2.0.0"),
        put("forms.2a.version", "1.0.1"),
    )
    assert declared.findings == ()
    lines = {(line.kind, line.name): line for line in declared.lines}
    assert {name: (line.bump, line.is_changed) for name, line in lines.items()} == {
        ("instrument", "demo"): ("patch", False),
        ("scoring", "total_mean"): ("major", True),
        ("scoring", "reasons_count"): ("none", False),
        ("scoring", "time_sum"): ("none", False),
        ("scoring", "2a/total_mean"): ("none", False),
        ("translation", "sv"): ("major", True),
    }


def test_a_reworded_item_has_a_new_revision():
    edits = (put("version", "2.0.0"), put("items.de01.stem.en", "Other."))
    assert messages(compare(*edits)) == {
        "items.de01.revision": "Item 'de01' was reworded, and its revision went from 1 to 1: it"
        " counts the wordings."
    }
    assert compare(*edits, put("items.de01.revision", 2)).findings == ()
    fell = compare_versions(edited(put("items.de01.revision", 2)), edited())
    assert messages(fell)["items.de01.revision"] == (
        "The revision of item 'de01' fell from 2 to 1."
    )


def test_a_renamed_item_whose_rest_differs_is_another_item():
    other = put("items.ol01.stem.en", "Other.")
    comparison = compare(other, rename("items.ol01", "id", "ol02"))
    rules = {change.path: change.rule for change in comparison.changes}
    assert (rules["items.ol01"], rules["items.ol02"]) == (14, 13)
    assert "items.ol02.revision" not in messages(comparison)


def test_a_judgement_lowers_the_bump_and_is_quoted():
    edit = put("items.de01.stem.en", "A statement de01.")
    assert compare(edit).required_bump == "major"
    judged = compare(edit, judgements=(judgement(),))
    assert judged.required_bump == "minor"
    assert judged.changes[0].reason == (
        "The question is the same in other words: report the version of each answer."
        " Judged same sense by A. Reader: Six interviews."
    )


def test_a_judgement_of_another_language_does_not_count():
    edit = put("items.de01.stem.en", "A statement de01.")
    comparison = compare(edit, judgements=(judgement(language="sv"),))
    assert comparison.required_bump == "major"
    assert messages(comparison)["items.de01.stem"] == (
        "The text in 'sv' was judged, and did not change."
    )


def test_a_judgement_of_a_text_that_did_not_change_is_found():
    comparison = compare(judgements=(judgement(),))
    assert messages(comparison) == {
        "items.de01.stem": "The text in 'en' was judged, and did not change."
    }


@pytest.mark.parametrize("name", ["missing", "options", "items", "forms", "texts", "stem"])
def test_items_may_be_called_by_words_of_the_schema(name):
    old = edited(rename_item("de01", name))
    new = edited(rename_item("de01", name), put(f"items.{name}.stem.en", "Other."))
    comparison = compare_versions(old, new)
    assert [(change.rule, change.path) for change in comparison.changes] == [
        (4, f"items.{name}.stem"),
        (33, "translations.sv"),
    ]


def test_a_new_translation_leaves_answers_comparable():
    comparison = compare_versions(edited(without_swedish), edited())
    assert comparison.required_bump == "patch"
    assert comparison.comparability.scores == "A"
    (change,) = comparison.changes
    assert (change.rule, change.scores) == (30, "C")
    (line,) = (line for line in comparison.lines if line.kind == "translation")
    assert (line.old, line.bump, line.required) == (None, "none", None)


def test_a_reworded_translation_touches_its_own_respondents():
    comparison = compare(put("items.de01.stem.sv", "Annat."))
    assert comparison.comparability_in("en").raw == "A"
    assert comparison.comparability_in("sv").raw == "D"
    assert comparison.comparability.raw == "D"


def test_a_stale_translation_is_named_with_its_texts():
    edits = (put("items.de01.stem.en", "Other."), put("items.de02.stem.en", "Other too."))
    (stale,) = (change for change in compare(*edits).changes if change.rule == 33)
    assert (stale.path, stale.kind, stale.new) == (
        "translations.sv",
        "stale",
        "items.de01.stem, items.de02.stem",
    )


def test_a_form_is_compared_as_it_is_administered():
    old = Instrument(bank=edited(), form_id="2a")

    def form_of(*edits):
        return compare_versions(old, Instrument(bank=edited(*edits), form_id="2a"))

    assert form_of(put("items.de02.stem.en", "Other.")).comparability.raw == "A"
    assert form_of(put("items.de01.stem.en", "Other.")).comparability.raw == "D"
    assert form_of(put("scoring_rules.total_mean.method", "sum")).comparability.scores == "A"
    assert form_of(swap("items")).changes == ()
    assert form_of(swap("forms.2a.item_ids")).comparability.raw == "B"
    assert form_of(put("quantity_scales.hours.unit", "currency")).changes == ()
    assert form_of(put("instruction.en", "Do.")).comparability.raw == "B"


def test_a_bank_as_it_is_administered_leaves_its_forms_out():
    edit = put("forms.2a.scoring_rules.total_mean.minimum_answered", 1)
    assert compare(edit).comparability.scores == "C"
    whole = compare_versions(Instrument(bank=edited()), Instrument(bank=edited(edit)))
    assert whole.changes == ()


def test_another_form_shares_answers_and_no_score():
    bank = edited()
    comparison = compare_versions(Instrument(bank=bank), Instrument(bank=bank, form_id="2a"))
    found = comparison.comparability
    assert (comparison.required_bump, found.raw, found.scores) == ("none", "A", "C")
    (change,) = comparison.changes
    assert (change.rule, change.old, change.new) == (15, "all items", "2a")


def test_a_renamed_form_is_the_same_form():
    comparison = compare_versions(
        Instrument(bank=edited(), form_id="2a"),
        Instrument(bank=edited(rename("forms.2a", "id", "2b")), form_id="2b"),
    )
    assert [change.rule for change in comparison.changes] == [49]
    assert comparison.comparability.scores_after_map


def test_names_are_followed_through_the_document():
    renamed = compare(
        rename_item("de01", "de11"),
        rename("subscales.total", "id", "all"),
        put("structure.subscale_ids", ["all"]),
        put("scoring_rules.total_mean.subscale_id", "all"),
        rename("response_scales.freq4.options.oft", "code", "often"),
    )
    assert sorted((change.rule, change.path, change.old) for change in renamed.changes) == [
        (18, "items.de11", "de01"),
        (18, "response_scales.freq4.options.often", "oft"),
        (49, "subscales.all", "total"),
    ]


def test_entries_with_the_same_rest_are_not_taken_for_renamed():
    def twins(*names):
        return [
            add("subscales", english(subscale(name, ["de01"])) | {"title": {"en": "Twin"}})
            for name in names
        ]

    comparison = compare_versions(edited(*twins("s1", "s2")), edited(*twins("s3", "s4")))
    assert sorted(change.rule for change in comparison.changes) == [25, 25, 39, 39]


def test_changes_of_another_bank_have_no_versions_to_compare():
    comparison = compare(put("id", "demo2"), put("version", "0.1.0"))
    assert comparison.comparability.raw == "D"
    assert comparison.findings == ()


def test_versions_are_compared_without_the_numeric_stack():
    code = (
        "import sys; from covalue_measures.registry.changes import compare_versions;"
        f"compare_versions('{NAME}@0.1.0', '{NAME}@0.2.0');"
        "print([name for name in ('numpy', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
