"""How answers and scores of two versions compare, over all changes between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.change_group import group_changes
from covalue_measures.registry.changes.rule import Code
from covalue_measures.schema.version import Version

#: What a code says, for people.
MEANINGS: dict[Code, str] = {
    "A": "identical",
    "B": "comparable if the version of each answer is reported",
    "C": "linkable only: they need equating, common items or a crosswalk",
    "D": "not comparable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparability:
    """The worst codes over some changes, each with its reasons.

    A code "after map" holds once answers were recoded, or scores converted.
    """

    raw: Code
    scores: Code
    #: Whether the code asks for the recode map, or for the inverse formula; never for a D.
    raw_after_map: bool
    scores_after_map: bool
    #: Why the codes are no better; empty for A without a map.
    raw_reasons: tuple[str, ...]
    scores_reasons: tuple[str, ...]
    #: False where a version is a draft: before 1.0.0 no comparability is promised, and the codes
    #: say no more than what these two documents show.
    is_promised: bool

    def describe_raw(self) -> str:
        """Return the code of answers and what it says."""
        return _described(self.raw, self.raw_after_map, "recoded by the map")

    def describe_scores(self) -> str:
        """Return the code of scores and what it says."""
        return _described(self.scores, self.scores_after_map, "converted, or computed from them")


def worst_code(codes: Iterable[Code]) -> Code:
    """Return the worst of ``codes``; A where there are none."""
    return max(codes, default="A")


def is_promising(version: Version) -> bool:
    """Return whether a version promises anything: 1.0.0 or later, and no pre-release."""
    return version.major > 0 and version.prerelease is None


def judge_comparability(changes: Sequence[Change], versions: Iterable[Version]) -> Comparability:
    """Return the comparability of two versions with these changes between them.

    A language that only one version has is left out: no answers in it are to be compared. How
    languages compare is said by ``pool``.
    """
    counted = [change for change in changes if not change.is_about_new_language]
    raw = worst_code(change.raw for change in counted)
    scores = worst_code(change.scores for change in counted)
    mapped = [change for change in counted if change.raw_after_map and raw != "D"]
    converted = [change for change in counted if change.scores_after_map and scores != "D"]
    return Comparability(
        raw=raw,
        scores=scores,
        raw_after_map=bool(mapped),
        scores_after_map=bool(converted),
        raw_reasons=_reasons(
            change for change in counted if change in mapped or change.raw == raw != "A"
        ),
        scores_reasons=_reasons(
            change for change in counted if change in converted or change.scores == scores != "A"
        ),
        is_promised=all(is_promising(version) for version in versions),
    )


def _reasons(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(
        f"{group.title} (rule {group.first.rule}, {group.first.kind}): {group.first.reason}"
        for group in group_changes(changes)
    )


def _described(code: Code, after_map: bool, how: str) -> str:
    condition = f", once {how}" if after_map else ""
    return f"{code}: {MEANINGS[code]}{condition}"
