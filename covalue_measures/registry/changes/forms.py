"""Changes of the short forms: which there are, and which items each holds."""

from collections.abc import Iterator

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Family, by_rule, implied
from covalue_measures.registry.changes.differences import Difference
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.registry.changes.wording import INSTRUCTION, TITLE, text_by

_BY_KIND = {"added": 43, "removed": 42, "renamed": 49}


def _which(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(
        _BY_KIND[difference.kind], difference, line="instrument", line_names=(sides.new["id"],)
    )


def _items(difference: Difference, sides: Sides) -> Iterator[Change]:
    is_order = sorted(difference.old) == sorted(difference.new)
    yield sides.change(12 if is_order else 15, difference)


FORMS: Family = (
    ("forms", by_rule(1)),
    ("forms.*", _which),
    ("forms.*.version", implied),
    ("forms.*.title.*", text_by(TITLE)),
    ("forms.*.instruction", by_rule(5)),
    ("forms.*.instruction.*", text_by(INSTRUCTION)),
    ("forms.*.item_ids", _items),
    ("forms.*.rationale", by_rule(1)),
    ("forms.*.choices", by_rule(1)),
)
