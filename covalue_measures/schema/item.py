"""One question or statement of an instrument."""

from typing import Literal

from pydantic import Field

from covalue_measures.schema.domain import Role
from covalue_measures.schema.identifiers import Identifier, ItemId
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import Definition
from covalue_measures.schema.provenance import Provenance


class Item(Definition):
    """A question or statement, and what is needed to read its answers."""

    #: Never reused: a changed meaning is a new item.
    id: ItemId
    #: Counts the wordings that this item has had.
    revision: int = Field(default=1, ge=1)
    stem: LocalizedText
    facet: Identifier
    role: Role
    response_scale: Identifier
    #: ``negative``: a higher answer means less of the construct.
    keying: Literal["positive", "negative"]
    #: The period asked about; None where the stem or the construct has none.
    recall: LocalizedText | None = None
    provenance: Provenance
    status: Literal["active", "retired"] = "active"

    @property
    def is_reversed(self) -> bool:
        """Whether answers are mirrored before they are scored."""
        return self.keying == "negative"
