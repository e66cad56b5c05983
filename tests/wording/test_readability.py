import pytest
from reference_values import BFI

from covalue_measures.exceptions import InstrumentError
from covalue_measures.registry import load_bank
from covalue_measures.schema import Instrument, ItemBank, LocalizedText, Role
from covalue_measures.wording import (
    count_syllables,
    flesch_kincaid_grade,
    lint_bank,
    lix,
    readability_of_form,
)

# Counted by hand, as the words are spoken in the United States.
SYLLABLES = {
    1: (
        "care asked makes team nurse health phone times hours whole through said eyes buy fire"
        " called view knew league friends reached 5"
    ),
    2: (
        "table handled wanted changes worried people something movement being going quiet client"
        " patient social rhythm careful didn't couldn't advice service prices choices little"
        " trouble value raises household colleagues waited visit review doctor 12"
    ),
    3: (
        "created serious different everything completely management medicine hospital physical"
        " therapist appointment idea area video quality usual easier influence services museum"
        " decided included previous efficient theatre employer autism anyone carefully follow-up"
    ),
    4: (
        "situation diabetes anxiety information available experience appreciate responsible"
        " evaluate society appropriate communicate professional cooperate voluntary dietitian"
    ),
    5: "understandable association coordination",
}


@pytest.mark.parametrize("count", SYLLABLES)
def test_syllables_agree_with_hand_counts(count: int) -> None:
    words = SYLLABLES[count].split()
    assert {word: count_syllables(word) for word in words} == dict.fromkeys(words, count)


@pytest.mark.parametrize(
    ("text", "n_words", "n_sentences", "n_syllables"),
    [
        (
            "The care team asked me what I needed. I told them about my pain."
            " They changed the plan.",
            18,
            3,
            20,
        ),
        ("Improving care side by side with patients gives me energy.", 10, 1, 15),
        (
            "How sure are you that you can tell the care team when your plan needs to change?",
            17,
            1,
            17,
        ),
        ("Dr. Lee gave me advice, e.g. how to rest. Then we made a plan.", 14, 2, 16),
    ],
)
def test_flesch_kincaid_from_counts_by_hand(
    text: str, n_words: int, n_sentences: int, n_syllables: int
) -> None:
    expected = 0.39 * n_words / n_sentences + 11.8 * n_syllables / n_words - 15.59
    assert flesch_kincaid_grade(text) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "n_words", "n_sentences", "n_long"),
    [
        ("Vårdteamet förklarade mina alternativ med enkla ord.", 7, 1, 3),
        (
            "Jag hade tillräckligt med tid för att planera vården tillsammans med patienterna.",
            12,
            1,
            4,
        ),
        ("Jag fick svar. Vårdteamet ringde, t.ex. på kvällen!", 8, 2, 2),
    ],
)
def test_lix_from_counts_by_hand(text: str, n_words: int, n_sentences: int, n_long: int) -> None:
    expected = n_words / n_sentences + 100 * n_long / n_words
    assert lix(text) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("formula", [flesch_kincaid_grade, lix])
def test_a_text_without_words_has_no_readability(formula) -> None:
    with pytest.raises(InstrumentError, match="needs words"):
        formula("... ?")


def test_a_form_is_read_as_its_instruction_and_its_stems(bank: ItemBank) -> None:
    form = Instrument(bank=bank, form_id="4a")
    texts = [bank.instruction, *(item.stem for item in form.items)]
    english = readability_of_form(form, "en")
    pooled = " ".join(text.get("en") or "" for text in texts if text)
    assert english.value == pytest.approx(flesch_kincaid_grade(pooled), rel=1e-12)
    assert (english.form_id, english.formula, english.target) == ("4a", "Flesch-Kincaid grade", 6)
    swedish = readability_of_form(form, "sv")
    pooled = " ".join(text.get("sv") or "" for text in texts if text)
    assert swedish.value == pytest.approx(lix(pooled), rel=1e-12)
    assert (swedish.formula, swedish.target) == ("LIX", 40)


def test_the_english_target_is_not_for_professionals(bank: ItemBank) -> None:
    role = Role.HEALTH_PROFESSIONAL
    items = tuple(item.model_copy(update={"role": role}) for item in bank.items)
    professional = bank.model_copy(update={"role": role, "items": items})
    assert readability_of_form(professional, "en").target is None
    assert readability_of_form(professional, "sv").target == 40


def test_a_hard_form_is_a_warning_about_the_bank(bank: ItemBank) -> None:
    hard = (
        "Interdepartmental communication regarding individualized rehabilitation opportunities"
        " necessitated considerable administrative perseverance throughout hospitalization."
    )
    text = LocalizedText.model_validate({"en": f"{hard} {hard} {hard}", "sv": "Svara gärna."})
    changed = bank.model_copy(update={"instruction": text})
    found = [f for f in lint_bank(changed).findings if f.rule == "R01"]
    assert [(f.path, f.language, f.level) for f in found] == [
        ("readability", "en", "warning"),
        ("readability.4a", "en", "warning"),
    ]
    assert "the target is at most 6" in found[0].message


def test_a_language_without_texts_is_refused() -> None:
    english = load_bank(BFI / "instrument")
    with pytest.raises(InstrumentError, match="no text in 'sv'"):
        readability_of_form(english, "sv")
    with pytest.raises(InstrumentError, match="does not know the language 'fi'"):
        readability_of_form(english, "fi")
