"""L11: a stem that its response scale does not answer."""

from covalue_measures.wording.context import ScaleKind, SentenceContext
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.raised import Raised
from covalue_measures.wording.sentence import Sentence

#: Kinds of response scales that answer a question, never a statement.
_NEED_A_QUESTION: frozenset[ScaleKind] = frozenset({"confidence", "difficulty", "quantity"})


def stem_and_scale(
    sentence: Sentence, knowledge: LanguageKnowledge, context: SentenceContext
) -> Raised | None:
    """Find stems that ask for another kind of answer than the response scale gives."""
    kind = context.scale_kind
    if kind is None:
        return None
    asks = _asks_for(sentence, knowledge)
    if asks == kind:
        return None
    if asks is None:
        if kind not in _NEED_A_QUESTION:
            return None
        asked = "is a statement"
    else:
        asked = {
            "yes_no": "asks for yes or no",
            "other": "is a question of another kind",
        }.get(asks, f"asks for {asks}")
    opener = sentence.shown(0, 3)
    return Raised(
        "L11", "error", f"The stem {asked}, its response scale gives {_named(kind)}.", (opener,)
    )


def _named(kind: ScaleKind) -> str:
    return {"yes_no": "yes or no", "quantity": "a quantity"}.get(kind, kind)


def _asks_for(sentence: Sentence, knowledge: LanguageKnowledge) -> str | None:
    """Return the kind of answer that is asked for, or None where nothing is asked."""
    for tokens in _clause_starts(sentence, knowledge):
        for kind, openers in knowledge.question_openers.items():
            if openers.starts(tokens):
                return kind
    if not sentence.is_question:
        return None
    opened = map(knowledge.words.question_words.starts, _clause_starts(sentence, knowledge))
    return "other" if any(opened) else "yes_no"


def _clause_starts(sentence: Sentence, knowledge: LanguageKnowledge) -> tuple[tuple[str, ...], ...]:
    """Return the tokens from the start, and from after each comma: a period may stand first.

    A request such as "please say" in front of a question is passed over.
    """
    tokens = sentence.tokens
    start = 0
    for span in knowledge.words.request_openers.spans(tokens):
        if span[0] == start:
            start = span[1]
    commas = [at + 1 for at, token in enumerate(tokens) if token in {",", ":"}]
    return tuple(tokens[at:] for at in (start, *commas))
