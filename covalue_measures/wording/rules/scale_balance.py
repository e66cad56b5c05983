"""L16: response scales that lean to one side, or whose steps cannot be told apart."""

from collections.abc import Iterator

from covalue_measures.schema import ItemBank
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.response_scale import ResponseScale
from covalue_measures.wording.finding import Finding
from covalue_measures.wording.knowledge import LanguageKnowledge, knowledge_of
from covalue_measures.wording.sentence import read_sentences

_FEWEST_OPTIONS = 4
_MOST_OPTIONS = 7


def scale_balance(bank: ItemBank, language: str) -> Iterator[Finding]:
    """Yield ordered response scales with too few or many options, unequal poles or bare labels.

    Yes and no are two by nature; options without order have no poles.
    """
    for scale in bank.response_scales:
        if not scale.ordered or scale.kind == "yes_no":
            continue
        labels = [option.label.get(language) or "" for option in scale.options]
        for message, found in (
            _count(scale),
            _bare_labels(labels),
            _twice(labels),
            _poles(labels, knowledge_of(language)),
        ):
            if message:
                yield Finding(
                    rule="L16",
                    level="warning",
                    path=f"response_scales.{scale.id}",
                    item_id=None,
                    language=language,
                    message=message,
                    found=found,
                )


def _count(scale: ResponseScale) -> tuple[str, tuple[str, ...]]:
    n_options = len(scale.options)
    if _FEWEST_OPTIONS <= n_options <= _MOST_OPTIONS:
        return "", ()
    return f"Has {n_options} options; {_FEWEST_OPTIONS} to {_MOST_OPTIONS} can be told apart.", ()


def _bare_labels(labels: list[str]) -> tuple[str, tuple[str, ...]]:
    bare = tuple(label for label in labels if not any(letter.isalpha() for letter in label))
    if not bare:
        return "", ()
    shown = ", ".join(f'"{label}"' for label in bare)
    return f"Has options without words: {shown}.", bare


def _twice(labels: list[str]) -> tuple[str, tuple[str, ...]]:
    found = repeated(label.casefold() for label in labels)
    return (f'Has two options labelled "{found[0]}".', (found[0],)) if found else ("", ())


def _poles(labels: list[str], knowledge: LanguageKnowledge) -> tuple[str, tuple[str, ...]]:
    """Compare the sides: a label with a word of the negative pole counts there only."""
    words = knowledge.words
    negative, positive = [], []
    for label in labels:
        tokens = [
            token for sentence in read_sentences(label, knowledge) for token in sentence.tokens
        ]
        if words.negative_poles.spans(tokens):
            negative.append(label)
        elif words.positive_poles.spans(tokens):
            positive.append(label)
    if not negative or not positive or len(negative) == len(positive):
        return "", ()
    message = f"Has {len(negative)} negative and {len(positive)} positive options."
    return message, (*negative, *positive)
