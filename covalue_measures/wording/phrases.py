"""Words and phrases to be found in a sentence."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TypeAlias

#: Where a phrase stands: the first token, and the one after the last.
Span: TypeAlias = tuple[int, int]


class PhraseList:
    """Phrases in lower case, found as whole tokens.

    Parameters
    ----------
    phrases : iterable of str
        Tokens separated by spaces. ``past|last`` stands for either word, a star at the end of a
        token for any ending.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        self._exact: dict[str, list[tuple[str, ...]]] = {}
        self._open: list[tuple[str, ...]] = []
        for phrase in self.phrases:
            for tokens in product(*(part.split("|") for part in phrase.split())):
                if tokens[0].endswith("*"):
                    self._open.append(tokens)
                else:
                    self._exact.setdefault(tokens[0], []).append(tokens)

    def __contains__(self, token: str) -> bool:
        """Whether ``token`` alone is one of the phrases."""
        return self._longest((token,), 0) == 1

    def spans(self, tokens: Sequence[str]) -> tuple[Span, ...]:
        """Return where phrases stand, from left to right, the longest first, none overlapping."""
        found = []
        start = 0
        while start < len(tokens):
            length = self._longest(tokens, start)
            if length:
                found.append((start, start + length))
            start += length or 1
        return tuple(found)

    def starts(self, tokens: Sequence[str]) -> bool:
        """Whether ``tokens`` start with a phrase."""
        return bool(tokens) and self._longest(tokens, 0) > 0

    def ends(self, tokens: Sequence[str]) -> bool:
        """Whether ``tokens`` end with a phrase."""
        return any(stop == len(tokens) for _, stop in self._all_spans(tokens))

    def _all_spans(self, tokens: Sequence[str]) -> Iterable[Span]:
        for start in range(len(tokens)):
            for phrase in self._candidates(tokens[start]):
                if _matches(phrase, tokens, start):
                    yield start, start + len(phrase)

    def _candidates(self, token: str) -> Iterable[tuple[str, ...]]:
        yield from self._exact.get(token, ())
        yield from self._open

    def _longest(self, tokens: Sequence[str], start: int) -> int:
        return max(
            (
                len(phrase)
                for phrase in self._candidates(tokens[start])
                if _matches(phrase, tokens, start)
            ),
            default=0,
        )


def _matches(phrase: tuple[str, ...], tokens: Sequence[str], start: int) -> bool:
    if start + len(phrase) > len(tokens):
        return False
    return all(
        token.startswith(part[:-1]) if part.endswith("*") else token == part
        for part, token in zip(phrase, tokens[start:], strict=False)
    )


def outside(spans: Iterable[Span], masks: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans that share no token with any of the masks."""
    masked = {position for start, stop in masks for position in range(start, stop)}
    return tuple(span for span in spans if masked.isdisjoint(range(*span)))
