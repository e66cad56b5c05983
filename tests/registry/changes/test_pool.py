"""Whether two sources may be analyzed as one."""

import dataclasses

import pandas as pd
import pytest
from demo_bank import demo_content, edited, parse
from demo_edits import put
from pydantic import ValidationError

import covalue_measures as cm
from covalue_measures.exceptions import InstrumentError
from covalue_measures.registry.changes import LanguageEquivalence, WordingJudgement, pool
from covalue_measures.schema import Instrument

BOTH = ("en", "sv")


def codes(verdict):
    return verdict.raw, verdict.scores, verdict.code


def study(bank, level, languages=BOTH):
    return LanguageEquivalence(
        bank_digest=bank.digest, languages=languages, level=level, source="doi:10.1000/x"
    )


def test_a_version_and_itself_are_one():
    verdict = pool(edited(), edited(), languages=("en", "en"))
    assert codes(verdict) == ("A", "A", "A")
    assert verdict.reasons == ()


def test_an_unknown_language_is_said_and_not_held_against():
    verdict = pool(edited(), edited())
    assert verdict.code == "A"
    assert verdict.reasons == (
        "It is not said which language respondents read: this holds within one.",
    )


def test_two_versions_are_pooled_as_their_changes_allow():
    verdict = pool(edited(), edited(put("items.de02.keying", "positive")), languages=("en", "en"))
    assert codes(verdict) == ("A", "D", "D")
    assert verdict.reasons[0].startswith("items.de02.keying (rule 23, changed)")


def test_a_judgement_counts_as_in_a_comparison():
    new = edited(put("items.de02.stem.en", "A statement de02."))
    judged = WordingJudgement(
        path="items.de02.stem", verdict="same_sense", reason="Interviews.", signer="A. Reader"
    )
    assert pool(edited(), new, languages=("en", "en")).code == "D"
    assert pool(edited(), new, languages=("en", "en"), judgements=(judged,)).code == "B"


def test_a_reworded_translation_counts_for_its_own_respondents():
    new = edited(put("items.de02.stem.sv", "Annat."))
    assert pool(edited(), new, languages=("en", "en")).code == "A"
    assert pool(edited(), new, languages=("sv", "sv")).code == "D"


@pytest.mark.parametrize("state", ["draft", "reviewed", "linguistically_validated"])
def test_two_languages_are_linkable_only_until_equivalence_was_tested(state):
    bank = edited(put("translations.sv.state", state))
    verdict = pool(bank, bank, languages=BOTH)
    assert codes(verdict) == ("C", "C", "C")
    assert verdict.reasons == (
        f"The translation 'sv' of 'demo@1.2.3' is {state.replace('_', ' ')}: equivalence was not"
        " tested (rule 30).",
    )


def test_tested_languages_are_pooled_with_the_language_reported():
    bank = edited(put("translations.sv.state", "equivalence_tested"))
    assert pool(bank, bank, languages=BOTH).code == "B"
    assert pool(bank, bank, languages=("sv", "en")).code == "B"
    assert pool(bank, bank, languages=("sv", "sv")).code == "A"


def test_a_tested_translation_that_was_left_behind_by_its_source_is_linkable_only():
    bank = edited(
        put("translations.sv.state", "equivalence_tested"), put("items.de01.stem.en", "Other.")
    )
    verdict = pool(bank, bank, languages=BOTH)
    assert verdict.code == "C"
    assert "does not follow its source at items.de01.stem (rule 33)" in verdict.reasons[0]
    retitled = edited(
        put("translations.sv.state", "equivalence_tested"), put("title.en", "Another title")
    )
    assert pool(retitled, retitled, languages=BOTH).code == "B"


@pytest.mark.parametrize(
    ("level", "code"), [("none", "C"), ("configural", "C"), ("metric", "C"), ("scalar", "B")]
)
@pytest.mark.parametrize("state", ["draft", "equivalence_tested"])
def test_a_study_of_these_documents_goes_before_the_state(level, code, state):
    bank = edited(put("translations.sv.state", state))
    verdict = pool(bank, bank, languages=BOTH, evidence=(study(bank, level, ("sv", "en")),))
    assert verdict.code == code
    assert verdict.reasons == (f"Invariance of 'en' and 'sv': {level} (doi:10.1000/x).",)


def test_a_study_of_another_document_or_language_does_not_count():
    bank = edited()
    other = edited(put("license", "CC0-1.0"))
    for evidence in (study(other, "scalar"), study(bank, "scalar", ("en", "fi"))):
        assert pool(bank, bank, languages=BOTH, evidence=(evidence,)).code == "C"


def test_studies_that_disagree_are_taken_at_the_worst():
    bank = edited()
    evidence = (study(bank, "scalar"), study(bank, "metric"))
    assert pool(bank, bank, languages=BOTH, evidence=evidence).code == "C"


def test_a_study_is_of_two_languages():
    with pytest.raises(ValidationError, match="equivalence of 'sv' with itself says nothing"):
        study(edited(), "scalar", ("sv", "sv"))


def test_a_language_without_texts_is_refused():
    with pytest.raises(InstrumentError, match=r"'demo@1.2.3' has no texts in 'fi'; it has \['en'"):
        pool(edited(), edited(), languages=("en", "fi"))


def test_two_banks_or_roles_are_never_pooled():
    user, family = (cm.load_bank(f"communication_{name}") for name in ("service_user", "family"))
    verdict = pool(user, family)
    assert codes(verdict) == ("D", "D", "D")
    assert verdict.reasons == (
        "They are of two banks: 'communication_service_user' and 'communication_family'.",
        "They are of two roles: 'service_user' and 'family'.",
    )


def test_the_bank_and_a_form_share_answers_and_no_score():
    bank = edited()
    verdict = pool(bank, Instrument(bank=bank, form_id="2a"), languages=("en", "en"))
    assert codes(verdict) == ("A", "C", "C")


def test_drafts_promise_nothing():
    old = parse(demo_content() | {"version": "0.1.0"})
    new = parse(demo_content() | {"version": "0.1.1", "license": "CC0-1.0"})
    verdict = pool(old, new, languages=("en", "en"))
    assert verdict.code == "A"
    assert verdict.reasons == (
        "Before 1.0.0 no comparability is promised: this is what the documents show.",
    )


def money(year, currency="SEK", **more):
    bank = cm.load_bank("costs_inventory_service_user")
    frame = pd.DataFrame([[1] * len(bank.items)], columns=[item.id for item in bank.items])
    import_map = cm.ImportMap(currency=currency, price_year=year, **more)
    return cm.read_responses(frame, bank, import_map=import_map)


def test_amounts_in_other_prices_are_converted_first():
    verdict = pool(money(2024), money(2026), languages=("en", "en"))
    assert codes(verdict) == ("C", "C", "C")
    assert verdict.reasons == ("Amounts are in SEK 2024 and in SEK 2026: convert them first.",)
    assert pool(money(2026), money(2026), languages=("en", "en")).code == "A"
    assert pool(money(2026, "EUR"), money(2026), languages=("en", "en")).code == "C"


def test_answers_say_their_language_where_their_import_map_does():
    english = money(2026, language="en")
    swedish = money(2026, language="sv")
    assert pool(english, english).reasons == ()
    assert pool(english, swedish).code == "C"
    assert pool(english, swedish, languages=("en", "en")).code == "A"
    assert dataclasses.is_dataclass(pool(english, swedish))
