"""The rule table as data, and the page that prints it."""

import pytest
from reference_values import ROOT

from covalue_measures.registry.changes import BUMPS, MEANINGS, bumped, load_rules
from covalue_measures.schema import parse_version

PAGE = ROOT / "docs" / "explanation" / "version_rules.md"


def test_rows_are_numbered_without_gaps():
    assert list(load_rules()) == list(range(1, 51))
    assert all(number == rule.number for number, rule in load_rules().items())


def test_rows_that_no_definition_shows_are_named():
    unseen = [number for number, rule in load_rules().items() if not rule.in_definition]
    assert unseen == [16, 17, 20, 26, 27, 28, 29]


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: str(rule.number))
def test_a_milder_outcome_is_milder(rule):
    assert rule.reason.endswith(".")
    if rule.milder is None:
        return
    assert rule.milder.raw <= rule.raw
    assert rule.milder.scores <= rule.scores
    assert BUMPS.index(rule.milder.bump) <= BUMPS.index(rule.bump)
    assert rule.milder != rule


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: str(rule.number))
def test_a_patch_keeps_answers_identical(rule):
    for outcome in filter(None, (rule, rule.milder)):
        assert set(MEANINGS) >= {outcome.raw, outcome.scores}
        if outcome.bump in ("none", "patch") and rule.in_definition:
            assert outcome.raw == "A"
        # After a map, and only then, something identical still breaks who depends on it.
        if outcome.after_map:
            assert outcome.bump in ("minor", "major")


def _cells(number, change, artefact, outcome):
    def code(name):
        shown = getattr(outcome, name)
        return f"{shown} after map" if name in outcome.after_map else shown

    cells = (number, change, artefact, outcome.bump, code("raw"), code("scores"))
    return f"| {' | '.join(cells)} |"


def _table():
    for number, rule in load_rules().items():
        unseen = "" if rule.in_definition else " *"
        yield _cells(f"{number}{unseen}", rule.change, rule.artefact, rule)
        if rule.milder:
            yield _cells("", f"... {rule.milder.change}", "", rule.milder)


def test_the_page_prints_the_table():
    text = PAGE.read_text(encoding="utf-8")
    assert "\n".join(_table()) in text


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.2.3", ("1.2.3", "1.2.4", "1.3.0", "2.0.0")),
        ("0.2.3", ("0.2.3", "0.2.4", "0.2.4", "0.3.0")),
        ("1.0.0-rc.1", ("1.0.0-rc.1", "1.0.0-rc.2", "1.0.0-rc.2", "1.0.0-rc.2")),
        ("2.0.0-alpha", ("2.0.0-alpha", "2.0.0-alpha.0", "2.0.0-alpha.0", "2.0.0-alpha.0")),
    ],
)
def test_bumps_of_releases_drafts_and_pre_releases(version, expected):
    found = [str(bumped(parse_version(version), bump)) for bump in BUMPS]
    assert tuple(found) == expected
    assert all(parse_version(later) > parse_version(version) for later in found[1:])
