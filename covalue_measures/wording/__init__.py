"""The wording of items: a linter for English and Swedish, and readability of forms."""

from covalue_measures.wording.context import ScaleKind, SentenceContext
from covalue_measures.wording.finding import Finding, Level
from covalue_measures.wording.knowledge import known_languages
from covalue_measures.wording.lint_bank import lint_bank
from covalue_measures.wording.lint_report import LintReport
from covalue_measures.wording.lint_sentence import lint_sentence
from covalue_measures.wording.readability import (
    FormReadability,
    flesch_kincaid_grade,
    lix,
    readability_of_form,
)
from covalue_measures.wording.rule_titles import RULE_TITLES
from covalue_measures.wording.rules import similarity, structural_differences
from covalue_measures.wording.syllables import count_syllables
from covalue_measures.wording.waivers import UnusedWaiver

__all__ = [
    "RULE_TITLES",
    "Finding",
    "FormReadability",
    "Level",
    "LintReport",
    "ScaleKind",
    "SentenceContext",
    "UnusedWaiver",
    "count_syllables",
    "flesch_kincaid_grade",
    "known_languages",
    "lint_bank",
    "lint_sentence",
    "lix",
    "readability_of_form",
    "similarity",
    "structural_differences",
]
