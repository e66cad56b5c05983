"""What a rule says about one sentence, before the place is known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.finding import Level
from covalue_measures.wording.knowledge import LanguageKnowledge
from covalue_measures.wording.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Raised:
    """One rule that speaks up."""

    rule: str
    level: Level
    message: str
    found: tuple[str, ...] = ()


#: A rule that needs one sentence only.
SentenceRule: TypeAlias = Callable[[Sentence, LanguageKnowledge, SentenceContext], Raised | None]


def quoted(words: Iterable[str]) -> str:
    """Return the words in quotes, each once."""
    return ", ".join(f'"{word}"' for word in dict.fromkeys(words))
