"""Names of the fields that an instrument adds to its items in a REDCap project."""

import re
from collections.abc import Sequence
from itertools import takewhile

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.identity import name_of
from covalue_measures.schema import Instrument
from covalue_measures.schema.repeated import repeated


class FieldNames:
    """Names that are unique in a project, as REDCap demands, and short, as it advises.

    They start with the letters that all item ids share, such as ``comsu``, or with the
    instrument's name where they share none, and hold an underscore, as no item id does.
    """

    def __init__(self, instrument: Instrument) -> None:
        name = name_of(instrument)
        self.form = name if name[0].isalpha() else f"form_{name}"
        shared = _shared_letters(instrument.item_ids)
        # One letter, as in a1 and a2, is not enough to be another instrument's neighbor.
        self.prefix = shared if len(shared) > 1 else self.form
        scores = [self.score(rule.id) for rule in instrument.scoring_rules]
        if found := repeated(scores):
            raise InstrumentError(
                f"Two scoring rules of '{instrument.reference}' become the field '{found[0]}' in"
                " REDCap, which knows no two underscores in a row and none at the end."
            )

    def added(self, name: str) -> str:
        """Return the name of a field that is no item."""
        return f"{self.prefix}_{name}"

    def score(self, rule_id: str) -> str:
        """Return the name of the field that holds a score."""
        return self.added(re.sub("_+", "_", rule_id).strip("_"))


def _shared_letters(item_ids: Sequence[str]) -> str:
    columns = takewhile(lambda column: len(set(column)) == 1, zip(*item_ids, strict=False))
    return "".join(takewhile(str.isalpha, (column[0] for column in columns)))
