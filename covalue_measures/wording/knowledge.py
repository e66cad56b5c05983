"""What the linter knows of a language: words, read from data."""

import tomllib
from functools import cache
from importlib import resources
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from covalue_measures.exceptions import InstrumentError
from covalue_measures.wording.phrases import PhraseList


def _as_phrases(value: Any) -> Any:
    return PhraseList(value) if isinstance(value, list) else value


_Phrases = Annotated[PhraseList, BeforeValidator(_as_phrases)]
_Endings = Annotated[tuple[str, ...], BeforeValidator(tuple)]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class WordLists(_Words):
    """Lists of one language; the data files say what each is for."""

    request_openers: _Phrases
    question_words: _Phrases
    # L01
    conjunctions: _Phrases
    fixed_pairs: _Phrases
    example_openers: _Phrases
    between: _Phrases
    joint_conjunctions: _Phrases
    together_words: _Phrases
    skipped_adverbs: _Phrases
    subordinators: _Phrases
    subject_pronouns: _Phrases
    own_pronouns: _Phrases
    determiners: _Phrases
    finite_verbs: _Phrases
    present_verbs: _Phrases
    nonfinite_markers: _Phrases
    past_auxiliaries: _Phrases
    past_endings: _Endings
    attributive_endings: _Endings
    past_forms: _Phrases
    not_past: _Phrases
    participle_verbs: _Phrases
    # L02, L03
    negations: _Phrases
    negation_endings: _Endings
    negation_exceptions: _Phrases
    paired_negations: _Phrases
    weak_negations: _Phrases
    # L04 to L08
    absolutes: _Phrases
    absolute_exceptions: _Phrases
    vague_quantifiers: _Phrases
    quantifier_exceptions: _Phrases
    vague_terms: _Phrases
    vague_exceptions: _Phrases
    leading_words: _Phrases
    leading_exceptions: _Phrases
    reported_leading: _Phrases
    jargon: _Phrases
    clinical_terms: _Phrases
    # L12, L13
    conditional_words: _Phrases
    conditional_exceptions: _Phrases
    inverted_conditions: _Phrases
    could_have: _Phrases
    conditional_if: _Phrases
    whether_verbs: _Phrases
    ambiguous_if: _Phrases
    plain_subjects: _Phrases
    supines: _Phrases
    supine_endings: _Endings
    presupposed: _Phrases
    presupposing_when: _Phrases
    reporting_verbs: _Phrases
    # L10, L14
    comparisons: _Phrases
    time_words: _Phrases
    time_comparisons: _Phrases
    second_time_frames: _Phrases
    time_exceptions: _Phrases
    frame_openers: _Phrases
    frame_phrases: _Phrases
    present_phrases: _Phrases
    # L15
    adjectival_participles: _Phrases
    passive_verbs: _Phrases
    participle_endings: _Endings = ()
    participles: _Phrases = PhraseList(())
    passive_endings: _Endings = ()
    s_passives: _Phrases = PhraseList(())
    not_passive: _Phrases = PhraseList(())
    agent_markers: _Phrases
    agent_exceptions: _Phrases
    # L21
    gendered: _Phrases
    patient_words: _Phrases
    patient_exceptions: _Phrases
    # L16
    negative_poles: _Phrases
    positive_poles: _Phrases
    # L19
    function_words: _Phrases
    word_endings: _Endings


class LanguageKnowledge(_Words):
    """Everything that the rules ask of a language."""

    abbreviations: _Phrases
    #: Value of a number word.
    numbers: dict[str, int]
    #: Unit of time by its forms, such as ``month``.
    units: dict[str, _Phrases]
    #: Who acts in care, by concept; every language has the same concepts.
    agents: dict[str, _Phrases]
    #: Pronouns of the ``first`` and the ``second`` person.
    persons: dict[str, _Phrases]
    #: How a question starts that a kind of response scale answers.
    question_openers: dict[str, _Phrases]
    #: Syllables of words whose spelling misleads; only where syllables are counted.
    syllables: dict[str, int] = {}
    words: WordLists

    def number(self, token: str) -> int | None:
        """Return the number that ``token`` is, in digits or as a word."""
        return int(token) if token.isdecimal() else self.numbers.get(token)

    def unit(self, token: str) -> str | None:
        """Return the unit of time that ``token`` is a form of."""
        return next((unit for unit, forms in self.units.items() if token in forms), None)


def known_languages() -> tuple[str, ...]:
    """Return the languages that the linter knows."""
    folder = resources.files("covalue_measures.wording") / "words"
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )


def knows_language(language: str) -> bool:
    """Whether the linter knows ``language``; a region such as in ``sv-SE`` makes no difference."""
    return language.partition("-")[0] in known_languages()


def knowledge_of(language: str) -> LanguageKnowledge:
    """Return what the linter knows of ``language``.

    Raises
    ------
    InstrumentError
        If it knows nothing of it.
    """
    if not knows_language(language):
        raise InstrumentError(
            f"The linter does not know the language '{language}'; it knows"
            f" {list(known_languages())}."
        )
    return _load(language.partition("-")[0])


@cache
def _load(language: str) -> LanguageKnowledge:
    path = resources.files("covalue_measures.wording") / "words" / f"{language}.toml"
    return LanguageKnowledge.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
