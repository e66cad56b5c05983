"""Which changes of a bank are about an item's answers, and which reach an instrument."""

from covalue_measures.registry.changes.change import Change
from covalue_measures.schema.instrument import Instrument
from covalue_measures.schema.item import Item

_SCALES = ("response_scales", "quantity_scales")
_SCORES = ("subscales", "scoring_rules", "structure")


def is_about_item(change: Change, item: Item, form_id: str | None) -> bool:
    """Return whether ``change`` is about the answers to an item, given in a form or the bank.

    A change of the whole instrument, such as its instruction, is about every item; a change of a
    score or facet is about none.
    """
    kind, *rest = change.segments
    if kind == "items":
        return rest[0] == item.id if rest else form_id is None
    if kind in _SCALES:
        return not rest or rest[0] == item.response_scale
    if kind == "forms":
        return bool(rest) and rest[0] == form_id
    return kind not in (*_SCORES, "facets")


def reaches_instrument(change: Change, instrument: Instrument) -> bool:
    """Return whether ``change`` is about what ``instrument`` asks, claims or scores."""
    kind = change.segments[0]
    if kind in _SCORES:
        return instrument.form_id is None
    return kind == "facets" or any(
        is_about_item(change, item, instrument.form_id) for item in instrument.items
    )
