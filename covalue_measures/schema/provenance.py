"""Where a definition comes from."""

from typing import Literal

from covalue_measures.schema.identifiers import CleanText
from covalue_measures.schema.model import Definition


class Provenance(Definition):
    """Where a bank or an item comes from, and which themes it stands on."""

    #: ``deductive``: from literature; ``elicited``: from people's own words; ``adopted``: an
    #: existing text taken over under its licence.
    kind: Literal["deductive", "elicited", "adopted"]
    #: Themes of the study behind the item, such as ``CV2-T-COM``.
    theme_ids: tuple[CleanText, ...] = ()
    #: Citation, with a DOI where there is one.
    source: CleanText | None = None
    note: CleanText | None = None
