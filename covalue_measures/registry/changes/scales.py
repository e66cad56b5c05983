"""Changes of what items can be answered with: options, amounts, and the ways of giving none."""

from collections.abc import Iterator

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Family, by_rule
from covalue_measures.registry.changes.differences import Difference
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.registry.changes.wording import LABEL, text_by


def _option(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(18 if difference.kind == "renamed" else 8, difference)


def _missing_option(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change({"added": 10, "removed": 41, "renamed": 18}[difference.kind], difference)


def _minimum(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(46, difference, milder=difference.new < difference.old)


def _maximum(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(46, difference, milder=difference.new > difference.old)


def _decimals(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(47, difference, milder=difference.new > difference.old)


def _missing_of(scales: str) -> Family:
    return (
        (f"{scales}.*.missing", by_rule(19)),
        (f"{scales}.*.missing.*", _missing_option),
        (f"{scales}.*.missing.*.value", by_rule(11)),
        (f"{scales}.*.missing.*.reason", by_rule(41)),
        (f"{scales}.*.missing.*.label.*", text_by(LABEL)),
        (f"{scales}.*.empty_cell", by_rule(41)),
    )


SCALES: Family = (
    # A scale by itself is not asked; an item that is moved to another one is.
    ("response_scales", by_rule(1)),
    ("response_scales.*", by_rule(1)),
    ("response_scales.*.kind", by_rule(1)),
    ("response_scales.*.ordered", by_rule(48)),
    ("response_scales.*.options", by_rule(8)),
    ("response_scales.*.options.*", _option),
    ("response_scales.*.options.*.value", by_rule(9)),
    ("response_scales.*.options.*.label.*", text_by(LABEL)),
    *_missing_of("response_scales"),
    ("quantity_scales", by_rule(1)),
    ("quantity_scales.*", by_rule(1)),
    ("quantity_scales.*.unit", by_rule(45)),
    ("quantity_scales.*.label.*", text_by(LABEL)),
    ("quantity_scales.*.decimals", _decimals),
    ("quantity_scales.*.minimum", _minimum),
    ("quantity_scales.*.maximum", _maximum),
    *_missing_of("quantity_scales"),
)
