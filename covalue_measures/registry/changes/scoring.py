"""Changes of how answers become scores: keying, subscales, scoring rules."""

from collections.abc import Iterator

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Classifier, Family, implied
from covalue_measures.registry.changes.differences import Difference
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.registry.changes.wording import TITLE, text_by

_BY_KIND = {"added": 25, "removed": 39, "renamed": 49}


def _keying(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(23, difference, line_names=sides.scores_of_items([difference.path[1]]))


def _form_id(difference: Difference) -> str | None:
    return difference.path[1] if difference.path[0] == "forms" else None


def _subscale(rule: int | None = None) -> Classifier:
    """Return the classifier of a subscale, or of a field of one, under one row."""

    def classify(difference: Difference, sides: Sides) -> Iterator[Change]:
        form_id = _form_id(difference)
        subscale_id = difference.path[3 if form_id else 1]
        yield sides.change(
            _BY_KIND[difference.kind] if rule is None else rule,
            difference,
            line="scoring",
            line_names=sides.scores_of_subscale(form_id, subscale_id),
        )

    return classify


def _scored_items(difference: Difference, sides: Sides) -> Iterator[Change]:
    is_order = sorted(difference.old) == sorted(difference.new)
    yield from _subscale(1 if is_order else 38)(difference, sides)


def _score(rule: int | None = None) -> Classifier:
    """Return the classifier of a scoring rule, or of a field of one, under one row."""

    def classify(difference: Difference, sides: Sides) -> Iterator[Change]:
        form_id = _form_id(difference)
        rule_id = difference.path[3 if form_id else 1]
        yield sides.change(
            _BY_KIND[difference.kind] if rule is None else rule,
            difference,
            line="scoring",
            line_names=(f"{form_id}/{rule_id}" if form_id else rule_id,),
        )

    return classify


def _method(difference: Difference, sides: Sides) -> Iterator[Change]:
    # A count says how many; no formula turns it into how much.
    converts = "count" not in (difference.old, difference.new)
    yield from _score(24 if converts else 21)(difference, sides)


def _order(difference: Difference, sides: Sides) -> Iterator[Change]:
    yield sides.change(1, difference)


def _scores_of(owner: str) -> Family:
    return (
        (f"{owner}subscales", _order),
        (f"{owner}subscales.*", _subscale()),
        (f"{owner}subscales.*.title.*", text_by(TITLE)),
        (f"{owner}subscales.*.measurement_model", _subscale(36)),
        (f"{owner}subscales.*.item_ids", _scored_items),
        (f"{owner}scoring_rules", _order),
        (f"{owner}scoring_rules.*", _score()),
        (f"{owner}scoring_rules.*.version", implied),
        (f"{owner}scoring_rules.*.title.*", text_by(TITLE)),
        (f"{owner}scoring_rules.*.subscale_id", _score(38)),
        (f"{owner}scoring_rules.*.method", _method),
        (f"{owner}scoring_rules.*.minimum_answered", _score(22)),
    )


SCORING: Family = (("items.*.keying", _keying), *_scores_of(""), *_scores_of("forms.*."))
