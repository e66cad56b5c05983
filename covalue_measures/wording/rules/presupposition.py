"""L13: what not everybody has, is or did."""

from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.phrases import Span
from covalue_measures.wording.raised import Raised, quoted
from covalue_measures.wording.sentence import Sentence
from covalue_measures.wording.verbs import finite_verbs, is_past_form

#: How many tokens after "when" its verb may stand.
_REACH = 4


def presupposition(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find what a stem takes for granted, unless "does not apply" is among the answers.

    People that not everybody has, and events: "when I disagreed". Not found are times that
    somebody tells or knows, as in "told me when to call".
    """
    if context.has_not_applicable:
        return None
    tokens = sentence.tokens
    spans = [*knowledge.words.presupposed.spans(tokens)]
    spans += [
        span
        for span in knowledge.words.presupposing_when.spans(tokens)
        if _supposes_an_event(sentence, span, knowledge)
    ]
    if not spans:
        return None
    found = tuple(sentence.shown(start, max(stop, start + 2)) for start, stop in sorted(spans))
    message = f'Takes for granted {quoted(found)}, and "does not apply" is no answer.'
    return Raised("L13", "warning", message, found)


def _supposes_an_event(sentence: Sentence, span: Span, knowledge: LanguageKnowledge) -> bool:
    start, stop = span
    tokens = sentence.tokens
    words = knowledge.words
    if stop >= len(tokens) or tokens[stop] not in words.subject_pronouns:
        return False
    opens = start == 0 or tokens[start - 1] in {",", ":"}
    if opens:
        return True
    if words.reporting_verbs.ends(tokens[:start]):
        return False
    is_finite = finite_verbs(sentence, knowledge)
    return any(
        is_finite[at] and is_past_form(tokens[at], knowledge)
        for at in range(stop, min(stop + _REACH, len(tokens)))
    )
