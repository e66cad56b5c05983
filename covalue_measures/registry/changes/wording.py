"""Texts that say something else, or the same in other words."""

from collections.abc import Iterator
from dataclasses import dataclass

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Classifier
from covalue_measures.registry.changes.differences import Difference
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.registry.changes.wording_judgement import Verdict

_UNDECLARED = "Nobody has judged the rewording; a declared judgement may lower it."
_SAME_TASK = "Taken as the same task: nobody has judged otherwise."


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """Which row a reworded text falls under, by what was judged about it."""

    orthography: int
    same_sense: int
    changed_sense: int
    undeclared: int
    #: Whether the same sense is the better outcome of its row.
    same_sense_is_milder: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether respondents read it, so that its translation is asked too."""
        return self.orthography == 2

    def row(self, verdict: Verdict | None) -> int:
        """Return the number of the row for a verdict, or for none."""
        rows = {
            "orthography": self.orthography,
            "same_sense": self.same_sense,
            "changed_sense": self.changed_sense,
        }
        return self.undeclared if verdict is None else rows[verdict]


STEM = TextRule(orthography=2, same_sense=3, changed_sense=4, undeclared=4)
RECALL = TextRule(orthography=2, same_sense=3, changed_sense=6, undeclared=6)
INSTRUCTION = TextRule(orthography=2, same_sense=5, changed_sense=4, undeclared=5)
LABEL = TextRule(
    orthography=2, same_sense=7, changed_sense=7, undeclared=7, same_sense_is_milder=True
)
CONSTRUCT = TextRule(orthography=1, same_sense=1, changed_sense=36, undeclared=36)
FACET = TextRule(orthography=1, same_sense=1, changed_sense=37, undeclared=37)
#: Titles stand beside what is asked and scored; no judgement is needed.
TITLE = TextRule(orthography=1, same_sense=1, changed_sense=1, undeclared=1)


def text_by(rule: TextRule) -> Classifier:
    """Return the classifier of a text in one language, the last name of its path."""

    def classify(difference: Difference, sides: Sides) -> Iterator[Change]:
        language = difference.path[-1]
        if language in sides.originals:
            yield _original(rule, difference, sides)
        elif all(sides.has_language(language)):
            yield _translated(rule, difference, sides)
        # Else the whole translation came or went, which is a change of its own.

    return classify


def _original(rule: TextRule, difference: Difference, sides: Sides) -> Change:
    path, verdict, remark = _judged(difference, sides)
    number = rule.row(verdict)
    if verdict is None and number != rule.orthography:
        remark = _UNDECLARED if number == rule.changed_sense else _SAME_TASK
    return sides.change(
        number,
        difference,
        milder=rule.same_sense_is_milder and verdict == "same_sense",
        path=path,
        remark=remark,
    )


def _translated(rule: TextRule, difference: Difference, sides: Sides) -> Change:
    path, verdict, remark = _judged(difference, sides)
    if difference.kind == "added":
        number = 30
    elif difference.kind == "removed":
        number = 42
    elif not rule.is_asked:
        number = 1
    else:
        number = 31 if verdict == "orthography" else 32
        remark = remark or _UNDECLARED
    return sides.change(
        number,
        difference,
        milder=verdict == "same_sense",
        path=path,
        line="translation",
        line_names=(difference.path[-1],),
        remark=remark,
    )


def _judged(difference: Difference, sides: Sides) -> tuple[str, Verdict | None, str]:
    """Return the path of the text, the verdict on it, and that verdict in a sentence."""
    *names, language = difference.path
    path = ".".join(names)
    judgement = sides.judgements.get((path, language))
    if judgement is None:
        return path, None, ""
    said = judgement.verdict.replace("_", " ")
    return path, judgement.verdict, f"Judged {said} by {judgement.signer}: {judgement.reason}"
