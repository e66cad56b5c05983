"""The rules that need one sentence only."""

from covalue_measures.schema.domain import Role
from covalue_measures.wording.context import ScaleKind, SentenceContext
from covalue_measures.wording.finding import LEVELS, Finding
from covalue_measures.wording.knowledge import knowledge_of
from covalue_measures.wording.raised import Raised, SentenceRule
from covalue_measures.wording.rules import (
    absolute,
    conditional,
    double_barrelled,
    double_negative,
    excluding_word,
    jargon,
    leading,
    length,
    missing_agent,
    negation,
    presupposition,
    stem_and_scale,
    two_periods,
    vague_quantifier,
    vague_term,
)
from covalue_measures.wording.sentence import read_sentences

#: In the order of their codes; ``length`` looks at the whole text.
STEM_RULES: tuple[SentenceRule, ...] = (
    double_barrelled,
    negation,
    double_negative,
    absolute,
    vague_quantifier,
    vague_term,
    leading,
    jargon,
    stem_and_scale,
    conditional,
    presupposition,
    two_periods,
    missing_agent,
    excluding_word,
)
#: For texts that are no items: an instruction may join, deny and suppose.
SURROUNDING_RULES: tuple[SentenceRule, ...] = (leading, jargon, excluding_word)


def lint_sentence(
    text: str,
    language: str,
    *,
    scale_kind: ScaleKind | None = None,
    role: Role | None = None,
    recall: str | None = None,
    has_not_applicable: bool = False,
) -> tuple[Finding, ...]:
    """Return what the rules L01 to L09, L11 to L15 and L21 find in one question or statement.

    Parameters
    ----------
    text : str
        The stem of an item.
    language : str
        ``en`` or ``sv``.
    scale_kind : str, optional
        Kind of the response scale; without it L05 and L11 have nothing to say.
    role : Role, optional
        Who answers; clinical words are plain to professionals, and "patient" is no word for a
        care partner.
    recall : str, optional
        Period shown above the text.
    has_not_applicable : bool
        Whether "does not apply" is among the answers; L13 is content with that.

    Raises
    ------
    InstrumentError
        If the linter does not know the language.

    Examples
    --------
    >>> from covalue_measures.wording import lint_sentence
    >>> for finding in lint_sentence("The nurse listened and gave good advice.", "en"):
    ...     print(finding.rule, finding.level, finding.message)
    L01 error Asks about what two verbs say at once: "listened and gave".
    L06 warning Leaves the standard to the respondent: "good".
    """
    context = SentenceContext(
        scale_kind=scale_kind,
        role=role,
        recall=recall,
        has_not_applicable=has_not_applicable,
    )
    return findings_in(text, language, context, path="text", item_id=None)


def findings_in(
    text: str,
    language: str,
    context: SentenceContext,
    *,
    path: str,
    item_id: str | None,
    rules: tuple[SentenceRule, ...] = STEM_RULES,
) -> tuple[Finding, ...]:
    """Return what ``rules`` find in ``text``, one finding a rule, in the order of their codes."""
    knowledge = knowledge_of(language)
    sentences = read_sentences(text, knowledge)
    raised = [
        found
        for rule in rules
        for sentence in sentences
        if (found := rule(sentence, knowledge, context)) is not None
    ]
    if rules is STEM_RULES and (found := length(sentences)) is not None:
        raised.append(found)
    by_code: dict[str, list[Raised]] = {}
    for entry in raised:
        by_code.setdefault(entry.rule, []).append(entry)
    return tuple(
        Finding(
            rule=code,
            level=min((entry.level for entry in entries), key=LEVELS.index),
            path=path,
            item_id=item_id,
            language=language,
            message=" ".join(entry.message for entry in entries),
            found=tuple(word for entry in entries for word in entry.found),
        )
        for code, entries in sorted(by_code.items())
    )
