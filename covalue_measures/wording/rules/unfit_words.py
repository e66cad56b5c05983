"""L04 to L08 and L21: words that do not belong in an item."""

from covalue_measures.schema.domain import Role
from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.finding import Level
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import PhraseList, Span, outside
from covalue_measures.wording.raised import Raised, quoted
from covalue_measures.wording.sentence import Sentence


def absolute(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find words that leave no room: one exception makes the statement false."""
    words = knowledge.words
    found = _found(sentence, words.absolutes, words.absolute_exceptions)
    return _raise("L04", "warning", "Leaves no room", found)


def vague_quantifier(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find "often" and its like where the answer says how often."""
    if context.scale_kind != "frequency":
        return None
    words = knowledge.words
    found = _found(sentence, words.vague_quantifiers, words.quantifier_exceptions)
    return _raise("L05", "error", "Says how often, which is what is asked", found)


def vague_term(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find words that every respondent fills with a meaning of their own."""
    words = knowledge.words
    found = _found(sentence, words.vague_terms, words.vague_exceptions)
    return _raise("L06", "warning", "Leaves the standard to the respondent", found)


def leading(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find words that lead to an answer; "should" in what somebody asked or decided is none."""
    words = knowledge.words
    spans = outside(
        words.leading_words.spans(sentence.tokens), words.leading_exceptions.spans(sentence.tokens)
    )
    found = tuple(
        sentence.shown(*span) for span in spans if not _is_reported(sentence, span, knowledge)
    )
    return _raise("L07", "warning", "Leads to an answer", found)


def jargon(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find words of the field; clinical ones are plain to professionals."""
    words = knowledge.words
    found = _found(sentence, words.jargon)
    if context.role is not Role.HEALTH_PROFESSIONAL:
        found += _found(sentence, words.clinical_terms)
    return _raise("L08", "warning", "Uses words of the field", found)


def excluding_word(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find words for one gender, and "patient" where the care partner answers."""
    words = knowledge.words
    found = _found(sentence, words.gendered)
    if context.role is Role.FAMILY:
        found += _found(sentence, words.patient_words, words.patient_exceptions)
    return _raise("L21", "warning", "Shuts some people out", found)


def _is_reported(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    words = knowledge.words
    start, _ = span
    return sentence.shown(*span) in words.reported_leading and any(
        token in words.subordinators for token in sentence.tokens[1:start]
    )


def _found(
    sentence: Sentence, listed: PhraseList, exceptions: PhraseList | None = None
) -> tuple[str, ...]:
    spans = listed.spans(sentence.tokens)
    if exceptions:
        spans = outside(spans, exceptions.spans(sentence.tokens))
    return tuple(sentence.shown(*span) for span in spans)


def _raise(rule: str, level: Level, what: str, found: tuple[str, ...]) -> Raised | None:
    return Raised(rule, level, f"{what}: {quoted(found)}.", found) if found else None
