"""The few words that an electronic form adds to the instrument's own, per language."""

from dataclasses import dataclass

from covalue_measures.export.identity import SHORT_DIGEST
from covalue_measures.export.questionnaire_texts import QuestionnaireTexts, questionnaire_texts
from covalue_measures.schema import Instrument, LocalizedText, QuantityScale


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """Words around amounts, in one language, beside those of the printed questionnaire."""

    printed: QuestionnaireTexts
    #: Asks for a missing option where there is no number.
    instead_of_a_number: str
    #: With ``{lowest}`` and ``{highest}``.
    whole_number: str
    number: str
    #: With ``{decimals}``; stands between ``number`` and the full stop.
    with_decimals: tuple[str, str]

    def describe_amount(self, scale: QuantityScale) -> str:
        """Return the sentence that says which amounts are allowed."""
        pattern = self.number if scale.decimals else self.whole_number
        sentence = pattern.format(lowest=scale.minimum, highest=scale.maximum)
        if not scale.decimals:
            return f"{sentence}."
        one, more = self.with_decimals
        decimals = (one if scale.decimals == 1 else more).format(decimals=scale.decimals)
        return f"{sentence}{decimals}."


_WORDS = {
    "en": FormWords(
        printed=questionnaire_texts("en"),
        instead_of_a_number="If you cannot give a number:",
        whole_number="A whole number from {lowest} to {highest}",
        number="A number from {lowest} to {highest}",
        with_decimals=(
            " with at most {decimals} decimal",
            " with at most {decimals} decimals",
        ),
    ),
    "sv": FormWords(
        printed=questionnaire_texts("sv"),
        instead_of_a_number="Om du inte kan ange ett tal:",
        whole_number="Ett heltal från {lowest} till {highest}",
        number="Ett tal från {lowest} till {highest}",
        with_decimals=(
            " med högst {decimals} decimal",
            " med högst {decimals} decimaler",
        ),
    ),
}


def has_form_words(language: str) -> bool:
    """Return whether the words exist in ``language``."""
    return language.split("-")[0] in _WORDS


def form_words(language: str) -> FormWords:
    """Return the words in ``language``, or in English where they do not exist in it.

    A region such as ``sv-FI`` shares its language's words.
    """
    return _WORDS.get(language.split("-")[0], _WORDS["en"])


def notices(instrument: Instrument, language: str) -> tuple[str, ...]:
    """Return why the form is not to be used in studies, or not yet; nothing where it is."""
    words = form_words(language).printed
    found = {"draft": words.draft, "retired": words.retired}.get(instrument.bank.status)
    said = [found] if found else []
    translation = next(
        (entry for entry in instrument.bank.translations if entry.language == language), None
    )
    if translation and translation.state == "draft":
        said.append(words.draft_translation)
    if translation and instrument.bank.stale_texts(language):
        said.append(words.stale_translation)
    return tuple(said)


def footer(instrument: Instrument, language: str) -> str:
    """Return one line that names the definition, its status, digest and license."""
    words = form_words(language).printed
    bank = instrument.bank
    return ", ".join(
        (
            f"{instrument.reference} ({words.states[bank.status]})",
            instrument.digest[:SHORT_DIGEST],
            f"{words.license}: {bank.license}",
        )
    )


def text_in(localized: LocalizedText, language: str, original: str) -> str:
    """Return a text, or its original where a stale translation lacks it."""
    return localized.get(language) or localized.get(original) or ""
