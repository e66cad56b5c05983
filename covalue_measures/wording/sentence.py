"""A sentence as the rules read it: tokens in lower case."""

import re
from dataclasses import dataclass
from functools import cached_property

from covalue_measures.wording.knowledge import LanguageKnowledge

# Words with the apostrophes, hyphens and inner periods that they are written with, and marks.
_TOKEN = re.compile(r"[^\W_]+(?:['\-.][^\W_]+)*-?|[/&,;:.!?()\"…]")
# Typographic apostrophes and quotation marks, and what they are read as.
_PLAIN_MARKS = {
    ord("\N{LEFT SINGLE QUOTATION MARK}"): "'",
    ord("\N{RIGHT SINGLE QUOTATION MARK}"): "'",
    ord("\N{LEFT DOUBLE QUOTATION MARK}"): '"',
    ord("\N{RIGHT DOUBLE QUOTATION MARK}"): '"',
}
_SENTENCE_ENDS = frozenset(".!?…")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text."""

    #: Words and marks in lower case.
    tokens: tuple[str, ...]
    #: Whether it ends with a question mark.
    is_question: bool

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens without the marks."""
        return tuple(token for token in self.tokens if is_word(token))

    def shown(self, start: int, stop: int) -> str:
        """Return the tokens from ``start`` up to ``stop`` as text."""
        return " ".join(self.tokens[max(start, 0) : stop])


def is_word(token: str) -> bool:
    """Whether ``token`` is a word or a number, not a mark."""
    return token[0].isalnum()


def read_sentences(text: str, knowledge: LanguageKnowledge) -> tuple[Sentence, ...]:
    """Split ``text`` into sentences and tokens.

    A period, question or exclamation mark ends a sentence if the text ends there or a capital, a
    digit or a quotation mark follows, and no abbreviation stands before it.
    """
    plain = text.translate(_PLAIN_MARKS)
    sentences: list[Sentence] = []
    current: list[str] = []
    for match in _TOKEN.finditer(plain):
        token = match.group().lower()
        current.append(token)
        if token in _SENTENCE_ENDS and _ends_here(plain, match.end(), current, knowledge):
            sentences.append(_close(current))
            current = []
    if any(is_word(token) for token in current):
        sentences.append(_close(current))
    return tuple(sentence for sentence in sentences if sentence.words)


def _ends_here(text: str, stop: int, tokens: list[str], knowledge: LanguageKnowledge) -> bool:
    if tokens[-1] == "." and len(tokens) > 1 and tokens[-2] in knowledge.abbreviations:
        return not text[stop:].strip()
    rest = text[stop:].lstrip()
    return not rest or rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'"


def _close(tokens: list[str]) -> Sentence:
    return Sentence(tuple(tokens), is_question=tokens[-1] == "?")
