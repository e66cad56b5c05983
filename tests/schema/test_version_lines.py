import json

import pytest
from pydantic import ValidationError

from covalue_measures.registry import load_bank
from covalue_measures.schema import source_digest
from covalue_measures.schema.version_lines import VersionLine, version_lines


@pytest.fixture
def content(content):
    """Give the form a scoring rule of its own, where the shared bank lends it the bank's."""
    return json.loads(json.dumps(content))


def by_name(bank):
    return {(line.kind, line.name): line for line in version_lines(bank)}


def moved(before, after):
    """Return the lines whose digests differ."""
    return {name for name, line in by_name(after).items() if line.digest != before[name].digest}


def test_a_bank_has_a_line_for_its_questions_each_score_and_each_translation(bank):
    lines = version_lines(bank)
    assert [(line.kind, line.name, str(line.version)) for line in lines] == [
        ("instrument", "demo", "0.1.0"),
        ("scoring", "total_mean", "0.1.0"),
        ("scoring", "2a/total_mean", "0.1.0"),
        ("translation", "sv", "0.1.0"),
    ]
    assert all(len(line.digest) == 64 for line in lines)
    assert len({line.digest for line in lines}) == 4


def test_each_line_says_its_own_version(content, parse, put):
    put("version", "2.0.0")
    put("scoring_rules.0.version", "3.0.0")
    put("translations.0.version", "4.0.0")
    versions = [str(line.version) for line in version_lines(parse(content))]
    assert versions == ["2.0.0", "3.0.0", "0.1.0", "4.0.0"]


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        ("items.0.stem.en", "Other.", {("instrument", "demo")}),
        ("items.0.recall.en", "In the past year", {("instrument", "demo")}),
        ("items.0.facet", "b", {("instrument", "demo")}),
        ("items.3.status", "retired", {("instrument", "demo")}),
        ("instruction.en", "Mark two.", {("instrument", "demo")}),
        ("construct_definition.en", "Something else.", {("instrument", "demo")}),
        ("facets.0.definition.en", "Other.", {("instrument", "demo")}),
        ("response_scales.0.options.2.value", 5, {("instrument", "demo")}),
        ("response_scales.0.options.2.label.en", "Ever", {("instrument", "demo")}),
        ("response_scales.0.missing.0.value", -8, {("instrument", "demo")}),
        ("response_scales.0.empty_cell", "not_asked", {("instrument", "demo")}),
        ("forms.0.item_ids", ["de03", "de02"], {("instrument", "demo")}),
        ("items.0.keying", "negative", {("scoring", "total_mean")}),
        (
            "items.1.keying",
            "positive",
            {("scoring", "total_mean"), ("scoring", "2a/total_mean")},
        ),
        ("scoring_rules.0.minimum_answered", 3, {("scoring", "total_mean")}),
        ("scoring_rules.0.method", "sum", {("scoring", "total_mean")}),
        ("forms.0.scoring_rules.0.minimum_answered", 1, {("scoring", "2a/total_mean")}),
        ("items.0.stem.sv", "Annat.", {("translation", "sv")}),
        ("translations.0.texts.0.source", "0" * 12, {("translation", "sv")}),
        ("subscales.0.item_ids", ["de03", "de02", "de01"], set()),
        ("title.en", "Another", set()),
        ("scoring_rules.0.title.en", "Another", set()),
        ("status", "candidate", set()),
        ("license", "CC0-1.0", set()),
        ("provenance.note", "A note.", set()),
        ("version", "0.2.0", set()),
        ("items.0.revision", 2, set()),
        ("items.0.pair_id", "words", set()),
        ("translations.0.state", "reviewed", set()),
        ("translations.0.method", "Two translations.", set()),
    ],
)
def test_a_field_belongs_to_the_lines_that_the_rule_table_gives_it_to(
    content, parse, put, path, value, lines
):
    before = by_name(parse(content))
    assert moved(before, parse(put(path, value))) == lines


def test_amounts_belong_to_the_questions():
    bank = load_bank("costs_inventory_service_user")
    before = by_name(bank)
    changed = bank.quantity_scales[0].model_copy(update={"maximum": 5})
    after = bank.model_copy(update={"quantity_scales": (changed, *bank.quantity_scales[1:])})
    assert moved(before, after) == {("instrument", bank.id)}


def test_a_text_that_joins_a_translation_moves_its_line(content, parse):
    before = by_name(parse(content))
    content["title"]["sv"] = "Demo"
    content["translations"][0]["texts"].append({"path": "title", "source": source_digest("Demo")})
    assert moved(before, parse(content)) == {("translation", "sv")}


def test_a_line_may_be_a_calibration_though_no_bank_has_one(bank):
    line = VersionLine.model_validate(
        {"kind": "calibration", "name": "demo", "version": "1.0.0", "digest": "0" * 64}
    )
    assert line.kind not in {found.kind for found in version_lines(bank)}
    with pytest.raises(ValidationError, match="kind"):
        VersionLine.model_validate(
            {"kind": "norms", "name": "demo", "version": "1.0.0", "digest": "0" * 64}
        )
