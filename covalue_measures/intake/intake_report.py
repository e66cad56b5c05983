"""What an import found, item by item."""

import pandas as pd

from covalue_measures.schema import MissingReason
from covalue_measures.schema.identifiers import Digest
from covalue_measures.schema.model import Definition


class MissingCount(Definition):
    """How many cells have no answer for one reason."""

    reason: MissingReason
    n: int


class ItemIntake(Definition):
    """The cells of one item."""

    item: str
    #: None where the import map declares the item as not asked.
    column: str | None
    n_valid: int
    #: Reasons that occur, the rejected cells not among them.
    missing: tuple[MissingCount, ...]
    n_rejected: int
    #: Where rejected cells stand and what is allowed there; no text of a cell is shown.
    rejected: tuple[str, ...]

    def n_missing(self, reason: MissingReason) -> int:
        """Return how many cells are missing for ``reason``."""
        return sum(entry.n for entry in self.missing if entry.reason is reason)


class IntakeReport(Definition):
    """What an import found; every cell of every item is valid, missing or rejected."""

    source: str
    layout: str
    instrument: str
    instrument_digest: Digest
    import_map_digest: Digest
    n_records: int
    items: tuple[ItemIntake, ...]
    #: What was done to the source, in sentences with counts.
    applied_rules: tuple[str, ...]
    #: What weakens the data without making a cell wrong.
    warnings: tuple[str, ...] = ()

    @property
    def n_rejected(self) -> int:
        """Number of rejected cells."""
        return sum(item.n_rejected for item in self.items)

    @property
    def is_clean(self) -> bool:
        """Whether no cell was rejected."""
        return self.n_rejected == 0

    def to_frame(self) -> pd.DataFrame:
        """Return a row an item: its column, valid cells, missing ones by reason, rejected ones.

        The column is an empty text where the item was not asked.
        """
        return pd.DataFrame(
            [
                {
                    "column": item.column or "",
                    "valid": item.n_valid,
                    **{str(reason): item.n_missing(reason) for reason in MissingReason},
                    "rejected": item.n_rejected,
                }
                for item in self.items
            ],
            index=pd.Index([item.item for item in self.items], name="item"),
        )
