"""L17: the direction of the items, taken together."""

from collections.abc import Iterator

from covalue_measures.schema import ItemBank
from covalue_measures.wording.answers import active_items
from covalue_measures.wording.finding import Finding, Level

#: At most one item in five, since turned items make a factor of their own.
_ONE_IN = 5


def keying(bank: ItemBank) -> Iterator[Finding]:
    """Yield what stands out in the keying of the bank; that each item has one, the schema says.

    More than one negatively keyed item in five is a warning. Facets with both directions are
    noted, and so is a bank of several items that has one direction only.
    """
    items = active_items(bank)
    reversed_ids = tuple(item.id for item in items if item.is_reversed)
    if len(reversed_ids) * _ONE_IN > len(items):
        yield _finding(
            "warning",
            f"{len(reversed_ids)} of {len(items)} items are negatively keyed; more than one in"
            f" {_ONE_IN} tends to make a factor of its own.",
            reversed_ids,
        )
    if not any(s.measurement_model == "reflective" for s in bank.subscales):
        return
    mixed = tuple(
        facet.id
        for facet in bank.facets
        if len({item.keying for item in items if item.facet == facet.id}) > 1
    )
    if mixed:
        yield _finding(
            "information", f"Facets with items of both directions: {', '.join(mixed)}.", mixed
        )
    elif not reversed_ids or len(reversed_ids) == len(items):
        yield _finding(
            "information",
            "All items are keyed in one direction, so that agreeing with everything goes unseen.",
            (),
        )


def _finding(level: Level, message: str, found: tuple[str, ...]) -> Finding:
    return Finding(
        rule="L17",
        level=level,
        path="bank",
        item_id=None,
        language=None,
        message=message,
        found=found,
    )
