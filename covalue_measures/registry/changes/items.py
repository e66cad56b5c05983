"""Changes of the items: which there are, in which order, and what each asks."""

from collections.abc import Iterator

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Family, by_rule, implied
from covalue_measures.registry.changes.differences import Difference, Document, entries_by_key
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.registry.changes.wording import RECALL, STEM, text_by

_BY_KIND = {"added": 13, "removed": 14, "renamed": 18}


def _which(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(_BY_KIND[difference.kind], difference)


def _status(difference: Difference, sides: Sides) -> Iterator[Change]:
    if difference.new == "retired":
        yield sides.change(14, difference, milder=True)
    else:
        yield sides.change(13, difference)


def _answered_on(difference: Difference, sides: Sides) -> Iterator[Change]:
    old = _scale(sides.old, difference.old)
    new = _scale(sides.new, difference.new)
    if ("options" in old) != ("options" in new):
        yield sides.change(45, difference)
    elif old == new:
        yield sides.change(1, difference, remark="Both scales have the same content.")
    elif "options" in old:
        yield sides.change(8, difference)
    else:
        yield sides.change(45, difference, remark="The item has a quantity scale of other content.")


def _scale(document: Document, scale_id: str) -> Document:
    """Return the content of a scale, without its name."""
    scales = entries_by_key(document, "response_scales") | entries_by_key(
        document, "quantity_scales"
    )
    return {name: value for name, value in scales[scale_id].items() if name not in ("id", "kind")}


ITEMS: Family = (
    ("items", by_rule(12)),
    ("items.*", _which),
    ("items.*.revision", by_rule(1)),
    ("items.*.pair_id", by_rule(1)),
    ("items.*.waivers", by_rule(1)),
    ("items.*.provenance.**", by_rule(1)),
    ("items.*.facet", by_rule(37)),
    # The schema holds an item's role to the bank's.
    ("items.*.role", implied),
    ("items.*.status", _status),
    ("items.*.response_scale", _answered_on),
    ("items.*.stem.*", text_by(STEM)),
    ("items.*.recall", by_rule(6)),
    ("items.*.recall.*", text_by(RECALL)),
)
