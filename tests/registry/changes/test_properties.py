"""What holds for any edit: nothing escapes, and the worst is assumed of what is unknown."""

import json
import random

import pytest
from demo_bank import compare, demo_content, edited, parse
from demo_edits import put, swap
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from covalue_measures.registry.changes import compare_versions
from covalue_measures.schema import ItemBank
from covalue_measures.schema.measure_digest import measure_digest

#: Rows that leave what is asked in the original's language, and scored, as it was.
SAY_THE_SAME = {1, 30, 31, 32, 33, 34, 35}

WORDS = (
    "draft", "candidate", "released", "retired", "active", "positive", "negative", "service_user",
    "family", "agreement", "confidence", "deductive", "adopted", "sum", "mean", "count",
    "reflective", "formative", "hours", "currency", "declined", "dont_know", "skipped", "technical",
    "words", "plans", "freq4", "yesno", "total", "time", "correlated_factors", "sv", "fi", "1.2.4",
    "2.0.0", "Other words.", "reviewed", "equivalence_tested", "0123456789ab", "zz9",
)  # fmt: skip


def _places(value, path=()):
    """Yield the place of every value in a document, positions for entries of lists."""
    yield path
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _places(entry, (*path, key))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _places(entry, (*path, position))


def _complete_content():
    """Return the document with every field written, those too that say nothing."""
    content = json.loads(edited().model_dump_json()) | {"waivers": [], "retirement": None}
    for entry in content["items"]:
        entry.update(pair_id=None, waivers=[])
    for entry in content["response_scales"]:
        entry["kind"] = None
    for entry in content["forms"]:
        entry["choices"] = []
    return content


CONTENT = _complete_content()
PLACES = [path for path in _places(CONTENT) if path]


def _mutations(value):
    """Return other values of the same kind, and of none."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int):
        return st.sampled_from([value + 1, value - 1, value * 2, 0, -50])
    if isinstance(value, str):
        return st.sampled_from([*WORDS, value + "x"])
    if isinstance(value, list):
        shuffled = st.permutations(value).map(list)
        shorter = st.integers(0, max(len(value) - 1, 0)).map(
            lambda position: value[:position] + value[position + 1 :]
        )
        return st.one_of(
            shuffled,
            shorter,
            st.just([{"rule": "L01", "reason": "It is kept."}]),
            st.just([{"rule": "R01", "reason": "It is kept.", "path": "readability"}]),
        )
    if value is None:
        return st.sampled_from([*WORDS, {"en": "New."}])
    return st.sampled_from([None, {"en": "New."}, {**value, "en": "New."}])


@st.composite
def single_edits(draw):
    content = json.loads(json.dumps(CONTENT))
    *where, name = draw(st.sampled_from(PLACES))
    target = content
    for key in where:
        target = target[key]
    value = draw(_mutations(target[name]))
    assume(value != target[name])
    target[name] = value
    # The schema holds the role of every item to the bank's.
    if where == [] and name == "role":
        for entry in content["items"]:
            entry["role"] = value
    try:
        return parse(content)
    except ValidationError:
        return None


def _check_that_nothing_escapes(old, new):
    comparison = compare_versions(old, new)
    lines = {(line.kind, line.name): line for line in comparison.lines}
    redeclared = any(line.old != line.new for line in lines.values() if line.old and line.new) or [
        form.version for form in old.forms
    ] != [form.version for form in new.forms]
    assert (old == new) == (not comparison.changes and not redeclared)
    assert not [change for change in comparison.changes if change.rule == 50]
    for line in comparison.lines:
        in_line = [
            change
            for change in comparison.changes
            if change.line == line.kind and line.name in change.line_names
        ]
        came_or_went = line.old is None or line.new is None
        assert in_line or came_or_went or not line.is_changed, (line, comparison.changes)
    says_the_same = {change.rule for change in comparison.changes} <= SAY_THE_SAME
    assert (measure_digest(old) == measure_digest(new)) == says_the_same


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(single_edits())
def test_no_single_edit_escapes_in_either_direction(new):
    assume(new is not None)
    _check_that_nothing_escapes(edited(), new)
    _check_that_nothing_escapes(new, edited())


def test_the_edits_reach_every_field():
    """Every field of every definition was written, so that the edits above can meet it."""
    fields = {path[-1] for path in PLACES if isinstance(path[-1], str)}
    assert set(ItemBank.model_fields) <= fields


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_edits_does_not_matter(seed):
    edits = [
        put("items.de01.stem.en", "Other."),
        put("items.de02.keying", "positive"),
        put("response_scales.freq4.options.alw.value", 5),
        put("license", "CC0-1.0"),
        put("forms.2a.rationale", "Quick."),
        swap("facets"),
        put("items.de03.stem.sv", "Annat."),
    ]
    expected = compare(*edits)
    random.Random(seed).shuffle(edits)
    found = compare(*edits)
    assert found.changes == expected.changes
    assert found.comparability == expected.comparability


def test_a_version_differs_from_itself_in_nothing():
    comparison = compare()
    assert comparison.changes == ()
    assert comparison.findings == ()
    assert comparison.required_bump == "none"
    assert comparison.required_version() == edited().version
    found = comparison.comparability
    assert (found.raw, found.scores, found.raw_reasons, found.scores_reasons) == ("A", "A", (), ())
    assert all(line.bump == "none" and not line.is_changed for line in comparison.lines)
    assert comparison.recode_map().changes_nothing


def test_a_field_that_nobody_classified_is_the_worst_change():
    class LaterBank(ItemBank):
        mood: str = "calm"

    old = LaterBank.model_validate_json(json.dumps(demo_content()))
    new = LaterBank.model_validate_json(json.dumps(demo_content() | {"mood": "tense"}))
    comparison = compare_versions(old, new)
    (change,) = comparison.changes
    assert (change.rule, change.path, change.old, change.new) == (50, "mood", "calm", "tense")
    assert (change.bump, change.raw, change.scores) == ("major", "D", "D")
    assert str(comparison.required_version()) == "2.0.0"
