"""L10: the period asked about, in exactly one place."""

from collections.abc import Iterator

from covalue_measures.schema import ItemBank
from covalue_measures.schema.item import Item
from covalue_measures.wording.answers import active_items, scale_kind
from covalue_measures.wording.context import ScaleKind
from covalue_measures.wording.finding import Finding
from covalue_measures.wording.knowledge import knowledge_of
from covalue_measures.wording.sentence import read_sentences
from covalue_measures.wording.time_frame import time_frames

#: What is counted or graded over time; "how often" without a period has no answer.
_NEEDS_PERIOD: frozenset[ScaleKind] = frozenset({"frequency", "difficulty", "quantity"})


def recall(bank: ItemBank, language: str) -> Iterator[Finding]:
    """Yield items whose period is missing, or stands in more than one place.

    Confidence is asked about now: a period contradicts it. Agreement and yes or no may have one.
    """
    in_instruction = _periods(
        bank.instruction.get(language) if bank.instruction else None, language
    )
    repeated: list[str] = []
    for item in active_items(bank):
        kind = scale_kind(bank, item)
        places = _places(item, language)
        if kind == "confidence" and (places or in_instruction):
            place = places[0] if places else f'the instruction ("{in_instruction[0]}")'
            yield _finding(
                item, language, f"Confidence is asked about now, but {place} names a period."
            )
        elif kind in _NEEDS_PERIOD and not places and not in_instruction:
            yield _finding(
                item,
                language,
                "Names no period: neither its recall, nor its stem, nor the instruction does.",
            )
        elif len(places) > 1:
            yield _finding(
                item, language, f"Names its period twice: in {places[0]} and in {places[1]}."
            )
        elif places and in_instruction:
            repeated.append(item.id)
    if repeated:
        yield Finding(
            rule="L10",
            level="error",
            path="instruction",
            item_id=None,
            language=language,
            message=(
                f'The instruction names a period, "{in_instruction[0]}", and so do'
                f" {len(repeated)} of the items, from '{repeated[0]}' on."
            ),
            found=in_instruction,
        )


def _places(item: Item, language: str) -> tuple[str, ...]:
    places = []
    if item.recall:
        places.append(f'its recall ("{item.recall.get(language) or "not translated"}")')
    if periods := _periods(item.stem.get(language), language):
        places.append(f'its stem ("{periods[0]}")')
    return tuple(places)


def _periods(text: str | None, language: str) -> tuple[str, ...]:
    knowledge = knowledge_of(language)
    return tuple(
        sentence.shown(*frame.span)
        for sentence in read_sentences(text or "", knowledge)
        for frame in time_frames(sentence, knowledge)
        if not frame.is_present
    )


def _finding(item: Item, language: str, message: str) -> Finding:
    return Finding(
        rule="L10",
        level="error",
        path=f"items.{item.id}.recall" if item.recall else f"items.{item.id}.stem",
        item_id=item.id,
        language=language,
        message=message,
    )
