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

#: The same of a property that is none of the instrument's.
DOES_NOT_APPLY: tuple[str, str, Literal[""]] = ("\N{EN DASH}", "does not apply", "")

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

EXTRACTIONS: dict[str, str] = {
    "minres": "minimum residuals",
    "maximum_likelihood": "maximum likelihood",
    "principal_axis": "principal axes",
}

ESTIMATORS: dict[str, str] = {
    "ML": "maximum likelihood",
    "MLR": "maximum likelihood with robust standard errors and a scaled test (MLR)",
    "ULS": "unweighted least squares (ULS)",
    "ULSMV": "unweighted least squares with robust standard errors and an adjusted test (ULSMV)",
    "DWLS": "diagonally weighted least squares (DWLS)",
    "WLSM": (
        "diagonally weighted least squares with robust standard errors and a scaled test (WLSM)"
    ),
    "WLSMV": (
        "diagonally weighted least squares with robust standard errors and an adjusted test (WLSMV)"
    ),
}

#: What each level of invariance allows, by the names in use.
INVARIANCE_LEVELS: dict[str, str] = {
    "configural": (
        "the same items measure the same factors; numbers of different groups may not be compared"
    ),
    "thresholds": (
        "categories are cut at the same places; by itself this allows no comparison of factors"
    ),
    "metric": (
        "relations of the factors with other variables may be compared between groups, means may"
        " not"
    ),
    "scalar": "means of the factors may be compared between groups",
    "strict": "observed scores may be compared between groups",
}
_SAME_LEVELS = {
    "loadings": "metric",
    "weak": "metric",
    "intercepts": "scalar",
    "strong": "scalar",
    "residuals": "strict",
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


def extraction_title(extraction: str) -> str:
    """Return an extraction in words."""
    return EXTRACTIONS.get(extraction, extraction.replace("_", " "))


def estimator_title(estimator: str) -> str:
    """Return an estimator in words, with its usual abbreviation."""
    return ESTIMATORS.get(estimator, estimator)


def invariance_meaning(level: str) -> str:
    """Return what a level of invariance allows; empty for an unknown one."""
    return INVARIANCE_LEVELS.get(_SAME_LEVELS.get(level, level), "")


def factor_title(factor: str) -> str:
    """Return a factor's name without a title of its own: ``factor_1`` is ``Factor 1``."""
    return sentence_case(factor.replace("_", " "))


def sentence_case(text: str) -> str:
    """Return ``text`` with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def unit_title(unit: str) -> str:
    """Return what readers call the unit of amounts: a price basis is read as it stands."""
    if " " in unit:
        currency, year = unit.split(" ", maxsplit=1)
        return f"{currency} ({year} prices)"
    return {"count": "times"}.get(unit, unit)
