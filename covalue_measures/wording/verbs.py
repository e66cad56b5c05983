"""Which tokens of a sentence are finite verbs."""

from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.sentence import Sentence

#: How far back a participle looks for its auxiliary, adverbs not counted.
_REACH = 2


def finite_verbs(sentence: Sentence, knowledge: LanguageKnowledge) -> tuple[bool, ...]:
    """Return for each token whether it is a finite verb.

    A guess from word lists and endings. A past form is taken for a participle after a form of
    *be*, *have* or *feel*, after a determiner, and beside another participle.
    """
    flags: list[bool] = []
    for position, token in enumerate(sentence.tokens):
        flags.append(_is_finite(sentence.tokens, position, token, flags, knowledge))
    return tuple(flags)


def is_past_form(token: str, knowledge: LanguageKnowledge) -> bool:
    """Whether ``token`` looks like a past form, or a participle."""
    words = knowledge.words
    if token in words.not_past:
        return False
    if token in words.past_forms or (len(token) > 4 and token.endswith(words.past_endings)):
        return True
    # The -s passive, where the language has one.
    return bool(words.s_passives.phrases) and token[:-1] in words.past_forms and token[-1] == "s"


def _is_finite(
    tokens: tuple[str, ...],
    position: int,
    token: str,
    before: list[bool],
    knowledge: LanguageKnowledge,
) -> bool:
    words = knowledge.words
    if token in words.finite_verbs:
        return True
    previous = _previous_words(tokens, position, knowledge)
    last = previous[-1] if previous else ""
    if token in words.present_verbs:
        # After "and" a form without ending may hang on a "to" or "can" further back.
        reach = len(previous) if last in words.conjunctions else _REACH
        is_governed = any(word in words.nonfinite_markers for word in previous[-reach:])
        is_noun = last in words.determiners and last not in words.subject_pronouns
        return not is_governed and not is_noun
    if not is_past_form(token, knowledge) or _is_attributive(token, last, knowledge):
        return False
    if any(word in words.participle_verbs for word in previous[-_REACH:]):
        return False
    return not _continues_participle(tokens, position, before, knowledge)


def _is_attributive(token: str, last: str, knowledge: LanguageKnowledge) -> bool:
    """Whether a past form after ``last`` belongs to a noun, as in "the planned visit".

    After a word that is determiner and pronoun, only a form that may be a participle does.
    """
    words = knowledge.words
    if last not in words.determiners:
        return False
    return last not in words.subject_pronouns or token.endswith(words.attributive_endings)


def _continues_participle(
    tokens: tuple[str, ...], position: int, before: list[bool], knowledge: LanguageKnowledge
) -> bool:
    """Whether the token follows "and" after a participle or an adjective, and nothing follows it.

    "I felt heard and respected": both depend on "felt".
    """
    words = knowledge.words
    if position < 2 or tokens[position - 1] not in words.conjunctions:
        return False
    left = tokens[position - 2]
    if is_past_form(left, knowledge):
        return not before[position - 2]
    auxiliary = any(
        word in words.participle_verbs for word in tokens[max(0, position - 4) : position - 2]
    )
    following = tokens[position + 1] if position + 1 < len(tokens) else "."
    return auxiliary and not following[0].isalnum()


def _previous_words(
    tokens: tuple[str, ...], position: int, knowledge: LanguageKnowledge
) -> list[str]:
    return [token for token in tokens[:position] if token not in knowledge.words.skipped_adverbs]
