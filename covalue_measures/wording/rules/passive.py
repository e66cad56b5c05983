"""L15: an action without the one who acts."""

from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import Span, outside
from covalue_measures.wording.raised import Raised, quoted
from covalue_measures.wording.sentence import Sentence, is_word
from covalue_measures.wording.verbs import is_past_form

#: How many words may stand between "be" and its participle.
_REACH = 2


def missing_agent(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find passives that do not say who acts; the respondent has to guess whom to judge."""
    spans = [*_with_auxiliary(sentence, knowledge), *_by_ending(sentence, knowledge)]
    spans = [span for span in spans if not _has_agent(sentence, span[1], knowledge)]
    if not spans:
        return None
    found = tuple(sentence.shown(*span) for span in sorted(spans))
    return Raised("L15", "information", f"Does not say who acts: {quoted(found)}.", found)


def _with_auxiliary(sentence: Sentence, knowledge: LanguageKnowledge) -> list[Span]:
    tokens = sentence.tokens
    words = knowledge.words
    found = []
    for start, token in enumerate(tokens):
        if token not in words.passive_verbs:
            continue
        for at in range(start + 1, min(start + 2 + _REACH, len(tokens))):
            if _is_participle(tokens[at], knowledge):
                found.append((start, at + 1))
                break
            if not _may_stand_between(tokens[at], knowledge):
                break
    return found


def _may_stand_between(token: str, knowledge: LanguageKnowledge) -> bool:
    words = knowledge.words
    return (
        token in words.skipped_adverbs
        or token in words.subject_pronouns
        or token in words.vague_quantifiers
        or token.endswith("ly")
    )


def _is_participle(token: str, knowledge: LanguageKnowledge) -> bool:
    words = knowledge.words
    if token in words.adjectival_participles or token in words.passive_verbs:
        return False
    if words.participle_endings or words.participles.phrases:
        return token in words.participles or token.endswith(words.participle_endings)
    return is_past_form(token, knowledge)


def _by_ending(sentence: Sentence, knowledge: LanguageKnowledge) -> list[Span]:
    words = knowledge.words
    spans = {span for span in words.s_passives.spans(sentence.tokens)}
    spans |= {
        (at, at + 1)
        for at, token in enumerate(sentence.tokens)
        if words.passive_endings and token.endswith(words.passive_endings)
    }
    return list(outside(spans, words.not_passive.spans(sentence.tokens)))


def _has_agent(sentence: Sentence, stop: int, knowledge: LanguageKnowledge) -> bool:
    words = knowledge.words
    tokens = sentence.tokens
    exceptions = words.agent_exceptions.spans(tokens)
    for start, _ in outside(words.agent_markers.spans(tokens), exceptions):
        between = tokens[stop:start]
        if start >= stop and all(
            is_word(token) and token not in words.subordinators for token in between
        ):
            return True
    return False
