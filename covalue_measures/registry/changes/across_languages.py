"""What stands between answers that were given in two languages."""

from collections.abc import Iterator, Sequence

from covalue_measures.registry.changes.language_equivalence import LanguageEquivalence
from covalue_measures.registry.changes.opinion import Opinion
from covalue_measures.registry.changes.rule import Code
from covalue_measures.schema.instrument import Instrument


def across_languages(
    sides: tuple[Instrument, Instrument],
    languages: tuple[str, str],
    evidence: Sequence[LanguageEquivalence],
) -> Iterator[Opinion]:
    """Yield what speaks for and against pooling two languages.

    A study of these documents decides. Without one, a translation is linkable only until its
    state says that equivalence was tested, and its texts are those of its source.
    """
    studies = [
        study
        for study in evidence
        if set(study.languages) == set(languages)
        and all(side.digest == study.bank_digest for side in sides)
    ]
    for study in studies:
        code: Code = "B" if study.level == "scalar" else "C"
        yield Opinion(
            raw=code,
            scores=code,
            reason=f"Invariance of '{languages[0]}' and '{languages[1]}': {study.level}"
            f" ({study.source}).",
        )
    if not studies:
        for side, language in zip(sides, languages, strict=True):
            if language != side.bank.language:
                yield _translation(side, language)


def _translation(side: Instrument, language: str) -> Opinion:
    bank = side.bank
    state = next(entry.state for entry in bank.translations if entry.language == language)
    stale = [path for path in bank.stale_texts(language) if path.split(".")[-1] != "title"]
    if state != "equivalence_tested":
        said = f"is {state.replace('_', ' ')}: equivalence was not tested (rule 30)"
    elif stale:
        said = f"does not follow its source at {stale[0]} (rule 33)"
    else:
        return Opinion(
            raw="B",
            scores="B",
            reason=f"The translation '{language}' of '{side.reference}' was tested for"
            " equivalence: report the language of each answer.",
        )
    return Opinion(
        raw="C", scores="C", reason=f"The translation '{language}' of '{side.reference}' {said}."
    )
