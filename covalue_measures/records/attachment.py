"""A document that belongs to a record and stays where it is."""

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, StringConstraints

from covalue_measures.schema.identifiers import CleanText, Digest
from covalue_measures.schema.model import Definition

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def _require_reference(location: str) -> str:
    if location.startswith("https://"):
        return location
    if _SCHEME.match(location):
        raise ValueError(
            f"{location[:40]!r} is no place to point at; give an address that begins with"
            " https://, or the name of a file beside the record"
        )
    parts = location.split("/")
    if "\\" in location or "" in parts or ".." in parts:
        raise ValueError(
            f"{location!r} leads out of the folder of the record, or is no file name with '/'"
            " between folders"
        )
    return location


#: An address that begins with ``https://``, or the name of a file beside the record.
Location: TypeAlias = Annotated[CleanText, AfterValidator(_require_reference)]
#: Such as ``application/pdf``.
MediaType: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9][a-z0-9.+-]{0,126}$")
]


class Attachment(Definition):
    """What a document is called and where it lies; its content is never part of the record."""

    title: CleanText
    location: Location
    media_type: MediaType
    #: Of the document's bytes, to tell later whether it is still the same.
    sha256: Digest | None = None
