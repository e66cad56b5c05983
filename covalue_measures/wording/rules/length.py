"""L09: more than can be held in mind."""

from covalue_measures.wording.raised import Raised
from covalue_measures.wording.sentence import Sentence

_MOST_WORDS = 20


def length(sentences: tuple[Sentence, ...]) -> Raised | None:
    """Find texts of more than 20 words or more than one sentence."""
    n_words = sum(len(sentence.words) for sentence in sentences)
    if n_words <= _MOST_WORDS and len(sentences) <= 1:
        return None
    found = f"{n_words} words" if len(sentences) <= 1 else f"{len(sentences)} sentences"
    return Raised(
        "L09",
        "warning",
        f"Has {n_words} words in {_counted(len(sentences))};"
        f" one sentence of at most {_MOST_WORDS} words is easier to answer.",
        (found,),
    )


def _counted(n_sentences: int) -> str:
    return "1 sentence" if n_sentences == 1 else f"{n_sentences} sentences"
