"""Every row of the rule table that a definition can show, by an edit that shows it."""

from typing import NamedTuple

import pytest
from demo_bank import edited, item, option, rule, subscale, text
from demo_edits import (
    Edit,
    add,
    drop,
    english,
    put,
    rename,
    rename_item,
    swap,
    untranslate,
    without_swedish,
)

from covalue_measures.registry.changes import (
    BUMPS,
    WordingJudgement,
    compare_versions,
    load_rules,
)


class Row(NamedTuple):
    rule: int
    edits: tuple[Edit, ...]
    path: str
    bump: str
    raw: str
    scores: str
    verdict: str | None = None
    language: str | None = None
    line: str = "instrument"
    names: tuple[str, ...] = ("demo",)
    #: Whether the bank is the new version, and the edited one the old.
    backwards: bool = False


STEM, STEM_SV = "items.de01.stem.en", "items.de01.stem.sv"
LABEL = "response_scales.freq4.options.oft.label"
RECALL = "items.de01.recall"
MISSING = "response_scales.freq4.missing"
OPTIONS = "response_scales.freq4.options"
STEM_PATH = "items.de01.stem"
SV = {"line": "translation", "names": ("sv",)}
TOTAL = {"line": "scoring", "names": ("total_mean",)}
BOTH = {"line": "scoring", "names": ("total_mean", "2a/total_mean")}
FORM_TOTAL = {"line": "scoring", "names": ("2a/total_mean",)}
TIME = {"line": "scoring", "names": ("time_sum",)}


def _retire(content):
    """Retire an item and take it out of its subscale, as the schema demands."""
    put("items.de04.status", "retired")(content)
    content["subscales"][0]["item_ids"].remove("de04")


def _delete(content):
    drop("items.ol01")(content)
    untranslate("items.ol01")(content)


def _swedish_first(content):
    content["language"] = "sv"
    translation = content["translations"][0]
    translation["language"] = "en"


def _for_families(content):
    for entry in (content, *content["items"]):
        entry["role"] = "family"


def _form_of_three(content):
    form = content["forms"][0]
    form["item_ids"].append("de04")
    form["subscales"][0]["item_ids"].append("de04")


def _second_form(content):
    form = english(
        {
            "id": "2b",
            "version": "1.0.0",
            "title": text("Form 2b"),
            "item_ids": ["de02", "de04"],
            "subscales": [english(subscale("total", ["de02", "de04"]))],
            "rationale": "Another two.",
        }
    )
    content["forms"].append(form)


ROWS = [
    Row(1, (put("items.de01.pair_id", "com_words"),), "items.de01.pair_id", "patch", "A", "A"),
    Row(1, (put("provenance.source", "Another."),), "provenance.source", "patch", "A", "A"),
    Row(1, (put("items.de01.provenance.note", "N."),), "items.de01.provenance.note",
        "patch", "A", "A"),
    Row(1, (put("title.en", "A demo"),), "title", "patch", "A", "A"),
    Row(1, (put("forms.2a.rationale", "Quick."),), "forms.2a.rationale", "patch", "A", "A"),
    Row(1, (put("status", "candidate"),), "status", "patch", "A", "A"),
    Row(1, (put("response_scales.freq4.kind", "frequency"),), "response_scales.freq4.kind",
        "patch", "A", "A"),
    Row(1, (put("waivers", [{"rule": "R01", "reason": "R.", "path": "readability"}]),), "waivers",
        "patch", "A", "A"),
    Row(1, (put("items.de01.revision", 2),), "items.de01.revision", "patch", "A", "A"),
    Row(1, (swap("facets"),), "facets", "patch", "A", "A"),
    Row(1, (rename("response_scales.yesno", "id", "yn"), put("items.re01.response_scale", "yn"),
            put("items.re02.response_scale", "yn")), "response_scales.yn", "patch", "A", "A"),
    Row(1, (put("construct_definition.en", "What it measures."),), "construct_definition",
        "patch", "A", "A", "same_sense"),
    Row(1, (put("facets.words.definition.en", "Plain word."),), "facets.words.definition",
        "patch", "A", "A", "orthography"),
    Row(1, (put("translations.sv.state", "equivalence_tested"),), "translations.sv.state",
        "patch", "A", "A", **SV),
    Row(1, (swap("subscales.total.item_ids"),), "subscales.total.item_ids", "patch", "A", "A",
        **TOTAL),
    Row(2, (put(STEM, "Statement, de01."),), STEM_PATH, "patch", "A", "A", "orthography"),
    Row(2, (put(f"{RECALL}.en", "In the past week:"),), RECALL, "patch", "A", "A", "orthography"),
    Row(2, (put("instruction.en", "Mark one answer!"),), "instruction", "patch", "A", "A",
        "orthography"),
    Row(2, (put(f"{LABEL}.en", "Often."),), LABEL, "patch", "A", "A", "orthography"),
    Row(3, (put(STEM, "A statement de01."),), STEM_PATH, "minor", "B", "B", "same_sense"),
    Row(3, (put(f"{RECALL}.en", "In the past 7 days"),), RECALL, "minor", "B", "B", "same_sense"),
    Row(4, (put(STEM, "No statement de01."),), STEM_PATH, "major", "D", "C"),
    Row(4, (put(STEM, "No statement de01."),), STEM_PATH, "major", "D", "C", "changed_sense"),
    Row(4, (put("instruction.en", "Mark all answers."),), "instruction", "major", "D", "C",
        "changed_sense"),
    Row(5, (put("instruction.en", "Please mark one."),), "instruction", "minor", "B", "B"),
    Row(5, (put("instruction.en", "Please mark one."),), "instruction", "minor", "B", "B",
        "same_sense"),
    Row(5, (put("instruction", None), untranslate("instruction")), "instruction",
        "minor", "B", "B"),
    Row(5, (put("forms.2a.instruction", {"en": "Mark one answer to each."}),),
        "forms.2a.instruction", "minor", "B", "B"),
    Row(6, (put(f"{RECALL}.en", "In the past year"),), RECALL, "major", "D", "D"),
    Row(6, (put(f"{RECALL}.en", "In the past year"),), RECALL, "major", "D", "D", "changed_sense"),
    Row(6, (put(RECALL, None), untranslate(RECALL)), RECALL, "major", "D", "D"),
    Row(6, (put(RECALL, None), untranslate(RECALL)), RECALL, "major", "D", "D", backwards=True),
    Row(7, (put(f"{LABEL}.en", "Very often"),), LABEL, "major", "C", "C"),
    Row(7, (put(f"{LABEL}.en", "Frequently"),), LABEL, "minor", "B", "B", "same_sense"),
    Row(7, (put(f"{LABEL}.en", "Very often"),), LABEL, "major", "C", "C", "changed_sense"),
    Row(7, (put("quantity_scales.hours.label.en", "full hours"),), "quantity_scales.hours.label",
        "major", "C", "C"),
    Row(7, (put(f"{MISSING}.na.label.en", "Not for me"),), f"{MISSING}.na.label",
        "minor", "B", "B", "same_sense"),
    Row(8, (add(OPTIONS, english(option("every", 4, "Every time"))),), f"{OPTIONS}.every",
        "major", "D", "C"),
    Row(8, (drop(f"{OPTIONS}.oft"), untranslate(LABEL)), f"{OPTIONS}.oft", "major", "D", "C"),
    Row(8, (swap("response_scales.yesno.options"),), "response_scales.yesno.options",
        "major", "D", "C"),
    Row(8, (put("items.re01.response_scale", "freq4"),), "items.re01.response_scale",
        "major", "D", "C"),
    Row(9, (put(f"{OPTIONS}.alw.value", 4),), f"{OPTIONS}.alw.value", "major", "A", "A"),
    Row(10, (add(MISSING, english(option("dk", -97, "I do not know", reason="dont_know"))),),
        f"{MISSING}.dk", "minor", "B", "B"),
    Row(11, (put(f"{MISSING}.pnta.value", -96),), f"{MISSING}.pnta.value", "minor", "A", "A"),
    Row(12, (swap("items"),), "items", "minor", "B", "B"),
    Row(12, (swap("forms.2a.item_ids"),), "forms.2a.item_ids", "minor", "B", "B"),
    Row(13, (add("items", english(item("de05"))),), "items.de05", "minor", "A", "A"),
    Row(13, (put("items.ol01.status", "active"),), "items.ol01.status", "minor", "A", "A"),
    Row(14, (_delete,), "items.ol01", "major", "A", "C"),
    Row(14, (_retire,), "items.de04.status", "minor", "A", "B"),
    Row(15, (_form_of_three,), "forms.2a.item_ids", "major", "A", "C"),
    Row(18, (rename_item("de01", "de11"),), "items.de11", "major", "A", "A"),
    Row(18, (rename(f"{OPTIONS}.oft", "code", "often"),), f"{OPTIONS}.often", "major", "A", "A"),
    Row(18, (rename(f"{MISSING}.na", "code", "none"),), f"{MISSING}.none", "major", "A", "A"),
    Row(19, (swap(MISSING),), MISSING, "patch", "A", "B"),
    Row(21, (put("subscales.total.measurement_model", "formative"), put("structure", None),
             put("scoring_rules.total_mean.minimum_answered", 4),
             put("scoring_rules.total_mean.method", "count")),
        "scoring_rules.total_mean.method", "major", "A", "D", **TOTAL),
    Row(22, (put("scoring_rules.total_mean.minimum_answered", 4),),
        "scoring_rules.total_mean.minimum_answered", "major", "A", "C", **TOTAL),
    Row(22, (put("forms.2a.scoring_rules.total_mean.minimum_answered", 1),),
        "forms.2a.scoring_rules.total_mean.minimum_answered", "major", "A", "C", **FORM_TOTAL),
    Row(23, (put("items.de01.keying", "negative"),), "items.de01.keying", "major", "A", "D",
        **BOTH),
    Row(24, (put("scoring_rules.total_mean.method", "sum"),), "scoring_rules.total_mean.method",
        "major", "A", "A", **TOTAL),
    Row(25, (add("scoring_rules", english(rule("total_sum", "total", "sum", 4))),),
        "scoring_rules.total_sum", "minor", "A", "A", line="scoring", names=("total_sum",)),
    Row(25, (add("subscales", english(subscale("short", ["de01", "de02"]))),), "subscales.short",
        "minor", "A", "A", line="scoring", names=()),
    Row(30, (without_swedish,), "translations.sv", "patch", "A", "C", backwards=True, **SV),
    Row(30, (put(STEM_PATH, {"en": "Statement de01."}), untranslate(STEM_PATH)), STEM_PATH,
        "patch", "A", "C", backwards=True, **SV),
    Row(30, (_delete,), "items.ol01.stem", "patch", "A", "C", backwards=True, **SV),
    Row(31, (put(STEM_SV, "Påstående: de01."),), STEM_PATH, "patch", "A", "A", "orthography",
        "sv", **SV),
    Row(32, (put(STEM_SV, "Ett påstående."),), STEM_PATH, "major", "D", "C", **SV),
    Row(32, (put(STEM_SV, "Ett påstående."),), STEM_PATH, "minor", "B", "B", "same_sense", "sv",
        **SV),
    Row(32, (put(STEM_SV, "Ett påstående."),), STEM_PATH, "major", "D", "C", "changed_sense",
        "sv", **SV),
    Row(33, (put(STEM, "Statement, de01."),), "translations.sv", "none", "A", "A", **SV),
    Row(34, (put("license", "CC-BY-ND-4.0"),), "license", "minor", "A", "A"),
    Row(35, (put("status", "retired"),), "status", "none", "A", "A"),
    Row(35, (put("status", "retired"),
             put("retirement", {"reason": "It was misread.", "superseded_by": "demo2"})),
        "retirement", "none", "A", "A"),
    Row(36, (put("id", "demo2"),), "id", "major", "D", "D", names=("demo2",)),
    Row(36, (put("domain", "self_efficacy"),), "domain", "major", "D", "D"),
    Row(36, (put("construct_definition.en", "Something else."),), "construct_definition",
        "major", "D", "D"),
    Row(36, (_for_families,), "role", "major", "D", "D"),
    Row(36, (put("subscales.total.measurement_model", "formative"), put("structure", None)),
        "subscales.total.measurement_model", "major", "D", "D", **TOTAL),
    Row(37, (put("items.de01.facet", "plans"),), "items.de01.facet", "minor", "A", "A"),
    Row(37, (put("facets.words.definition.en", "Other words."),), "facets.words.definition",
        "minor", "A", "A"),
    Row(37, (put("facets.plans.definition", {"en": "Plans."}),), "facets.plans.definition",
        "minor", "A", "A"),
    Row(37, (add("facets", {"id": "time", "title": {"en": "Time"}}),), "facets.time",
        "minor", "A", "A"),
    Row(38, (_retire,), "subscales.total.item_ids", "major", "A", "C", **TOTAL),
    Row(38, (add("subscales", english(subscale("short", ["de01", "de02", "de03"]))),
             put("scoring_rules.total_mean.subscale_id", "short")),
        "scoring_rules.total_mean.subscale_id", "major", "A", "C", **TOTAL),
    Row(39, (drop("scoring_rules.time_sum"), untranslate("scoring_rules.time_sum.title")),
        "scoring_rules.time_sum", "major", "A", "D", **TIME),
    Row(40, (add("subscales", english(subscale("second", ["de01", "de02"]))),
             put("structure", {"kind": "bifactor", "subscale_ids": ["total", "second"]})),
        "structure.kind", "minor", "A", "A"),
    Row(41, (drop(f"{MISSING}.na"), untranslate(f"{MISSING}.na.label")), f"{MISSING}.na",
        "major", "B", "B"),
    Row(41, (put(f"{MISSING}.na.reason", "dont_know"),), f"{MISSING}.na.reason",
        "major", "B", "B"),
    Row(41, (put("quantity_scales.hours.empty_cell", "not_asked"),),
        "quantity_scales.hours.empty_cell", "major", "B", "B"),
    Row(42, (drop("forms.2a"), untranslate("forms.2a")), "forms.2a", "major", "A", "A"),
    Row(42, (without_swedish,), "translations.sv", "major", "A", "A", **SV),
    Row(42, (put(STEM_PATH, {"en": "Statement de01."}), untranslate(STEM_PATH)), STEM_PATH,
        "major", "A", "A", **SV),
    Row(43, (_second_form,), "forms.2b", "minor", "A", "A"),
    Row(44, (_swedish_first,), "language", "major", "C", "C"),
    Row(45, (put("quantity_scales.hours.unit", "currency"),), "quantity_scales.hours.unit",
        "major", "D", "D"),
    Row(45, (put("items.de01.response_scale", "freq4"), drop("scoring_rules.reasons_count"),
             untranslate("scoring_rules.reasons_count.title"),
             put("items.re01.response_scale", "hours")), "items.re01.response_scale",
        "major", "D", "D"),
    Row(46, (put("quantity_scales.hours.maximum", 50),), "quantity_scales.hours.maximum",
        "major", "C", "C"),
    Row(46, (put("quantity_scales.hours.maximum", 500),), "quantity_scales.hours.maximum",
        "minor", "B", "B"),
    Row(46, (put("quantity_scales.hours.minimum", 0),), "quantity_scales.hours.minimum",
        "minor", "B", "B"),
    Row(47, (put("quantity_scales.hours.decimals", 0),), "quantity_scales.hours.decimals",
        "major", "C", "C"),
    Row(47, (put("quantity_scales.hours.decimals", 2),), "quantity_scales.hours.decimals",
        "major", "A", "A"),
    Row(48, (put("response_scales.yesno.ordered", True),), "response_scales.yesno.ordered",
        "major", "A", "D"),
    Row(49, (rename("scoring_rules.time_sum", "id", "hours_sum"),), "scoring_rules.hours_sum",
        "major", "A", "A", line="scoring", names=("hours_sum",)),
    Row(49, (rename("forms.2a", "id", "2b"),), "forms.2b", "major", "A", "A"),
]  # fmt: skip


def _name(row):
    return f"{row.rule}-{row.path}-{row.verdict or 'not judged'}{'-back' * row.backwards}"


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_row(row):
    judgements = ()
    if row.verdict:
        judgements = (
            WordingJudgement(
                path=row.path,
                language=row.language,
                verdict=row.verdict,
                reason="Read twice.",
                signer="A. Reader",
            ),
        )
    sides = (edited(*row.edits), edited()) if row.backwards else (edited(), edited(*row.edits))
    comparison = compare_versions(*sides, judgements=judgements)
    (change,) = (c for c in comparison.changes if (c.rule, c.path) == (row.rule, row.path))
    assert (change.bump, change.raw, change.scores) == (row.bump, row.raw, row.scores)
    assert (change.line, change.line_names) == (row.line, row.names)
    assert ("Judged" in change.reason) == bool(row.verdict)
    assert not [c for c in comparison.changes if c.rule == 50]
    counted = [c for c in comparison.changes if c.rule != 30]
    found = comparison.comparability
    assert found.raw == max((c.raw for c in counted), default="A")
    assert found.scores == max((c.scores for c in counted), default="A")
    assert BUMPS.index(comparison.required_bump) >= BUMPS.index(row.bump)


def test_every_row_that_a_definition_can_show_was_shown():
    shown = {number for number, row in load_rules().items() if row.in_definition}
    assert {row.rule for row in ROWS} == shown - {50}
