"""Gates are asked for one thing at a time: a dossier that meets everything, and then lacks one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import covalue_measures as cm
from covalue_measures.evaluation.evidence import EvidenceRecord, Rating
from covalue_measures.exceptions import InstrumentError
from covalue_measures.records import (
    CognitiveInterview,
    ContentValidityRound,
    Elicitation,
    InterviewLog,
    ItemRating,
    ItemReview,
)
from covalue_measures.schema import ItemBank, Role
from covalue_measures.stages import Dossier, assess_stage

PROPERTIES = ("structural validity", "internal consistency", "reliability")


@pytest.fixture(scope="module")
def draft() -> ItemBank:
    """A bank that nobody but its authors has seen, in one language, of six items in two facets."""
    bank = cm.load_bank("communication_service_user@0.1.0")
    content = json.loads(bank.model_dump_json())
    kept = [f"comsu{number:02}" for number in range(1, 9) if number not in (3, 8)]
    content["items"] = [item for item in content["items"] if item["id"] in kept]
    content["facets"] = content["facets"][:3]
    for item in content["items"]:
        item["facet"] = "explanation" if item["id"] < "comsu05" else "what_matters"
        item["keying"] = "positive"
    content["facets"] = content["facets"][:2]
    content["subscales"][0]["item_ids"] = kept
    content["scoring_rules"][0]["minimum_answered"] = 5
    form = content["forms"][0]
    form |= {"id": "3a", "item_ids": kept[:3], "scoring_rules": []}
    form["subscales"][0]["item_ids"] = kept[:3]
    content["translations"] = []
    return ItemBank.model_validate_json(json.dumps(_in_english(content)))


def _in_english(value):
    if isinstance(value, dict):
        if set(value) == {"en", "sv"}:
            return {"en": value["en"]}
        return {key: _in_english(entry) for key, entry in value.items()}
    return [_in_english(entry) for entry in value] if isinstance(value, list) else value


def changed(bank: ItemBank, **fields: object) -> ItemBank:
    content = json.loads(bank.model_dump_json()) | fields
    return ItemBank.model_validate_json(json.dumps(content))


def ratings(bank: ItemBank, rating: int = 4, group: str = "service_user") -> ContentValidityRound:
    items = [item.id for item in bank.items]
    return ContentValidityRound(
        bank=bank.reference,
        round=1,
        date="2026-11-20",
        language="en",
        aspect="relevance",
        reviews=tuple(
            ItemReview(
                rater=f"su{number}",
                group=group,
                ratings=tuple(ItemRating(item_id=name, rating=rating) for name in items),
            )
            for number in range(5)
        ),
    )


def interviews(bank: ItemBank, n: int = 7, severity: int = 0) -> InterviewLog:
    problem = {"stage": "comprehension", "code": "clarity"} if severity else {}
    return InterviewLog(
        bank=bank.id,
        entries=tuple(
            CognitiveInterview(
                interview_id=f"int{number}",
                round=1 + (number > 3),
                language="en",
                role=Role.SERVICE_USER,
                mode="video",
                item_id=item.id,
                item_revision=item.revision,
                severity=severity if number == 0 and item.id == "comsu01" else 0,
                date="2026-11-21",
                **(problem if number == 0 and item.id == "comsu01" else {}),
            )
            for number in range(n)
            for item in bank.items
        ),
    )


def elicitation(n: int = 7, **fields: object) -> Elicitation:
    content = {
        "study": "A study.",
        "method": "interview",
        "role": "service_user",
        "language": "en",
        "domain_ids": ["communication"],
        "n_participants": n,
        "date": "2026-10-01",
        "source": "A report.",
    }
    return Elicitation.model_validate_json(json.dumps(content | fields))


@pytest.fixture(scope="module")
def dossier(draft: ItemBank) -> Dossier:
    return Dossier(
        elicitations=(elicitation(),), rounds=(ratings(draft),), interviews=interviews(draft)
    )


def met(bank: ItemBank, dossier: Dossier) -> dict[str, bool]:
    return {entry.id: entry.is_met for entry in assess_stage(bank, dossier).wanted}


def test_a_draft_that_nobody_has_tried_lacks_people(draft):
    found = assess_stage(draft)
    assert (found.stage, found.next_stage) == ("draft", "candidate")
    assert found.is_earned
    assert not found.may_advance
    assert found.held == ()
    assert {entry.id for entry in found.wanted if not entry.is_met} == {
        "elicitation",
        "ratings",
        "interviews",
    }
    assert "elicitation: en: 7 more participants" in found.missing


def test_a_draft_with_everything_may_become_a_candidate(draft, dossier):
    found = assess_stage(draft, dossier)
    assert found.missing == ()
    assert found.may_advance


LACKING = [
    ("elicitation", {"elicitations": (elicitation(6),)}, "en: 1 more participants"),
    ("elicitation", {"elicitations": (elicitation(role="family"),)}, "en: 7 more participants"),
    ("elicitation", {"elicitations": (elicitation(language="sv"),)}, "en: 7 more"),
    (
        "elicitation",
        {"elicitations": (elicitation(domain_ids=["self_efficacy"]),)},
        "en: 7 more",
    ),
    ("interviews", {"interviews": None}, "en: 7 interviews"),
    ("ratings", {"rounds": ()}, "en: a round of ratings of relevance"),
]


@pytest.mark.parametrize(("demand", "fields", "message"), LACKING)
def test_what_people_did_not_say_is_named(draft, dossier, demand, fields, message):
    found = assess_stage(draft, replace(dossier, **fields))
    assert [entry.id for entry in found.wanted if not entry.is_met] == [demand]
    assert any(message in lacking for lacking in found.missing)


def test_ratings_of_experts_alone_or_of_low_relevance_do_not_do(draft, dossier):
    experts = replace(dossier, rounds=(ratings(draft, group="methodologist"),))
    assert "ratings: en: raters who are of the role (service_user)" in (
        assess_stage(draft, experts).missing
    )
    low = assess_stage(draft, replace(dossier, rounds=(ratings(draft, rating=2),)))
    assert "ratings: en, service_user: I-CVI of comsu01 is too low" in low.missing
    assert "ratings: en, service_user: S-CVI/Ave is 0.00" in low.missing


def test_ratings_of_another_version_do_not_count(draft, dossier):
    newer = changed(draft, version="0.3.0")
    assert not met(newer, dossier)["ratings"]


def test_interviews_must_be_enough_and_leave_no_problem(draft, dossier):
    few = assess_stage(draft, replace(dossier, interviews=interviews(draft, n=4)))
    assert "interviews: en: 3 more interviews" in few.missing
    assert any("comsu01 has 4 interviews of 5, and 0 unresolved" in text for text in few.missing)
    bad = assess_stage(draft, replace(dossier, interviews=interviews(draft, severity=2)))
    assert any("comsu01 has 7 interviews of 5, and 1 unresolved" in text for text in bad.missing)


def test_open_findings_thin_facets_and_draft_translations_hold_a_bank_back(draft, dossier):
    content = json.loads(draft.model_dump_json())
    content["items"][0]["stem"] = {"en": "The care team never used words that nobody understood."}
    worded = ItemBank.model_validate_json(json.dumps(content))
    assert not met(worded, dossier)["wording"]
    shipped = cm.load_bank("communication_family")
    found = {entry.id: entry for entry in assess_stage(shipped).wanted}
    assert "1 more for facet 'explanation', which has 2" in found["pool"].missing
    assert found["translations"].missing == ("sv: is draft, and must be reviewed",)


def evidence_on(bank: ItemBank, evidence: EvidenceRecord, **fields: object) -> EvidenceRecord:
    """Return evidence whose ratings are all sufficient, about ``bank``."""
    rated = tuple(
        Rating(
            measurement_property=name,
            subject="instrument",
            rating="+",
            value="",
            threshold="",
            source="",
            reason="",
        )
        for name in PROPERTIES
    )
    instrument = evidence.instrument.model_copy(
        update={"definition": bank, "reference": bank.reference, "form": None}
    )
    return evidence.model_copy(update={"instrument": instrument, "ratings": rated} | fields)


@pytest.fixture(scope="module")
def evaluated() -> EvidenceRecord:
    """Evidence of a real data set; the tests lay another definition under it."""
    root = Path(__file__).resolve().parents[2] / "examples" / "bfi"
    bank = cm.load_bank(root / "instrument")
    rules = cm.read_import_map(root / "import_map.yaml")
    data = cm.read_responses(root / "bfi.csv", bank, import_map=rules)
    settings = cm.EvaluationSettings(n_draws=2, second_opinions=False)
    return cm.evaluate(data, bank, settings)


def test_a_candidate_is_released_by_evidence_about_its_own_wording(draft, dossier, evaluated):
    candidate = changed(draft, status="candidate", version="1.0.0")
    known = replace(
        dossier,
        rounds=(ratings(candidate),),
        evidence=(evidence_on(changed(draft, version="0.9.0"), evaluated),),
    )
    found = assess_stage(candidate, known)
    assert found.is_earned
    assert found.left_out == ()
    # One round about relevance answers three of the ten questions of COSMIN.
    assert {entry.id for entry in found.wanted if not entry.is_met} == {"content_validity"}
    assert not met(changed(draft, status="candidate"), known)["version"]


def test_evidence_about_other_words_or_from_a_program_does_not_count(draft, dossier, evaluated):
    candidate = changed(draft, status="candidate", version="1.0.0")
    content = json.loads(draft.model_dump_json())
    content["items"][0]["stem"] = {"en": "The care team used words that I knew."}
    other = ItemBank.model_validate_json(json.dumps(content))
    data = evaluated.data
    intake = data.intake.model_copy(update={"source": "synthetic_answers.csv"})
    synthetic = data.model_copy(update={"intake": intake})
    known = replace(
        dossier,
        rounds=(ratings(candidate),),
        evidence=(
            evidence_on(other, evaluated),
            evidence_on(draft, evaluated, data=synthetic),
        ),
    )
    found = assess_stage(candidate, known)
    assert len(found.left_out) == 2
    assert "asks otherwise" in found.left_out[0]
    assert "synthetic: no person gave the answers" in found.left_out[1]
    lacking = {entry.id for entry in found.wanted if not entry.is_met}
    assert {"structural_validity", "internal_consistency", "reliability", "sample"} <= lacking


def test_a_released_bank_is_retired_with_a_reason_only(draft):
    released = changed(draft, status="released", version="1.0.0")
    assert assess_stage(released).next_stage == "retired"
    retired = changed(draft, status="retired")
    assert not assess_stage(retired).is_earned
    assert assess_stage(retired).next_stage is None
    said = changed(draft, status="retired", retirement={"reason": "Misread."})
    assert assess_stage(said).is_earned


def test_a_status_that_nothing_stands_behind_is_not_earned(draft):
    found = assess_stage(changed(draft, status="candidate"))
    assert not found.is_earned
    assert {entry.id for entry in found.held if not entry.is_met} == {
        "elicitation",
        "ratings",
        "interviews",
    }


def test_interviews_about_another_wording_or_another_item_do_not_count(draft, dossier):
    content = json.loads(draft.model_dump_json())
    content["items"][0]["revision"] = 2
    reworded = ItemBank.model_validate_json(json.dumps(content))
    found = assess_stage(reworded, dossier)
    assert "interviews: en: comsu01 has 0 interviews of 5, and 0 unresolved problems" in (
        next(text for text in found.missing if "comsu01" in text).removesuffix(" (service_user)")
    )
    assert "7 entries of interviews are about comsu01 in revision 1; its present one is 2." in (
        found.left_out
    )
    log = interviews(draft)
    strange = log.entries[0].model_copy(update={"item_id": "comsu99"})
    more = log.model_copy(update={"entries": (*log.entries, strange)})
    found = assess_stage(draft, replace(dossier, interviews=more))
    assert found.missing == ()
    assert found.left_out == (
        "1 entry of interviews is about comsu99, which communication_service_user does not have.",
    )


def test_ratings_of_items_that_are_not_there_are_named_and_not_counted(draft, dossier):
    review = ItemReview(
        rater="su9",
        group="service_user",
        ratings=(ItemRating(item_id="comsu99", rating=1),),
    )
    entry = ratings(draft)
    more = entry.model_copy(update={"reviews": (*entry.reviews, review)})
    found = assess_stage(draft, replace(dossier, rounds=(more,)))
    assert found.missing == ()
    assert "rates comsu99, which communication_service_user does not have" in found.left_out[0]


def test_the_stage_of_something_else_than_a_bank_is_refused():
    with pytest.raises(InstrumentError, match="A stage is that of a bank, not of a str"):
        assess_stage("communication_service_user")
