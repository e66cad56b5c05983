import pytest
from content_validity_cases import entry, log_of
from pydantic import ValidationError

from covalue_measures.records.cognitive_interview import InterviewLog, ParticipantStrata
from covalue_measures.schema import Role

STRATA = ParticipantStrata(age_band="65-79", education="primary_or_less", limited_literacy=True)


def test_a_log_survives_its_file() -> None:
    log = log_of(
        entry("i01", "de01", strata=STRATA),
        entry("i01", "de02", 2, strata=STRATA, paraphrase="She took care to mean cure."),
        entry("i02", "de02", 1, language="sv", role=Role.FAMILY, decision="keep"),
    )
    assert InterviewLog.model_validate_json(log.model_dump_json()) == log


def test_an_item_without_a_problem_has_an_entry() -> None:
    quiet = entry("i01", "de01")
    assert not quiet.is_problem
    assert (quiet.stage, quiet.code, quiet.decision) == (None, None, None)
    assert entry("i01", "de01", 1).is_problem


@pytest.mark.parametrize(
    ("fields", "removes"),
    [
        ({"decision": "drop"}, True),
        ({"decision": "split"}, True),
        ({"decision": "split", "new_item_revision": 2}, False),
        ({"decision": "revise", "new_item_revision": 2}, False),
        ({"decision": "keep"}, False),
        ({}, False),
    ],
)
def test_items_leave_by_a_decision(fields: dict[str, object], removes: bool) -> None:
    assert entry("i01", "de01", 2, **fields).removes_item == removes


@pytest.mark.parametrize(
    ("severity", "fields", "message"),
    [
        (0, {"code": "clarity"}, "'de01': an entry of severity 0 has no stage and no code"),
        (0, {"stage": "response"}, "an entry of severity 0 has no stage and no code"),
        (2, {"code": None}, "an entry of severity 2 needs a stage and a code"),
        (1, {"stage": None}, "an entry of severity 1 needs a stage and a code"),
        (4, {}, "severity"),
        (1, {"code": "ugly"}, "code"),
        (1, {"stage": "doubt"}, "stage"),
        (1, {"decision": "revise"}, "the decision 'revise' needs a new_item_revision"),
        (1, {"decision": "keep", "new_item_revision": 2}, "is 2, but the decision is 'keep'"),
        (1, {"new_item_revision": 2}, "is 2, but the decision is None"),
        (1, {"decision": "revise", "new_item_revision": 1}, "is 1; it must be above 1"),
        (1, {"decision": "keep", "decided_by": None}, "a decision and who decided stand together"),
        (1, {"decided_by": "t01"}, "a decision and who decided stand together"),
        (1, {"interview_id": "Anna Berg"}, "interview_id"),
        (1, {"paraphrase": ""}, "paraphrase"),
        (1, {"mode": "letter"}, "mode"),
        (1, {"item_revision": 0}, "item_revision"),
    ],
)
def test_what_does_not_fit_is_refused(
    severity: int, fields: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        entry("i01", "de01", severity, **fields)


@pytest.mark.parametrize("age_band", ["47", "1978-05-02", "18-", "young"])
def test_ages_are_bands(age_band: str) -> None:
    with pytest.raises(ValidationError, match="age_band"):
        ParticipantStrata(age_band=age_band)


@pytest.mark.parametrize(
    "fields",
    [
        {"round": 2},
        {"language": "sv"},
        {"role": Role.FAMILY},
        {"strata": STRATA},
        {"mode": "telephone"},
    ],
)
def test_an_interview_has_one_participant(fields: dict[str, object]) -> None:
    message = f"interview 'i01' has two values of {next(iter(fields))}"
    with pytest.raises(ValidationError, match=message):
        log_of(entry("i01", "de01"), entry("i01", "de02", **fields))


def test_an_interview_tries_an_item_once() -> None:
    problem = entry("i01", "de01", 2)
    assert len(log_of(problem, entry("i01", "de01", 1, code="other")).entries) == 2
    with pytest.raises(ValidationError, match="tries the revisions \\[1, 2\\]; one can be tried"):
        log_of(problem, entry("i01", "de01", 2, code="other", item_revision=2))
    with pytest.raises(ValidationError, match="an entry without a problem stands alone"):
        log_of(problem, entry("i01", "de01"))
    with pytest.raises(ValidationError, match="the same problem stands twice"):
        log_of(problem, entry("i01", "de01", 3))
