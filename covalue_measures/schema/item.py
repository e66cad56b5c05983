"""One question or statement of an instrument."""

from typing import ClassVar, Literal

from pydantic import Field

from covalue_measures.schema.domain import Role
from covalue_measures.schema.identifiers import Identifier, ItemId
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import GrownDefinition
from covalue_measures.schema.provenance import Provenance
from covalue_measures.schema.waiver import Waiver


class Item(GrownDefinition):
    """A question or statement, and what is needed to read its answers."""

    later_fields: ClassVar[frozenset[str]] = frozenset({"pair_id", "waivers"})

    #: Never reused: a changed meaning is a new item.
    id: ItemId
    #: Counts the wordings that this item has had.
    revision: int = Field(default=1, ge=1)
    #: The same in the items of other roles that ask about the same event from their side.
    pair_id: Identifier | None = None
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
    #: Findings of the wording rules that are kept, each with its reason.
    waivers: tuple[Waiver, ...] = ()

    @property
    def is_reversed(self) -> bool:
        """Whether answers are mirrored before they are scored."""
        return self.keying == "negative"
