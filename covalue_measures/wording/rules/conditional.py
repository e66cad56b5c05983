"""L12: what might be, instead of what was."""

from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import Span, outside
from covalue_measures.wording.raised import Raised, quoted
from covalue_measures.wording.sentence import Sentence, is_word
from covalue_measures.wording.verbs import finite_verbs, is_past_form

#: How many tokens after "if" its verb may stand.
_REACH = 4


def conditional(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find conditions and hypotheses: people answer them by guessing.

    Not found are "if" for *whether*, and "would" for a future seen from the past, as in "I knew
    who would call".
    """
    words = knowledge.words
    spans = [
        span
        for span in words.conditional_words.spans(sentence.tokens)
        if not _is_future_in_the_past(sentence, span, knowledge)
    ]
    spans += [
        span
        for span in words.could_have.spans(sentence.tokens)
        if _has_participle(sentence, span, knowledge)
    ]
    spans += [
        span
        for span in words.conditional_if.spans(sentence.tokens)
        if _opens_condition(sentence, span, knowledge)
    ]
    spans += _inverted(sentence, knowledge)
    kept = outside(sorted(set(spans)), words.conditional_exceptions.spans(sentence.tokens))
    found = tuple(sentence.shown(*span) for span in kept)
    if not found:
        return None
    return Raised("L12", "warning", f"Asks about what might be: {quoted(found)}.", found)


def _inverted(sentence: Sentence, knowledge: LanguageKnowledge) -> list[Span]:
    """Return conditions by word order, "had I known", which in a question is no condition."""
    if sentence.is_question:
        return []
    return [
        span
        for span in knowledge.words.inverted_conditions.spans(sentence.tokens)
        if span[0] == 0 or sentence.tokens[span[0] - 1] in {",", ":"}
    ]


def _is_future_in_the_past(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    start, _ = span
    tokens = sentence.tokens
    is_finite = finite_verbs(sentence, knowledge)
    in_the_past = [
        at
        for at in range(start)
        if tokens[at] in knowledge.words.past_auxiliaries
        or (is_finite[at] and is_past_form(tokens[at], knowledge))
    ]
    return bool(in_the_past) and any(
        token in knowledge.words.subordinators for token in tokens[in_the_past[0] + 1 : start]
    )


def _has_participle(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    """Whether a participle follows: "could have asked", not "could have someone with me"."""
    _, stop = span
    following = [
        token for token in sentence.tokens[stop:] if token not in knowledge.words.skipped_adverbs
    ]
    return bool(following) and _is_perfect(following[0], knowledge)


def _is_perfect(token: str, knowledge: LanguageKnowledge) -> bool:
    words = knowledge.words
    if token in words.supines or (words.supine_endings and token.endswith(words.supine_endings)):
        return True
    return not words.supine_endings and is_past_form(token, knowledge)


def _opens_condition(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    start, stop = span
    words = knowledge.words
    tokens = sentence.tokens
    if words.whether_verbs.ends(tokens[:start]):
        return False
    if tokens[start] not in words.ambiguous_if:
        return True
    clause = tokens[stop : stop + _REACH]
    if clause and clause[0] in words.plain_subjects:
        return True
    is_finite = finite_verbs(sentence, knowledge)
    for ahead, token in enumerate(clause):
        if token in words.subordinators or not is_word(token):
            return False
        if is_finite[stop + ahead]:
            return ahead > 0
    return False
