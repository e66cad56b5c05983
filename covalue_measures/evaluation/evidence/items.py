"""What each item did, and what is missing."""

from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.model import Definition


class MissingCount(Definition):
    """How many answers are missing for one reason."""

    reason: MissingReason
    count: int


class MissingPattern(Definition):
    """Which items were left unanswered together, and by how many."""

    missing_items: tuple[str, ...]
    n_respondents: int


class McarRecord(Definition):
    """Little's test that answers are missing completely at random."""

    statistic: float
    df: int
    p: float
    #: Patterns with at least one answer.
    n_patterns: int
    #: Respondents with at least one answer.
    n: int


class MissingRecord(Definition):
    """Missing answers of the whole data set."""

    n_cells: int
    n_missing: int
    by_reason: tuple[MissingCount, ...]
    n_patterns: int
    #: The most frequent patterns, the complete one included, most frequent first.
    patterns: tuple[MissingPattern, ...]
    mcar: McarRecord | None
    #: Why there is no test; empty where there is one.
    mcar_note: str


class CategoryCount(Definition):
    """How many gave one answer."""

    value: int
    count: int


class ItemRecord(Definition):
    """One item's answers, as given: negatively keyed items are not mirrored here."""

    item_id: str
    n: int
    missing: tuple[MissingCount, ...]
    categories: tuple[CategoryCount, ...]
    mean: float | None
    standard_deviation: float | None
    skew: float | None
    kurtosis: float | None
    #: Share of ``n`` in the lowest and in the highest category of the response scale.
    floor: float | None
    ceiling: float | None
    reversed: bool
    #: Of amounts: ``count``, ``hours``, or currency and price year; amounts have no categories.
    unit: str = ""
    #: Of amounts.
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None
