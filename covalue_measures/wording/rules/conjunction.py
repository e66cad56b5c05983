"""L01: two questions in one."""

from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.finding import Level
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import Span, outside
from covalue_measures.wording.raised import Raised, quoted
from covalue_measures.wording.sentence import Sentence, is_word
from covalue_measures.wording.verbs import finite_verbs

#: How many tokens after a conjunction the verb of a new clause may stand.
_REACH = 3


def double_barrelled(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find joined verbs or nouns: a respondent may want to answer for one and not the other."""
    joins = [
        span
        for span in _joins(sentence, knowledge)
        if not _joins_one_thing(sentence, span, knowledge)
    ]
    if not joins:
        return None
    is_finite = finite_verbs(sentence, knowledge)
    two_verbs = any(_joins_finite_verbs(sentence, span, is_finite, knowledge) for span in joins)
    shown = tuple(sentence.shown(start - 1, stop + 1) for start, stop in joins)
    level: Level = "error" if two_verbs else "warning"
    asked = "what two verbs say" if two_verbs else "two things"
    return Raised("L01", level, f"Asks about {asked} at once: {quoted(shown)}.", shown)


def _joins(sentence: Sentence, knowledge: LanguageKnowledge) -> tuple[Span, ...]:
    tokens = sentence.tokens
    words = knowledge.words
    slashes = [(at, at + 1) for at, token in enumerate(tokens) if token == "/"]
    spans = words.conjunctions.spans(tokens)
    spans += outside(slashes, spans)
    return outside(sorted(spans), words.fixed_pairs.spans(tokens))


def _joins_one_thing(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    """Whether the join is of numbers, ends of a stretch, examples, or people who act together."""
    start, stop = span
    tokens = sentence.tokens
    words = knowledge.words
    if start == 0 or stop >= len(tokens) or not is_word(tokens[stop]):
        return True
    before, after = tokens[:start], tokens[stop:]
    if _is_number(before[-1], knowledge) and _is_number(after[0], knowledge):
        return True
    return (
        _is_stretch(sentence, span, knowledge)
        or bool(words.example_openers.spans(before))
        or _is_joint_subject(sentence, span, knowledge)
    )


def _is_stretch(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    """Whether the join ends a stretch that "between" opens."""
    words = knowledge.words
    before = sentence.tokens[: span[0]]
    opened = [at for at, token in enumerate(before) if token in words.between]
    if not opened:
        return False
    is_finite = finite_verbs(sentence, knowledge)
    return not any(
        is_finite[at] or before[at] in words.conjunctions for at in range(opened[-1], span[0])
    )


def _is_number(token: str, knowledge: LanguageKnowledge) -> bool:
    return token[0].isdigit() or knowledge.number(token) is not None


def _is_joint_subject(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    """Whether "the team and I" act, or two who act together: that they do is the question."""
    start, stop = span
    words = knowledge.words
    if sentence.shown(*span) not in words.joint_conjunctions:
        return False
    if any(finite_verbs(sentence, knowledge)[:start]):
        return False
    if words.together_words.spans(sentence.tokens):
        return True
    return sentence.tokens[stop] in words.own_pronouns or (
        sentence.tokens[start - 1] in words.own_pronouns
    )


def _joins_finite_verbs(
    sentence: Sentence, span: Span, is_finite: tuple[bool, ...], knowledge: LanguageKnowledge
) -> bool:
    start, stop = span
    tokens = sentence.tokens
    words = knowledge.words
    clause = max(
        (at + 1 for at in range(start) if at and tokens[at] in words.subordinators), default=0
    )
    if not any(is_finite[clause:start]):
        return False
    at = stop
    while at < len(tokens) and tokens[at] in words.skipped_adverbs:
        at += 1
    for ahead in range(at, min(at + _REACH + 1, len(tokens))):
        token = tokens[ahead]
        if is_finite[ahead]:
            return True
        if not is_word(token) or token in words.subordinators:
            return False
        if ahead > at and (token in words.subject_pronouns or token in words.determiners):
            return False
    return False
