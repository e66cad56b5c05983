"""Changes of what a bank is, says about itself, and claims."""

from collections.abc import Iterator

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Family, by_rule, implied
from covalue_measures.registry.changes.differences import Difference
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.registry.changes.wording import (
    CONSTRUCT,
    FACET,
    INSTRUCTION,
    TITLE,
    text_by,
)


def _status(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(35 if "retired" in (difference.old, difference.new) else 1, difference)


METADATA: Family = (
    # Versions are what a comparison asks for, not what it finds.
    ("version", implied),
    ("id", by_rule(36)),
    ("role", by_rule(36)),
    ("domain", by_rule(36)),
    ("language", by_rule(44)),
    ("status", _status),
    ("retirement.**", by_rule(35)),
    ("title.*", text_by(TITLE)),
    ("construct_definition.*", text_by(CONSTRUCT)),
    ("instruction", by_rule(5)),
    ("instruction.*", text_by(INSTRUCTION)),
    ("license", by_rule(34)),
    ("provenance.**", by_rule(1)),
    ("waivers", by_rule(1)),
    ("structure.**", by_rule(40)),
    ("facets.*.title.*", text_by(TITLE)),
    ("facets.*.definition.*", text_by(FACET)),
    ("facets.*.definition", by_rule(37)),
    ("facets.*", by_rule(37)),
    ("facets", by_rule(1)),
)
