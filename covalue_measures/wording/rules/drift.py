"""L18: what one language version says and the other does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from covalue_measures.schema import ItemBank
from covalue_measures.schema.item import Item
from covalue_measures.wording.answers import active_items
from covalue_measures.wording.finding import Finding
from covalue_measures.wording.knowledge import LanguageKnowledge, knowledge_of
from covalue_measures.wording.rules.negation import negations
from covalue_measures.wording.sentence import Sentence, read_sentences
from covalue_measures.wording.time_frame import time_frames


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a translation has to keep, whatever its words."""

    #: Words that deny, without those that may change sides with the wording.
    negations: tuple[str, ...]
    numbers: frozenset[int]
    periods: frozenset[str]
    agents: frozenset[str]
    persons: frozenset[str]


def drift(bank: ItemBank, language: str) -> Iterator[Finding]:
    """Yield items whose stem or recall in ``language`` differs in structure from the base text."""
    for item in active_items(bank):
        base, other = item.stem.get(bank.language), item.stem.get(language)
        if base is None or other is None:
            continue
        differences = structural_differences(
            _with_recall(item, bank.language, base),
            bank.language,
            _with_recall(item, language, other),
            language,
        )
        if differences:
            yield Finding(
                rule="L18",
                level="warning",
                path=f"items.{item.id}.stem",
                item_id=item.id,
                language=language,
                message=f"Differs from the text in '{bank.language}': {'; '.join(differences)}.",
                found=differences,
            )


def structural_differences(
    base: str, base_language: str, other: str, other_language: str
) -> tuple[str, ...]:
    """Return in which of negation, numbers, periods, agents and persons two texts differ."""
    one, two = _skeleton(base, base_language), _skeleton(other, other_language)
    differences = []
    if bool(one.negations) != bool(two.negations):
        language = base_language if one.negations else other_language
        word = (one.negations or two.negations)[0]
        differences.append(f"only '{language}' has a negation, \"{word}\"")
    for name, ours, theirs in (
        ("numbers", one.numbers, two.numbers),
        ("periods", one.periods, two.periods),
        ("agents", one.agents, two.agents),
    ):
        if ours != theirs:
            differences.append(
                f"{name} are {_listed(ours)} in '{base_language}' and {_listed(theirs)} in"
                f" '{other_language}'"
            )
    if one.persons and two.persons and not one.persons & two.persons:
        differences.append(
            f"the {_listed(one.persons)} person in '{base_language}' is the"
            f" {_listed(two.persons)} in '{other_language}'"
        )
    return tuple(differences)


def _with_recall(item: Item, language: str, stem: str) -> str:
    recall = item.recall.get(language) if item.recall else None
    return f"{recall}: {stem}" if recall else stem


def _listed(values: frozenset[int] | frozenset[str]) -> str:
    return ", ".join(sorted(map(str, values))) or "none"


def _skeleton(text: str, language: str) -> Skeleton:
    knowledge = knowledge_of(language)
    sentences = read_sentences(text, knowledge)
    frames = [frame for sentence in sentences for frame in time_frames(sentence, knowledge)]
    return Skeleton(
        negations=tuple(
            word
            for sentence in sentences
            for word in negations(sentence, knowledge)
            if word not in knowledge.words.weak_negations
        ),
        numbers=frozenset(
            number for sentence in sentences for number in _numbers(sentence, knowledge)
        ),
        periods=frozenset(frame.meaning for frame in frames if frame.meaning[0].isdigit()),
        agents=_concepts(sentences, knowledge, "agents"),
        persons=_concepts(sentences, knowledge, "persons"),
    )


def _numbers(sentence: Sentence, knowledge: LanguageKnowledge) -> Iterator[int]:
    """Yield numbers outside periods, but for one, which is an article in many languages."""
    in_periods = {at for frame in time_frames(sentence, knowledge) for at in range(*frame.span)}
    for at, token in enumerate(sentence.tokens):
        number = knowledge.number(token)
        if number is not None and number != 1 and at not in in_periods:
            yield number


def _concepts(
    sentences: tuple[Sentence, ...], knowledge: LanguageKnowledge, kind: str
) -> frozenset[str]:
    concepts = knowledge.agents if kind == "agents" else knowledge.persons
    return frozenset(
        name
        for name, phrases in concepts.items()
        if any(phrases.spans(sentence.tokens) for sentence in sentences)
    )
