"""How often the rules agree with labelled sentences, and that the documentation says so."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import yaml
from reference_values import ROOT

from covalue_measures.schema import Role
from covalue_measures.wording import RULE_TITLES, Finding, lint_sentence

GOLD = ROOT / "tests" / "wording" / "gold"
PAGE = ROOT / "docs" / "explanation" / "wording_rules.md"
LANGUAGES = ("en", "sv")
SETS = ("development", "held_out")
RULES = tuple(f"L{number:02}" for number in (*range(1, 10), *range(11, 16), 21))


@dataclass
class Agreement:
    """Findings that the labels have, that they lack, and labels without a finding."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    n_right_levels: int = 0

    def shown(self, rules: tuple[str, ...]) -> str:
        right, false, missed = (
            sum(counts[rule] for rule in rules) for counts in (self.right, self.false, self.missed)
        )
        precision, recall = right / (right + false), right / (right + missed)
        return f"{right} | {false} | {missed} | {precision:.2f} | {recall:.2f}"


@cache
def sentences(language: str) -> list[dict[str, Any]]:
    return yaml.safe_load((GOLD / f"{language}.yaml").read_text(encoding="utf-8"))


def lint(sentence: dict[str, Any], language: str) -> tuple[Finding, ...]:
    return lint_sentence(
        sentence["text"],
        language,
        scale_kind=sentence.get("scale_kind"),
        role=Role(sentence["role"]) if "role" in sentence else None,
        recall=sentence.get("recall"),
        has_not_applicable=sentence.get("not_applicable", False),
    )


@cache
def agreement(language: str, sets: tuple[str, ...] = SETS) -> Agreement:
    counted = Agreement()
    for sentence in sentences(language):
        if sentence["set"] not in sets:
            continue
        labels, found = sentence["rules"], lint(sentence, language)
        rules = {finding.rule for finding in found}
        counted.right.update(rules & set(labels))
        counted.false.update(rules - set(labels))
        counted.missed.update(set(labels) - rules)
        counted.n_right_levels += sum(labels.get(f.rule) == f.level for f in found)
    return counted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gold_file_is_large_and_holds_traps(language: str) -> None:
    texts = [sentence["text"] for sentence in sentences(language)]
    assert len(texts) == len(set(texts)) >= 70
    assert sum(not s["rules"] and bool(s.get("trap_for")) for s in sentences(language)) >= 25
    for rule in RULES:
        assert sum(rule in s["rules"] for s in sentences(language)) >= 3, rule
        assert sum(rule in s.get("trap_for", ()) for s in sentences(language)) >= 3, rule
    for sentence in sentences(language):
        assert sentence["set"] in SETS
        assert not set(sentence["rules"]) & set(sentence.get("trap_for", ())), sentence["text"]
        assert set(sentence["rules"]) <= set(RULES)


def test_levels_are_those_of_the_labels_as_the_page_says() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    counted = [agreement(language) for language in LANGUAGES]
    n_right = sum(sum(a.right.values()) for a in counted)
    n_right_levels = sum(a.n_right_levels for a in counted)
    assert f"Of the {n_right} findings that are right, {n_right_levels} have" in page


def page_rows() -> list[str]:
    """Return the rows of the page's table of agreement, as they must be."""
    rows = [
        f"| {rule} | {agreement('en').shown((rule,))} | {agreement('sv').shown((rule,))} |"
        for rule in RULES
    ]
    for name, sets in (("development", SETS[:1]), ("held out", SETS[1:]), ("all", SETS)):
        english, swedish = (agreement(language, sets).shown(RULES) for language in LANGUAGES)
        rows.append(f"| {name} | {english} | {swedish} |")
    return rows


def test_the_page_holds_exactly_these_numbers() -> None:
    table = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.count("|") == page_rows()[0].count("|")
    ]
    assert table[2:] == page_rows()


def test_the_page_says_how_many_sentences_there_are() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for language, name in (("en", "English"), ("sv", "Swedish")):
        assert f"{len(sentences(language))} {name} sentences" in page


#: Smallest precision and recall over all rules.
FLOORS = {"development": (0.97, 0.95), "held_out": (0.90, 0.85)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SETS)
def test_overall_floors(language: str, name: str) -> None:
    counted = agreement(language, (name,))
    right, false, missed = (
        sum(counts.values()) for counts in (counted.right, counted.false, counted.missed)
    )
    precision, recall = FLOORS[name]
    assert right / (right + false) >= precision
    assert right / (right + missed) >= recall
    assert counted.n_right_levels >= 0.95 * right


def test_the_page_names_every_rule() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for code, title in RULE_TITLES.items():
        assert f"| {code} | {title}" in page
