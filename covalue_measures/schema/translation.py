"""How a language version was made, and from which texts."""

import hashlib
from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

from covalue_measures.schema.identifiers import CleanText, Language
from covalue_measures.schema.model import Definition
from covalue_measures.schema.version import Version

#: The first 12 hexadecimal digits of the SHA-256 of a source text.
SourceDigest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]


def source_digest(text: str) -> str:
    """Return the digest by which a translation remembers the text it was made from."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


class TranslatedText(Definition):
    """Which text was translated, and what it said then."""

    #: Dotted path of the text in the bank, such as ``items.comsu01.stem``.
    path: CleanText
    source: SourceDigest


class Translation(Definition):
    """State of one language version; the texts themselves stand beside the originals."""

    language: Language
    version: Version
    #: ``draft``: not reviewed; ``reviewed``: forward, back and reconciled;
    #: ``linguistically_validated``: debriefed with respondents; ``equivalence_tested``:
    #: invariance or differential item functioning studied.
    state: Literal["draft", "reviewed", "linguistically_validated", "equivalence_tested"]
    method: CleanText
    texts: tuple[TranslatedText, ...]
