import pytest
from content_validity_cases import demo_bank, entry, log_of, review, round_of, with_revision

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.content_validity import (
    estimate_content_validity,
    list_revisions,
)
from covalue_measures.psychometrics.content_validity.content_validity_result import (
    meets_in_hundredths,
)
from covalue_measures.schema import Role

BANK = demo_bank()


def panel(n: int, group: str = "service_user", **n_relevant: int):
    """Return the reviews of ``n`` raters, of whom so many find each item relevant."""
    return [
        review(
            f"{group[0]}{k}", group, **{name: 4 if k < m else 1 for name, m in n_relevant.items()}
        )
        for k in range(n)
    ]


def test_a_worked_example() -> None:
    ratings = round_of(
        *panel(8, de01=8, de02=6, de03=8, de04=7),
        *panel(7, "methodologist", de01=5, de02=7, de03=7, de04=7),
    )
    log = log_of(
        entry("i01", "de04", 2, decision="revise", new_item_revision=2),
        entry("i02", "de02", 2, language="sv", role=Role.FAMILY),
        entry("i02", "de03", 1, language="sv", role=Role.FAMILY),
    )
    found = list_revisions(estimate_content_validity(ratings), log, BANK)
    assert [revision.item_id for revision in found] == ["de01", "de02", "de04"]
    assert [revision.decision for revision in found] == ["undecided", "undecided", "revise"]
    assert found[0].reasons == (
        "Round 1, relevance: I-CVI 0.71 by methodologist (en, n = 7), below 0.78.",
    )
    assert found[1].reasons == (
        "Round 1, relevance: I-CVI 0.75 by service_user (en, n = 8), below 0.78.",
        "Interview i02, clarity of severity 2 on revision 1 (sv, family): not resolved.",
    )
    assert found[1].languages == ("en", "sv")
    assert found[1].roles == ("family", "service_user")
    assert found[2].reasons == (
        "Interview i01, clarity of severity 2 on revision 1 (en, service_user): not resolved.",
        "Decided by t01 on 2026-03-01: revise.",
    )
    assert {revision.from_revision for revision in found} == {1}


def test_nothing_to_do() -> None:
    ratings = estimate_content_validity(round_of(*panel(5, de01=5, de02=5)))
    log = log_of(entry("i01", "de01"), entry("i01", "de02", 1, decision="keep"))
    assert list_revisions(ratings, log, BANK) == ()
    assert list_revisions([], None, BANK) == ()


def test_the_bank_says_what_is_done() -> None:
    log = log_of(entry("i01", "de01", 2, decision="revise", new_item_revision=2))
    (open_still,) = list_revisions([], log, BANK)
    assert open_still.decision == "revise"
    newer = with_revision(BANK, "de01", 2)
    (waits,) = list_revisions([], log, newer)
    assert (waits.decision, waits.from_revision) == ("retest", 2)
    assert waits.reasons[0].endswith("revision 2 was not tried yet.")
    tried = log_of(*log.entries, entry("i02", "de01", round=2, item_revision=2))
    assert list_revisions([], tried, newer) == ()


def test_the_decision_that_changes_most_stands() -> None:
    log = log_of(
        entry("i01", "de01", 1, decision="revise", new_item_revision=2),
        entry("i02", "de01", 3, decision="drop"),
        entry("i03", "de02", 1, decision="split"),
        entry("i04", "de02", 2),
    )
    found = list_revisions([], log, BANK)
    assert [(r.item_id, r.decision) for r in found] == [("de01", "drop"), ("de02", "split")]


def test_items_that_left_are_done() -> None:
    log = log_of(
        entry("i01", "de05", 3, decision="drop"), entry("i02", "gone1", 2, decision="drop")
    )
    assert list_revisions([], log, BANK) == ()


@pytest.mark.parametrize(
    ("agreed", "n", "meets"), [(7, 9, True), (31, 40, True), (77, 100, False), (3, 4, False)]
)
def test_seven_of_nine_meet_the_criterion(agreed: int, n: int, meets: bool) -> None:
    assert meets_in_hundredths(agreed / n, 0.78) == meets
    ratings = estimate_content_validity(round_of(*panel(n, de01=agreed)))
    assert (list_revisions(ratings, None, BANK) == ()) == meets


def test_rounds_about_facets_list_no_items() -> None:
    ratings = estimate_content_validity(round_of(*panel(5, a=1, b=5), aspect="comprehensiveness"))
    assert list_revisions(ratings, None, BANK) == ()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"bank": "demo@0.2.0"}, r"about demo@0\.2\.0, and the bank is demo@0\.1\.0"),
        ({}, r"Round 1 names item 'de99', which bank 'demo@0\.1\.0' does not have; it has de01"),
    ],
)
def test_other_ratings_are_refused(fields: dict[str, object], message: str) -> None:
    ratings = estimate_content_validity(round_of(*panel(3, de99=3), **fields))
    with pytest.raises(ResponseDataError, match=message):
        list_revisions(ratings, None, BANK)


def test_other_interviews_are_refused() -> None:
    with pytest.raises(ResponseDataError, match="about bank 'other', not 'demo'"):
        list_revisions([], log_of(entry("i01", "de01"), bank="other"), BANK)
    with pytest.raises(ResponseDataError, match="Interview i01 names item 'de99'"):
        list_revisions([], log_of(entry("i01", "de99", 2)), BANK)
