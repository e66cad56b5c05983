"""What people judged about the rewording of a text, which no program can."""

from typing import Literal, TypeAlias

from covalue_measures.schema.identifiers import CleanText, Language
from covalue_measures.schema.model import Definition

#: ``orthography``: spelling or punctuation only; ``same_sense``: other words, same question;
#: ``changed_sense``: another question.
Verdict: TypeAlias = Literal["orthography", "same_sense", "changed_sense"]


class WordingJudgement(Definition):
    """A signed verdict on one reworded text; part of the rationale of a release."""

    #: Dotted path of the text, such as ``items.comsu01.stem``.
    path: CleanText
    #: The language of the text; None means the original's.
    language: Language | None = None
    verdict: Verdict
    #: What the verdict rests on, such as interviews or a second reading.
    reason: CleanText
    #: Who stands for it.
    signer: CleanText
