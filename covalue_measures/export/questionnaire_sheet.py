"""What stands on a printed questionnaire: groups of items, boxes to mark, fields to fill."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.export.questionnaire_texts import QuestionnaireTexts, questionnaire_texts
from covalue_measures.schema import (
    AnswerScale,
    Instrument,
    LocalizedText,
    MissingOption,
    QuantityScale,
    ResponseOption,
)

#: Digits of a digest that are enough to tell versions apart by eye.
_SHORT_DIGEST = 12
#: Texts that a message names before it counts the rest.
_N_NAMED = 10
#: Widths of a label's letters, in ems of the page: labels are set at 0.8 of its size, and the
#: common sans-serif faces differ by a tenth.
_WIDE, _NARROW = frozenset("mwMW"), frozenset("fijlrtI")
_WIDE_LETTER, _CAPITAL, _LETTER, _NARROW_LETTER = 0.67, 0.54, 0.44, 0.24
_LABEL_MARGIN = 0.4
#: What a box and its margin need.
_BOX_COLUMN = 2.4
#: Of the 46 ems of a line; what is left is for the items, which must not become towers.
_MOST_FOR_BOXES = 34.0


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, and its language where that is not the page's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to mark."""

    label: Wording
    value: int


@dataclass(frozen=True, slots=True)
class Question:
    """An item as it is read on paper: a number before it, no id."""

    number: int
    item_id: str
    stem: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Boxes to mark: in columns under their labels, or one below the other."""

    is_amount: ClassVar[bool] = False
    is_ordered: bool
    options: tuple[Choice, ...]
    missing: tuple[Choice, ...]

    @property
    def is_grid(self) -> bool:
        """Whether the boxes stand in columns: in their order, and with room for the items."""
        width = len(self.options) * column_width(self.options)
        width += len(self.missing) * column_width(self.missing)
        return self.is_ordered and width <= _MOST_FOR_BOXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A field to write a number in."""

    is_amount: ClassVar[bool] = True
    #: What stands after the number.
    unit: Wording
    is_money: bool
    #: From the smallest to the largest amount, with its decimals.
    allowed: str
    missing: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Consecutive items about the same period, answered on the same scale."""

    recall: Wording | None
    answer: Marks | Amount
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """Everything the template prints."""

    language: str
    texts: QuestionnaireTexts
    title: Wording
    instruction: Wording | None
    #: Why the sheet is not to be handed out, or not yet.
    notices: tuple[str, ...]
    groups: tuple[QuestionGroup, ...]
    currency: str
    with_codes: bool
    reference: str
    digest: str
    #: Label and text of each line of the footer.
    facts: tuple[tuple[str, str], ...]


class LanguageVersion:
    """An instrument in one of its languages."""

    def __init__(self, instrument: Instrument, language: str | None) -> None:
        bank = instrument.bank
        self.instrument = instrument
        self.language = language or bank.language
        if self.language not in bank.languages:
            raise RegistryError(
                f"'{instrument.reference}' has no texts in '{self.language}'; it has"
                f" {list(bank.languages)}."
            )
        self.texts = questionnaire_texts(self.language)
        self.translation = next(
            (found for found in bank.translations if found.language == self.language), None
        )
        self.stale_texts = bank.stale_texts(self.language) if self.translation else ()

    def refuse_stale_texts(self) -> None:
        """Refuse a translation that is incomplete or older than the original.

        Raises
        ------
        InstrumentError
            Naming the texts.
        """
        if not self.stale_texts:
            return
        named = ", ".join(self.stale_texts[:_N_NAMED])
        n_more = len(self.stale_texts) - _N_NAMED
        rest = f", and {n_more} more" if n_more > 0 else ""
        raise InstrumentError(
            f"The translation of '{self.instrument.bank.reference}' into '{self.language}' is"
            f" incomplete or older than the original in {named}{rest}. Bring it up to date, or"
            " allow stale texts."
        )

    def wording(self, localized: LocalizedText) -> Wording:
        """Return a text; one that was not translated in the language it was written in."""
        if text := localized.get(self.language):
            return Wording(text)
        base = self.instrument.bank.language
        return Wording(localized.get(base) or "", base)

    def choices(self, options: Iterable[ResponseOption | MissingOption]) -> tuple[Choice, ...]:
        """Return options with their labels in the language."""
        return tuple(Choice(self.wording(option.label), option.value) for option in options)


def build_sheet(version: LanguageVersion, *, with_codes: bool, currency: str) -> Questionnaire:
    """Return everything that the template prints."""
    instrument, texts = version.instrument, version.texts
    bank = instrument.bank
    digest = instrument.digest[:_SHORT_DIGEST]
    kind = texts.original
    if version.translation:
        state = texts.states[version.translation.state]
        kind = f"{texts.translation} {version.translation.version}, {state}"
    return Questionnaire(
        language=version.language,
        texts=texts,
        title=version.wording((instrument.form or bank).title),
        instruction=version.wording(instrument.instruction) if instrument.instruction else None,
        notices=tuple(_notices(version, with_codes=with_codes)),
        groups=tuple(_groups(version)),
        currency=currency,
        with_codes=with_codes,
        reference=instrument.reference,
        digest=digest,
        facts=(
            (texts.instrument, instrument.reference),
            (texts.status, texts.states[bank.status]),
            (texts.digest, digest),
            (texts.license, bank.license),
            (texts.language, f"{texts.language_name} ({version.language}), {kind}"),
        ),
    )


def _notices(version: LanguageVersion, *, with_codes: bool) -> Iterator[str]:
    texts, status = version.texts, version.instrument.bank.status
    if with_codes:
        yield texts.with_codes
    if status == "draft":
        yield texts.draft
    if status == "retired":
        yield texts.retired
    if version.translation and version.translation.state == "draft":
        yield texts.draft_translation
    if version.stale_texts:
        yield texts.stale_translation


def _groups(version: LanguageVersion) -> Iterator[QuestionGroup]:
    numbered = enumerate(version.instrument.items, start=1)
    for _, run in groupby(numbered, key=lambda entry: (entry[1].response_scale, entry[1].recall)):
        entries = tuple(run)
        first = entries[0][1]
        yield QuestionGroup(
            recall=version.wording(first.recall) if first.recall else None,
            questions=tuple(
                Question(number, item.id, version.wording(item.stem)) for number, item in entries
            ),
            answer=_answer(version, version.instrument.response_scale(first)),
        )


def _answer(version: LanguageVersion, scale: AnswerScale) -> Marks | Amount:
    missing = version.choices(scale.missing)
    if isinstance(scale, QuantityScale):
        lowest, highest = (f"{end:.{scale.decimals}f}" for end in (scale.minimum, scale.maximum))
        return Amount(
            unit=version.wording(scale.label),
            is_money=scale.unit == "currency",
            allowed=f"{lowest}-{highest}",
            missing=missing,
        )
    return Marks(is_ordered=scale.ordered, options=version.choices(scale.options), missing=missing)


def column_width(choices: tuple[Choice, ...]) -> float:
    """Return the width in ems of the columns of ``choices``: one for all, to space them evenly.

    Labels break between words, so that the longest word of all says how wide a column is.
    """
    words = (word for choice in choices for word in choice.label.text.split())
    return max(_BOX_COLUMN, _LABEL_MARGIN + max(map(_word_width, words), default=0.0))


def _word_width(word: str) -> float:
    n_wide = sum(letter in _WIDE for letter in word)
    n_narrow = sum(letter in _NARROW for letter in word)
    n_capital = sum(letter.isupper() and letter not in _WIDE | _NARROW for letter in word)
    n_other = len(word) - n_wide - n_narrow - n_capital
    return (
        n_wide * _WIDE_LETTER + n_narrow * _NARROW_LETTER + n_capital * _CAPITAL + n_other * _LETTER
    )
