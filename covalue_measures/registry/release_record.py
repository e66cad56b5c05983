"""Why a version was released, and what it changed."""

from typing import Literal, TypeAlias

from covalue_measures.registry.changes.comparability import is_promising
from covalue_measures.registry.changes.recode_map import RecodeMap
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.schema.identifiers import CleanText, Digest
from covalue_measures.schema.model import Definition
from covalue_measures.schema.version import parse_version
from covalue_measures.schema.version_lines import VersionLine

#: How answers or scores of two versions compare: identical, comparable, linkable, not at all.
ComparabilityCode: TypeAlias = Literal["A", "B", "C", "D"]


class FiredRule(Definition):
    """One change since the version before, and the rule it falls under."""

    #: Number in the table of version rules.
    rule: int
    #: Dotted path of what changed.
    path: CleanText
    bump: Literal["major", "minor", "patch", "none"]
    reason: CleanText


class ReleaseRecord(Definition):
    """What a release pins, and the reasons for its version; written once, never changed."""

    #: Version of this file format.
    format_version: Literal["1"] = "1"
    #: ``name@version``.
    reference: CleanText
    #: Day of the release, year first.
    date: CleanText
    #: SHA-256 of the released document, and of what it measures: texts in the original's
    #: language, answers, keys, scores.
    digest: Digest
    measure_digest: Digest
    #: Questions, scores and translations, each with its version and digest.
    lines: tuple[VersionLine, ...]
    #: The release before; None for the first.
    previous: CleanText | None = None
    #: The least bump that the changes ask for; None for the first.
    required_bump: Literal["major", "minor", "patch", "none"] | None = None
    fired: tuple[FiredRule, ...] = ()
    #: How answers and scores compare with those of the release before; None for the first.
    answers: ComparabilityCode | None = None
    scores: ComparabilityCode | None = None
    #: Whether the code holds only once answers were recoded by the map, or scores converted.
    answers_after_map: bool = False
    scores_after_map: bool = False
    #: How answers to the release before are written as answers to this one, where codes, values
    #: or ids changed and answers stay the same.
    recode_map: RecodeMap | None = None
    rationale: CleanText
    judgements: tuple[WordingJudgement, ...] = ()

    @property
    def is_promised(self) -> bool:
        """Whether both releases promise what the codes say; before 1.0.0 none does."""
        references = (self.reference, self.previous or self.reference)
        return all(is_promising(parse_version(name.partition("@")[2])) for name in references)
