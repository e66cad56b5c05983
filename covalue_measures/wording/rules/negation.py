"""L02 and L03: negation, and two of them."""

from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.finding import Level
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import Span, outside
from covalue_measures.wording.raised import Raised, quoted
from covalue_measures.wording.sentence import Sentence


def negation(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find a negation: disagreeing with it takes a turn of thought that many miss."""
    found = negations(sentence, knowledge)
    if not found:
        return None
    level: Level = "error" if context.scale_kind == "agreement" else "warning"
    why = ", to be answered by agreement" if level == "error" else ""
    return Raised("L02", level, f"Is put in the negative{why}: {quoted(found)}.", found)


def double_negative(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find two negations in one sentence."""
    found = negations(sentence, knowledge)
    if len(found) < 2:
        return None
    return Raised("L03", "error", f"Has {len(found)} negations: {quoted(found)}.", found)


def negations(sentence: Sentence, knowledge: LanguageKnowledge) -> tuple[str, ...]:
    """Return the words that deny something, the two halves of one negation as one."""
    tokens = sentence.tokens
    words = knowledge.words
    spans = [*words.negations.spans(tokens), *_by_ending(tokens, knowledge)]
    kept = outside(sorted(set(spans)), words.negation_exceptions.spans(tokens))
    denying: list[str] = []
    for start, stop in kept:
        word = sentence.shown(start, stop)
        if not any(words.paired_negations.starts((first, word)) for first in denying):
            denying.append(word)
    return tuple(denying)


def _by_ending(tokens: tuple[str, ...], knowledge: LanguageKnowledge) -> list[Span]:
    endings = knowledge.words.negation_endings
    return [
        (at, at + 1)
        for at, token in enumerate(tokens)
        if endings and token.endswith(endings) and token not in knowledge.words.negations
    ]
