"""Words for the codes that an evidence record holds."""

from typing import Literal, TypeAlias

from covalue_measures.schema.missing_reason import MissingReason

Tone: TypeAlias = Literal["good", "fair", "poor"]

#: Sign, word and tone of each rating.
RATINGS: dict[str, tuple[str, str, Tone]] = {
    "+": ("+", "sufficient", "good"),
    "?": ("?", "indeterminate", "fair"),
    "-": ("\N{MINUS SIGN}", "insufficient", "poor"),
}

ADEQUACY_TONES: dict[str, Tone] = {
    "very good": "good",
    "adequate": "good",
    "doubtful": "fair",
    "inadequate": "poor",
}

MISSING_REASONS: dict[MissingReason, str] = {
    MissingReason.NOT_APPLICABLE: "does not apply",
    MissingReason.DONT_KNOW: "does not know",
    MissingReason.DECLINED: "chose not to say",
    MissingReason.SKIPPED: "left empty",
    MissingReason.NOT_ASKED: "not asked",
    MissingReason.TECHNICAL: "lost for technical reasons",
}

STRUCTURES: dict[str, str] = {
    "one_factor": "one factor",
    "correlated_factors": "correlated factors",
    "second_order": "correlated factors under one general factor",
    "bifactor": "a general factor beside uncorrelated ones",
}

_RULE_SETS = {"cosmin_2018": "COSMIN 2018"}


def rule_set_title(rule_set: str) -> str:
    """Return the name by which readers know a rule set."""
    return _RULE_SETS.get(rule_set, rule_set.replace("_", " "))


def correlations_title(method: str) -> str:
    """Return a kind of correlation as sentences write it: ``Pearson correlations``."""
    return f"{'Pearson' if method == 'pearson' else method} correlations"


def structure_title(structure: str) -> str:
    """Return a claimed structure in words."""
    return STRUCTURES.get(structure, structure.replace("_", " "))


def sentence_case(text: str) -> str:
    """Return ``text`` with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]
