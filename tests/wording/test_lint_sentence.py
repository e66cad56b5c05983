"""How one sentence is read: tokens, levels, messages. Which rules speak up is in the gold file."""

import pytest

from covalue_measures.wording import known_languages, lint_sentence
from covalue_measures.wording.knowledge import knowledge_of
from covalue_measures.wording.phrases import PhraseList, outside
from covalue_measures.wording.sentence import read_sentences
from covalue_measures.wording.time_frame import time_frames


def test_sentences_end_where_people_end_them() -> None:
    english = knowledge_of("en")
    text = "Dr. Lee, e.g., gave me 2.5 hours. “Did you rest?” she said! It's fine..."
    read = read_sentences(text, english)
    assert [sentence.words for sentence in read] == [
        ("dr", "lee", "e.g", "gave", "me", "2.5", "hours"),
        ("did", "you", "rest"),
        ("she", "said"),
        ("it's", "fine"),
    ]
    assert [sentence.is_question for sentence in read_sentences("Did you? I did.", english)] == [
        True,
        False,
    ]


def test_phrases_are_found_longest_first() -> None:
    phrases = PhraseList(["as well", "as well as", "past|last week", "team*"])
    tokens = ["the", "teams", "as", "well", "as", "staff", "last", "week"]
    assert phrases.spans(tokens) == ((1, 2), (2, 5), (6, 8))
    assert phrases.starts(["past", "week", "off"])
    assert phrases.ends(["in", "last", "week"])
    assert "teamwork" in phrases
    assert "as" not in phrases
    assert outside(((1, 2), (2, 5)), ((4, 6),)) == ((1, 2),)


@pytest.mark.parametrize(
    ("language", "text", "meanings"),
    [
        ("en", "In the past 3 months", ["3 month"]),
        ("en", "Over the last two weeks", ["2 week"]),
        ("en", "At your last visit, or today", ["1 visit", "today"]),
        ("en", "The past made me strong", []),
        ("sv", "Under de senaste 3 månaderna", ["3 month"]),
        ("sv", "Vid ditt senaste besök", ["1 visit"]),
        ("sv", "Just nu", ["just nu"]),
    ],
)
def test_periods(language: str, text: str, meanings: list[str]) -> None:
    knowledge = knowledge_of(language)
    (sentence,) = read_sentences(text, knowledge)
    assert [frame.meaning for frame in time_frames(sentence, knowledge)] == meanings


def test_negation_is_graver_where_people_agree_or_not() -> None:
    stem = "The plan was not mine."
    assert [f.level for f in lint_sentence(stem, "en", scale_kind="frequency")] == ["warning"]
    (finding,) = lint_sentence(stem, "en", scale_kind="agreement")
    assert (finding.rule, finding.level, finding.found) == ("L02", "error", ("not",))
    assert finding.message == 'Is put in the negative, to be answered by agreement: "not".'
    assert finding.is_open


def test_findings_of_one_rule_are_one_finding() -> None:
    findings = lint_sentence("Nobody called. The nurse listened and wrote.", "en")
    assert [f.rule for f in findings] == ["L01", "L02", "L09"]
    findings = lint_sentence("Nobody called. Nobody wrote.", "en")
    assert [(f.rule, f.found) for f in findings] == [
        ("L02", ("nobody", "nobody")),
        ("L09", ("2 sentences",)),
    ]


def test_languages_share_their_concepts() -> None:
    english, swedish = (knowledge_of(language) for language in known_languages())
    for name in ("agents", "persons", "units", "question_openers"):
        assert set(getattr(english, name)) == set(getattr(swedish, name)), name
