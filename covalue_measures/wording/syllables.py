"""Syllables of English words."""

import re

from covalue_measures.wording.knowledge import knowledge_of

_VOWELS = re.compile(r"[aeiouy]+")
# A vowel, and after consonants an "e" that is written and not spoken: at the end (care), before a
# plural (makes, not choices), before a past ending (asked, not wanted), inside compounds (careful).
_SILENT = re.compile(
    r"[aeiouy][^aeiouy]+e(?=$)"
    r"|[aeiouy][^aeiouy]*[^aeiouyscgxz](?<![cs]h)e(?=s$)"
    r"|[aeiouy][^aeiouy]*[^aeiouytd]e(?=d$)"
    r"|[aeiouy][^aeiouy]{1,2}e(?=(?:ful|fully|less|ly|ment|ness|ty|times?|thing|what|where|how|one"
    r"|body|fore)(?:s|ed)?$)"
)
# The "e" of table and handled is spoken.
_SPOKEN_LE = re.compile(r"[^aeiouyl]le[sd]?$")
# Vowels that stand together and are spoken apart.
_APART = re.compile(
    r"(?<![ctgs])ia(?!r?ge)|(?<=[ctgs])iat(?=[ei])|(?<![tscgx])io(?!u?s?$)|(?<![ctgx])iou|iu"
    r"|(?<![qg])ua|(?<![qg])ue(?=n)|uou|eu(?=m)|[eouy]ing|ier$|iest$|iet|(?<![tc])(?<!fr)ien"
    r"|crea|idea|area|real|thea|ideo|neo|coo(?=[rp])|oy(?=e)|sms?$|thms?$"
)


def count_syllables(word: str) -> int:
    """Return the number of syllables of an English word, guessed from its spelling.

    Words that break the rules stand in a list. Each digit of a number counts one.
    """
    plain = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip("'-.")
    if plain.isdecimal():
        return len(plain)
    return sum(_of_part(part) for part in re.split(r"[^a-z']+", plain) if part.strip("'")) or 1


def _of_part(part: str) -> int:
    known = knowledge_of("en").syllables
    if part in known:
        return known[part]
    contracted = part.endswith("n't") and part[:-3][-1:] in set("dskt")
    letters = part.removesuffix("n't").partition("'")[0] or part.replace("'", "")
    if letters in known:
        return known[letters] + contracted
    spoken = letters if _SPOKEN_LE.search(letters) else _SILENT.sub(_without_e, letters)
    n_groups = len(_VOWELS.findall(spoken)) + len(_APART.findall(letters))
    return max(n_groups, 1) + contracted


def _without_e(match: re.Match[str]) -> str:
    return match.group()[:-1]
