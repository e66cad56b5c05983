import pytest

from covalue_measures.registry import bank_names, load_bank
from covalue_measures.schema.measure_digest import measure_digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", "9.0.0"),
        ("status", "candidate"),
        ("title.en", "Another"),
        ("license", "CC0-1.0"),
        ("provenance.note", "A note."),
        ("waivers", [{"rule": "R01", "reason": "Kept.", "path": "readability"}]),
        ("items.0.provenance.source", "A book."),
        ("items.0.pair_id", "words"),
        ("items.0.revision", 4),
        ("items.0.waivers", [{"rule": "L01", "reason": "Kept."}]),
        ("items.0.stem.sv", "Annat."),
        ("response_scales.0.kind", "frequency"),
        ("scoring_rules.0.version", "9.0.0"),
        ("scoring_rules.0.title.en", "Another"),
        ("forms.0.rationale", "Others."),
        ("forms.0.version", "9.0.0"),
        ("translations.0.state", "reviewed"),
        ("translations.0.version", "9.0.0"),
    ],
)
def test_what_a_bank_says_about_itself_does_not_move_it(content, parse, put, path, value):
    before = parse(content)
    after = parse(put(path, value))
    assert before.digest != after.digest
    assert measure_digest(before) == measure_digest(after)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "demo2"),
        ("domain", "self_efficacy"),
        ("construct_definition.en", "Something else."),
        ("instruction.en", "Mark two."),
        ("items.0.stem.en", "Other."),
        ("items.0.recall.en", "In the past year"),
        ("items.0.keying", "negative"),
        ("items.3.keying", "negative"),
        ("items.3.status", "retired"),
        ("response_scales.0.options.2.value", 5),
        ("response_scales.0.options.2.label.en", "Ever"),
        ("response_scales.0.missing.0.reason", "declined"),
        ("scoring_rules.0.method", "sum"),
        ("scoring_rules.0.minimum_answered", 1),
        ("forms.0.item_ids", ["de03", "de02"]),
        ("structure.kind", "bifactor"),
    ],
)
def test_what_is_asked_or_scored_moves_it(content, parse, put, path, value):
    before = parse(content)
    if path == "structure.kind":
        content["subscales"].append(content["subscales"][0] | {"id": "second"})
        before = parse(content)
        content["structure"]["subscale_ids"].append("second")
    assert measure_digest(before) != measure_digest(parse(put(path, value)))


@pytest.mark.parametrize("name", ["facets", "response_scales", "subscales", "scoring_rules"])
def test_the_order_of_what_has_none_does_not_move_it(content, parse, name):
    extra = {
        "subscales": content["subscales"][0] | {"id": "second"},
        "scoring_rules": content["scoring_rules"][0] | {"id": "total_sum", "method": "sum"},
    }
    if name in extra:
        content[name].append(extra[name])
    before = parse(content)
    content[name].reverse()
    after = parse(content)
    assert before.digest != after.digest
    assert measure_digest(before) == measure_digest(after)


def test_every_bank_has_a_measure_of_its_own():
    digests = [measure_digest(load_bank(name)) for name in bank_names()]
    assert len(set(digests)) == len(digests)
    assert all(len(digest) == 64 and set(digest) <= set("0123456789abcdef") for digest in digests)
