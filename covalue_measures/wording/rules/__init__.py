"""The rules, one question to a file."""

from covalue_measures.wording.rules.conditional import conditional
from covalue_measures.wording.rules.conjunction import double_barrelled
from covalue_measures.wording.rules.drift import drift, structural_differences
from covalue_measures.wording.rules.identity import identity
from covalue_measures.wording.rules.keying import keying
from covalue_measures.wording.rules.length import length
from covalue_measures.wording.rules.near_duplicate import near_duplicates, similarity
from covalue_measures.wording.rules.negation import double_negative, negation
from covalue_measures.wording.rules.passive import missing_agent
from covalue_measures.wording.rules.presupposition import presupposition
from covalue_measures.wording.rules.question_form import stem_and_scale
from covalue_measures.wording.rules.recall import recall
from covalue_measures.wording.rules.scale_balance import scale_balance
from covalue_measures.wording.rules.two_periods import two_periods
from covalue_measures.wording.rules.unfit_words import (
    absolute,
    excluding_word,
    jargon,
    leading,
    vague_quantifier,
    vague_term,
)

__all__ = [
    "absolute",
    "conditional",
    "double_barrelled",
    "double_negative",
    "drift",
    "excluding_word",
    "identity",
    "jargon",
    "keying",
    "leading",
    "length",
    "missing_agent",
    "near_duplicates",
    "negation",
    "presupposition",
    "recall",
    "scale_balance",
    "similarity",
    "stem_and_scale",
    "structural_differences",
    "two_periods",
    "vague_quantifier",
    "vague_term",
]
