"""A table of one number a pair of items."""

from collections.abc import Sequence

from covalue_measures.report.context import Cell, Column, Table
from covalue_measures.report.number_text import correlation_text


def item_matrix(
    caption: str, item_ids: Sequence[str], matrix: Sequence[Sequence[float | None]]
) -> Table:
    """Return correlations with items on both sides."""
    return Table(
        caption=caption,
        columns=(
            Column(label="Item"),
            *(Column(label=item_id, is_number=True) for item_id in item_ids),
        ),
        rows=tuple(
            (
                Cell(text=item_id, is_code=True),
                *(Cell(text=correlation_text(value)) for value in values),
            )
            for item_id, values in zip(item_ids, matrix, strict=True)
        ),
        is_matrix=True,
    )
