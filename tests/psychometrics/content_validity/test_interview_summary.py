import pytest
from content_validity_cases import entry, log_of

from covalue_measures.exceptions import InsufficientDataError, ModelError
from covalue_measures.psychometrics.content_validity import (
    summarize_interviews,
    unresolved_problems,
)
from covalue_measures.records.cognitive_interview import InterviewLog
from covalue_measures.schema import Role


def test_counts_of_a_worked_example() -> None:
    log = log_of(
        entry("i01", "de01"),
        entry("i01", "de02", 2, decision="revise", new_item_revision=2),
        entry("i01", "de02", 1, code="sensitivity"),
        entry("i02", "de01"),
        entry("i02", "de02"),
        entry("i03", "de02", round=2, item_revision=2),
        entry("i04", "de01", 3, language="sv"),
    )
    summary = summarize_interviews(log)
    assert summary.table.index.tolist() == [
        ("de01", "en", "service_user"),
        ("de01", "sv", "service_user"),
        ("de02", "en", "service_user"),
        ("de02", "sv", "service_user"),
    ]
    assert summary.table["n_interviews"].tolist() == [2, 1, 3, 0]
    assert summary.table["n_problems"].tolist() == [0, 1, 2, 0]
    assert summary.table["n_unresolved"].tolist() == [0, 1, 0, 0]
    assert summary.table["highest_severity"].tolist() == [0, 3, 2, 0]
    assert summary.table["newest_revision"].tolist() == [1, 1, 2, 0]
    assert summary.table["n_interviews_newest"].tolist() == [2, 1, 1, 0]
    assert not summary.table["meets_gate"].any()
    assert not summary.meets_gate


def test_the_gate_is_five_interviews_and_nothing_unresolved() -> None:
    quiet = [entry(f"i{k}", "de01") for k in range(5)]
    assert summarize_interviews(log_of(*quiet)).meets_gate
    assert not summarize_interviews(log_of(*quiet[:4])).meets_gate
    assert summarize_interviews(log_of(*quiet[:4]), fewest_interviews=4).meets_gate
    loud = log_of(*quiet, entry("i9", "de01", 2))
    assert not summarize_interviews(loud).meets_gate
    assert summarize_interviews(loud, least_severity=3).meets_gate
    minor = log_of(*quiet, entry("i9", "de01", 1))
    assert summarize_interviews(minor).meets_gate


def test_several_problems_are_one_interview() -> None:
    log = log_of(entry("i01", "de01", 2), entry("i01", "de01", 2, code="other"))
    row = summarize_interviews(log).table.iloc[0]
    assert (row["n_interviews"], row["n_problems"], row["n_unresolved"]) == (1, 2, 2)


def test_items_that_nobody_was_asked_about_show() -> None:
    log = log_of(*[entry(f"i{k}", "de01") for k in range(5)])
    summary = summarize_interviews(log, item_ids=["de02", "de01"])
    assert summary.table.index.get_level_values("item").tolist() == ["de02", "de01"]
    assert summary.table["meets_gate"].tolist() == [False, True]
    assert not summary.meets_gate


@pytest.mark.parametrize(
    ("decision", "resolved"),
    [
        ({}, False),
        ({"decision": "keep"}, False),
        ({"decision": "revise", "new_item_revision": 2}, False),
        ({"decision": "split", "new_item_revision": 2}, False),
        ({"decision": "split"}, True),
        ({"decision": "drop"}, True),
    ],
)
def test_deciding_is_not_resolving(decision, resolved) -> None:
    log = log_of(entry("i01", "de01", 2, **decision))
    assert (not unresolved_problems(log)) == resolved


@pytest.mark.parametrize(
    ("later", "resolved"),
    [
        ({"item_revision": 2}, True),
        ({"item_revision": 3}, True),
        ({"item_revision": 1}, False),
        ({"item_revision": 2, "language": "sv"}, False),
        ({"item_revision": 2, "role": Role.FAMILY}, False),
    ],
)
def test_a_newer_wording_must_be_tried_with_the_same_people(later, resolved) -> None:
    problem = entry("i01", "de01", 2, decision="revise", new_item_revision=2)
    log = log_of(problem, entry("i02", "de01", round=2, **later))
    assert unresolved_problems(log) == (() if resolved else (problem,))


def test_the_revision_that_was_decided_on_must_be_tried() -> None:
    problem = entry("i01", "de01", 2, decision="revise", new_item_revision=3)
    assert unresolved_problems(log_of(problem, entry("i02", "de01", item_revision=2)))
    assert not unresolved_problems(log_of(problem, entry("i02", "de01", item_revision=3)))


def test_a_problem_that_comes_back_stands() -> None:
    again = entry("i02", "de01", 2, round=2, item_revision=2)
    assert unresolved_problems(log_of(entry("i01", "de01", 2), again)) == (again,)


def test_an_item_that_left_needs_no_interviews() -> None:
    log = log_of(
        *[entry(f"i{k}", "de01") for k in range(5)], entry("i1", "de02", 3, decision="drop")
    )
    summary = summarize_interviews(log)
    assert summary.table["is_removed"].tolist() == [False, True]
    assert summary.meets_gate


def test_an_empty_log_is_refused() -> None:
    with pytest.raises(InsufficientDataError, match="log of bank 'demo' holds no entry"):
        summarize_interviews(InterviewLog(bank="demo"))


def test_wrong_options_are_refused() -> None:
    log = log_of(entry("i01", "de01"))
    with pytest.raises(ValueError, match="fewest_interviews must be a whole number from 1 on"):
        summarize_interviews(log, fewest_interviews=0)
    with pytest.raises(ModelError, match="item_ids is a list of items, not 'de01'"):
        summarize_interviews(log, item_ids="de01")
