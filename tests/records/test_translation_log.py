import pytest
from content_validity_cases import demo_bank
from pydantic import ValidationError

from covalue_measures.records.translation_log import TranslationLog, TranslationRecord
from covalue_measures.schema import source_digest

PATH, SOURCE = "items.de01.stem", source_digest("Statement de01.")
WRITING = ("forward", "reconciliation", "back_translation")


def record(step: str, translator: str | None = "tr1", **fields: object) -> TranslationRecord:
    content = {
        "path": PATH,
        "source": SOURCE,
        "step": step,
        "translator": translator,
        "qualification": "Native speaker, nurse",
        "text": "Påstående." if step in WRITING else None,
        "date": "2026-03-01",
    }
    return TranslationRecord.model_validate(content | fields)


def log_of(*records: TranslationRecord) -> TranslationLog:
    return TranslationLog(bank="demo", language="sv", records=records)


STEPS = (
    record("preparation", path=None, source=None),
    record("forward"),
    record("forward", "tr2"),
    record("reconciliation", "tr3"),
    record("back_translation", "tr4"),
    record("back_translation_review", "tr3"),
    record("harmonisation", path=None, source=None),
    record("cognitive_debriefing", "tr5"),
    record("debriefing_review", "tr3"),
    record("proofreading", "tr6"),
    record("final_report", "tr3", path=None, source=None),
)
STATES = (
    "machine_draft",
    "machine_draft",
    "forward",
    "forward",
    "reconciled",
    "reconciled",
    "back_reviewed",
    "back_reviewed",
    "back_reviewed",
    "debriefed",
    "debriefed",
    "final",
)


@pytest.mark.parametrize("done", range(len(STEPS) + 1))
def test_states_follow_the_steps(done: int) -> None:
    assert log_of(*STEPS[:done]).state_of(PATH, SOURCE) == STATES[done]


@pytest.mark.parametrize("missing", range(len(STEPS)))
def test_a_step_that_was_left_out_holds_up_the_rest(missing: int) -> None:
    steps = STEPS[:missing] + STEPS[missing + 1 :]
    # One of two forward translations is enough to be translated forward.
    expected = "forward" if missing in (1, 2) else STATES[missing]
    assert log_of(*steps).state_of(PATH, SOURCE) == expected


def test_two_translations_by_one_person_are_one() -> None:
    steps = [step.model_copy(update={"translator": "tr1"}) for step in STEPS]
    assert log_of(*steps).state_of(PATH, SOURCE) == "forward"


def test_what_a_program_did_moves_nothing() -> None:
    machine = record("forward", None, qualification="Some program 1.0")
    assert log_of(STEPS[0], machine).state_of(PATH, SOURCE) == "machine_draft"
    assert log_of(STEPS[0], STEPS[1], machine, STEPS[3]).state_of(PATH, SOURCE) == "forward"


def test_a_text_that_changed_starts_again() -> None:
    log = log_of(*STEPS)
    assert log.state_of(PATH, source_digest("Another statement.")) == "machine_draft"
    assert log.state_of("items.de02.stem", SOURCE) == "machine_draft"


def test_the_state_of_a_bank_is_that_of_its_least_text() -> None:
    bank = demo_bank()
    texts = {path: source_digest(text.get("en") or "") for path, text in bank.texts()}
    records = [
        step if step.path is None else step.model_copy(update={"path": path, "source": source})
        for path, source in texts.items()
        for step in STEPS
    ]
    whole = log_of(*records)
    assert whole.state(bank) == "final"
    kept = [path for path in texts if path != "items.de05.stem"]
    assert [path for path, _ in whole.states(bank)] == kept
    last = [r for r in records if not (r.path == "title" and r.step == "proofreading")]
    assert log_of(*last).state(bank) == "debriefed"
    assert dict(log_of(*last).states(bank))[PATH] == "final"
    assert log_of().state(bank) == "machine_draft"


def test_another_bank_or_language_is_refused() -> None:
    with pytest.raises(ValueError, match="about bank 'demo', not 'other'"):
        log_of().state(demo_bank(id="other"))
    base = TranslationLog(bank="demo", language="en")
    with pytest.raises(ValueError, match="'en' is the base language of bank 'demo'"):
        base.states(demo_bank())


@pytest.mark.parametrize(
    ("step", "fields", "message"),
    [
        ("forward", {"text": None}, "step 'forward' of items.de01.stem: needs a path and the text"),
        ("forward", {"path": None, "source": None}, "step 'forward' of all texts: needs a path"),
        ("proofreading", {"source": None}, "a path and the digest of its source stand together"),
        ("polishing", {}, "step"),
        ("forward", {"translator": "Anna Berg"}, "translator"),
        ("forward", {"qualification": ""}, "qualification"),
    ],
)
def test_what_does_not_fit_is_refused(step: str, fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        record(step, **fields)


def test_a_log_survives_its_file() -> None:
    log = log_of(*STEPS)
    assert TranslationLog.model_validate_json(log.model_dump_json()) == log
