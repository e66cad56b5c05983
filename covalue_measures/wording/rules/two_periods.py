"""L14: two periods in one item."""

from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import Span, outside
from covalue_measures.wording.raised import Raised, quoted
from covalue_measures.wording.sentence import Sentence
from covalue_measures.wording.time_frame import time_frames

#: How many tokens after "compared with" the word for a time may stand.
_REACH = 4


def two_periods(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find comparisons of two times, and a second time beside the period asked about."""
    words = knowledge.words
    exceptions = words.time_exceptions.spans(sentence.tokens)
    frames = time_frames(sentence, knowledge)
    compared = outside(words.time_comparisons.spans(sentence.tokens), exceptions)
    compared += outside(
        (s for s in words.comparisons.spans(sentence.tokens) if _of_times(sentence, s, knowledge)),
        compared,
    )
    second = outside(words.second_time_frames.spans(sentence.tokens), exceptions)
    second = outside(second, (*compared, *(frame.span for frame in frames)))
    found = tuple(sentence.shown(*span) for span in compared)
    if context.recall or frames:
        found += tuple(sentence.shown(*span) for span in second)
    if len({frame.meaning for frame in frames}) > 1:
        found += tuple(sentence.shown(*frame.span) for frame in frames)
    if not found:
        return None
    return Raised("L14", "warning", f"Asks about more than one time: {quoted(found)}.", found)


def _of_times(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    """Whether "compared with" is followed by a time, not by another clinic."""
    _, stop = span
    following = sentence.tokens[stop : stop + _REACH]
    return any(
        token in knowledge.words.time_words or knowledge.unit(token) not in {None, "visit"}
        for token in following
    )
