"""L19: stems that say the same as another text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from covalue_measures.schema import ItemBank
from covalue_measures.schema.item import Item
from covalue_measures.wording.answers import active_items, scale_kind
from covalue_measures.wording.finding import Finding, Level
from covalue_measures.wording.knowledge import LanguageKnowledge, knowledge_of
from covalue_measures.wording.sentence import Sentence, read_sentences
from covalue_measures.wording.time_frame import time_frames

#: From this similarity on, two texts count as the same.
NEAR = 0.85
#: A text as part of a longer one counts from this many words on.
_FEWEST_SHARED = 5
#: ... if the longer one has at most this many times the words.
_MOST_TIMES_LONGER = 1.7


@dataclass(frozen=True, slots=True)
class WordSets:
    """The different words of a text without its periods: all, and those that carry it."""

    all: frozenset[str]
    content: frozenset[str]

    def contrasts(self, other: "WordSets") -> bool:
        """Whether each of the two has a word that carries it, and that the other lacks."""
        return bool(self.content - other.content and other.content - self.content)


def similarity(first: str, second: str, language: str) -> float:
    """Return the Dice coefficient of the word sets of two texts, from 0 to 1.

    Order, repetition, inflection and periods such as "in the past 3 months" make no difference.
    A text of five different words or more that stands whole in one at most 1.7 times as long
    counts as 1, since adding a clause to an item does not make it new; a shorter one does not,
    since "I felt safe" stands in many items.
    """
    knowledge = knowledge_of(language)
    return _similarity(_word_sets(first, knowledge).all, _word_sets(second, knowledge).all)


def near_duplicates(
    bank: ItemBank,
    language: str,
    comparators: Sequence[str],
    other_banks: Sequence[ItemBank],
) -> Iterator[Finding]:
    """Yield items that repeat a comparator, or another item in this bank or another one.

    Inside the project two items must also share the words that carry them, since items of one
    bank share their frame; items of different roles with one ``pair_id`` mirror each other, and
    questions for amounts go through kinds of them: paid work, unpaid work.
    """
    knowledge = knowledge_of(language)
    lists_kinds = {item.id for item in bank.items if scale_kind(bank, item) == "quantity"}
    items = [
        (item, _word_sets(text, knowledge))
        for item in active_items(bank)
        if (text := item.stem.get(language))
    ]
    foreign = [(text, _word_sets(text, knowledge).all) for text in comparators]
    others = [
        (f"'{other.id}/{item.id}'", item, _word_sets(text, knowledge))
        for other in other_banks
        if other.id != bank.id
        for item in active_items(other)
        if (text := item.stem.get(language))
    ]
    for position, (item, words) in enumerate(items):
        for text, their_words in foreign:
            if (value := _similarity(words.all, their_words)) >= NEAR:
                yield _finding(item, language, "error", value, f'the text "{text}"', text)
        siblings = [(f"'{other.id}'", other, sets) for other, sets in items[:position]]
        for name, other, sets in (*siblings, *others):
            value = min(_similarity(words.all, sets.all), _similarity(words.content, sets.content))
            if item.id in lists_kinds and words.contrasts(sets):
                continue
            if value >= NEAR and not _mirrors(item, other):
                yield _finding(item, language, "warning", value, f"item {name}", name)


def _mirrors(item: Item, other: Item) -> bool:
    return item.pair_id is not None and item.pair_id == other.pair_id and item.role != other.role


def _similarity(first: frozenset[str], second: frozenset[str]) -> float:
    shorter, longer = sorted((first, second), key=len)
    if not shorter:
        return 0.0
    is_part = shorter <= longer and len(longer) <= _MOST_TIMES_LONGER * len(shorter)
    if is_part and len(shorter) >= _FEWEST_SHARED:
        return 1.0
    return 2 * len(shorter & longer) / (len(shorter) + len(longer))


def _word_sets(text: str, knowledge: LanguageKnowledge) -> WordSets:
    words: set[str] = set()
    for sentence in read_sentences(text, knowledge):
        words.update(_without_periods(sentence, knowledge))
    content = {word for word in words if word not in knowledge.words.function_words}
    return WordSets(
        all=frozenset(_base(word, knowledge) for word in words),
        content=frozenset(_base(word, knowledge) for word in content),
    )


def _without_periods(sentence: Sentence, knowledge: LanguageKnowledge) -> Iterator[str]:
    tokens, function_words = sentence.tokens, knowledge.words.function_words
    in_periods: set[int] = set()
    for frame in time_frames(sentence, knowledge):
        start, stop = frame.span
        while start and tokens[start - 1] in function_words:
            start -= 1
        in_periods.update(range(start, stop))
    for at, token in enumerate(tokens):
        if at not in in_periods and token[0].isalnum():
            yield token


def _base(word: str, knowledge: LanguageKnowledge) -> str:
    """Return ``word`` without its longest known ending; four letters always stay."""
    for ending in knowledge.words.word_endings:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _finding(
    item: Item, language: str, level: Level, value: float, what: str, found: str
) -> Finding:
    return Finding(
        rule="L19",
        level=level,
        path=f"items.{item.id}.stem",
        item_id=item.id,
        language=language,
        message=f"Says nearly the same as {what} (similarity {value:.2f}).",
        found=(found,),
    )
