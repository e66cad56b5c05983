"""Periods that a text names."""

from dataclasses import dataclass

from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import Span, outside
from covalue_measures.wording.sentence import Sentence

_MOST_WORDS_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """A period such as the past 3 months, or a phrase such as "right now"."""

    span: Span
    #: ``3 month`` for the past 3 months; the phrase itself where there is no unit.
    meaning: str
    #: Whether it is now.
    is_present: bool = False


def time_frames(sentence: Sentence, knowledge: LanguageKnowledge) -> tuple[TimeFrame, ...]:
    """Return the periods that the sentence names, in order."""
    openers = knowledge.words.frame_openers.spans(sentence.tokens)
    frames = [
        frame for span in openers if (frame := _period_at(sentence, span, knowledge)) is not None
    ]
    words = knowledge.words
    phrases = [
        *((span, False) for span in words.frame_phrases.spans(sentence.tokens)),
        *((span, True) for span in words.present_phrases.spans(sentence.tokens)),
    ]
    masks = [frame.span for frame in frames]
    frames += [
        TimeFrame(span, sentence.shown(*span), is_present=is_present)
        for span, is_present in phrases
        if outside([span], masks)
    ]
    return tuple(sorted(frames, key=lambda frame: frame.span))


def _period_at(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> TimeFrame | None:
    """Return the period that the opener at ``span`` opens: a number may stand before the unit."""
    start, stop = span
    count = 1
    for at in range(stop, min(stop + _MOST_WORDS_BETWEEN, len(sentence.tokens))):
        token = sentence.tokens[at]
        if unit := knowledge.unit(token):
            return TimeFrame((start, at + 1), f"{count} {unit}")
        number = knowledge.number(token)
        if number is None:
            return None
        count = number
    return None
