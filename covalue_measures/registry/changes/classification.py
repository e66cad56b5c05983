"""From two documents to the changes between them; nothing that differs is left out."""

from collections.abc import Iterator, Sequence

from covalue_measures.registry.changes.bump import BUMPS
from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.classifier import Family, fits
from covalue_measures.registry.changes.differences import Difference, find_differences
from covalue_measures.registry.changes.forms import FORMS
from covalue_measures.registry.changes.items import ITEMS
from covalue_measures.registry.changes.metadata import METADATA
from covalue_measures.registry.changes.renames import take_renames
from covalue_measures.registry.changes.scales import SCALES
from covalue_measures.registry.changes.scoring import SCORING
from covalue_measures.registry.changes.sides import Sides
from covalue_measures.registry.changes.translations import TRANSLATIONS, stale_translations
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.schema.item_bank import ItemBank

_PLACES: Family = (*METADATA, *ITEMS, *SCALES, *SCORING, *FORMS, *TRANSLATIONS)
_UNKNOWN = 50


def classify_changes(
    old: ItemBank, new: ItemBank, judgements: Sequence[WordingJudgement] = ()
) -> tuple[Change, ...]:
    """Return every change between two banks, the gravest first.

    A difference at a place that no family of changes knows is a change too, and the gravest.
    """
    after = new.model_dump(mode="json")
    before = take_renames(old.model_dump(mode="json"), after)
    sides = Sides(
        old=before.document,
        new=after,
        judgements={
            (judgement.path, judgement.language or new.language): judgement
            for judgement in judgements
        },
    )
    differences = (*before.renames, *find_differences(sides.old, sides.new))
    changes = [change for difference in differences for change in _classify(difference, sides)]
    return tuple(sorted([*changes, *stale_translations(sides)], key=_gravest_first))


def _classify(difference: Difference, sides: Sides) -> Iterator[Change]:
    for pattern, classify in _PLACES:
        if fits(pattern, difference.path):
            yield from classify(difference, sides)
            return
    yield sides.change(_UNKNOWN, difference)


def _gravest_first(change: Change) -> tuple[int, int, str, str]:
    gravity = -BUMPS.index(change.bump)
    return gravity, change.rule, change.path, change.line
