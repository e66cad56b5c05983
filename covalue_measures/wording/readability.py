"""How hard a form is to read: by formula, on the form as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from covalue_measures.exceptions import InstrumentError
from covalue_measures.schema import InstrumentLike, as_instrument
from covalue_measures.schema.domain import Role
from covalue_measures.wording.knowledge import knowledge_of
from covalue_measures.wording.sentence import Sentence, read_sentences
from covalue_measures.wording.syllables import count_syllables

#: Grade up to which service users and care partners should be able to read along.
FLESCH_KINCAID_TARGET = 6.0
#: LIX up to which a text counts as easy.
LIX_TARGET = 40.0
_LONG_WORD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReadability:
    """Readability of a bank's items in use, or of one of its forms, in one language."""

    #: None for all items in use.
    form_id: str | None
    language: str
    formula: Literal["Flesch-Kincaid grade", "LIX"]
    value: float
    #: Highest value aimed at; None where there is no target.
    target: float | None
    n_words: int
    n_sentences: int

    @property
    def meets_target(self) -> bool:
        """Whether there is no target, or the value is not above it."""
        return self.target is None or self.value <= self.target


def readability_of_form(instrument: InstrumentLike, language: str) -> FormReadability:
    """Return the readability of the instruction and the stems, read as one text.

    Left out are the recall, shown above the items, and the labels of the answers: phrases of one
    or two words, which the formulas would take for very easy sentences. English is read by the
    Flesch-Kincaid grade, Swedish by LIX. The target of the grade is for service users and care
    partners, that of LIX for everybody.

    Parameters
    ----------
    instrument : ItemBank or Instrument
        A bank stands for all its items in use.
    language : str
        ``en`` or ``sv``, in which the texts exist.

    Raises
    ------
    InstrumentError
        If the linter does not know the language, or the instrument has no text in it.
    """
    form = as_instrument(instrument)
    instruction = form.instruction
    localized = [*([instruction] if instruction else []), *(item.stem for item in form.items)]
    texts = [text for entry in localized if (text := entry.get(language))]
    sentences = _sentences(texts, language)
    if not sentences:
        raise InstrumentError(f"'{form.reference}' has no text in '{language}'.")
    is_swedish = language.partition("-")[0] == "sv"
    for_everybody = form.bank.role is not Role.HEALTH_PROFESSIONAL
    return FormReadability(
        form_id=form.form_id,
        language=language,
        formula="LIX" if is_swedish else "Flesch-Kincaid grade",
        value=_lix(sentences) if is_swedish else _flesch_kincaid(sentences),
        target=LIX_TARGET if is_swedish else FLESCH_KINCAID_TARGET if for_everybody else None,
        n_words=sum(len(sentence.words) for sentence in sentences),
        n_sentences=len(sentences),
    )


def flesch_kincaid_grade(text: str) -> float:
    r"""Return the Flesch-Kincaid grade of an English text.

    .. math:: 0.39 \frac{words}{sentences} + 11.8 \frac{syllables}{words} - 15.59

    Raises
    ------
    InstrumentError
        If the text has no word.

    References
    ----------
    Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas for Navy
    enlisted personnel, Research Branch Report 8-75.
    """
    return _flesch_kincaid(_some_sentences(text, "en"))


def lix(text: str) -> float:
    """Return the LIX of a text: words a sentence, plus long words of a hundred.

    A long word has more than six letters.

    Raises
    ------
    InstrumentError
        If the text has no word.

    References
    ----------
    Björnsson (1968), Läsbarhet, Liber.
    """
    return _lix(_some_sentences(text, "sv"))


def _sentences(texts: Iterable[str], language: str) -> list[Sentence]:
    knowledge = knowledge_of(language)
    return [sentence for text in texts for sentence in read_sentences(text, knowledge)]


def _some_sentences(text: str, language: str) -> list[Sentence]:
    sentences = _sentences([text], language)
    if not sentences:
        raise InstrumentError(f"Readability needs words, and {text!r} has none.")
    return sentences


def _flesch_kincaid(sentences: list[Sentence]) -> float:
    words = [word for sentence in sentences for word in sentence.words]
    n_syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * n_syllables / len(words) - 15.59


def _lix(sentences: list[Sentence]) -> float:
    words = [word for sentence in sentences for word in sentence.words]
    n_long = sum(sum(letter.isalpha() for letter in word) > _LONG_WORD for word in words)
    return len(words) / len(sentences) + 100 * n_long / len(words)
