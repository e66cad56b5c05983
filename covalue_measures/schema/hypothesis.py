"""What scores are expected to do, written down before there are any."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field, StringConstraints, model_validator

from covalue_measures.schema.canonical import digest
from covalue_measures.schema.decimal_text import DecimalText
from covalue_measures.schema.identifiers import CleanText, Identifier
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.version import Version

#: ``bank``, or ``bank/form``.
InstrumentName: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,63}(/[a-z0-9][a-z0-9_]{0,63})?$")
]
HypothesisKind: TypeAlias = Literal[
    "convergent", "discriminant", "related", "known_groups", "criterion"
]
HypothesisStatistic: TypeAlias = Literal["pearson", "spearman", "icc", "cohens_d", "htmt", "kappa"]
#: What may stand in a hypothesis of one's own.
STATISTICS: tuple[str, ...] = get_args(HypothesisStatistic)
#: Lowest and highest value that a statistic can have.
POSSIBLE: dict[str, tuple[float, float]] = {
    "pearson": (-1, 1),
    "spearman": (-1, 1),
    "icc": (-1, 1),
    "cohens_d": (-float("inf"), float("inf")),
    "htmt": (0, float("inf")),
    "kappa": (-1, 1),
}
#: Statistics whose sign turns when one of the two scores is turned.
REVERSIBLE = ("pearson", "spearman")


def check_expectation(
    lower: float | None,
    upper: float | None,
    *,
    statistic: str,
    absolute: bool,
    is_reversed: bool,
    is_compared: bool,
) -> None:
    """Raise if what is expected of a statistic says nothing, or cannot be.

    Parameters
    ----------
    lower, upper : float or None
        Ends of the band; None for an open one.
    statistic : str
        One of ``STATISTICS``.
    absolute : bool
        The band is of the size, whatever the sign.
    is_reversed : bool
        One of the two scores counts the other way.
    is_compared : bool
        Another hypothesis is named whose value must be higher.

    Raises
    ------
    ValueError
        With the values found.
    """
    if lower is None and upper is None and not is_compared:
        raise ValueError("it has neither a lower nor an upper end, and so holds whatever is found")
    least, most = POSSIBLE[statistic]
    least = max(least, 0.0) if absolute else least
    for name, value in (("lower", lower), ("upper", upper)):
        if value is not None and not least <= value <= most:
            size = "the size of " if absolute else ""
            raise ValueError(
                f"its {name} end is {value:g}, but {size}{statistic} lies between {least:g} and"
                f" {most:g}"
            )
    if lower is not None and upper is not None and lower >= upper:
        raise ValueError(f"its band goes from {lower:g} to {upper:g}, which is none")
    if is_reversed and statistic not in REVERSIBLE:
        raise ValueError(f"a reversed score turns {' and '.join(REVERSIBLE)}, not {statistic}")


class ScoreReference(Definition):
    """A score that a bank or a form declares."""

    instrument: InstrumentName
    #: Scoring rule of the bank or form.
    rule_id: Identifier

    @property
    def column(self) -> str:
        """The name of its column: ``bank.rule``, or ``bank/form.rule``."""
        return f"{self.instrument}.{self.rule_id}"


class KnownGroups(Definition):
    """Two groups of which one is expected to score higher."""

    #: The column of labels.
    column: Identifier
    #: Label of the group with the higher scores, and of the other one.
    high: CleanText
    low: CleanText

    @model_validator(mode="after")
    def _groups_differ(self) -> "KnownGroups":
        if self.high == self.low:
            raise ValueError(f"both groups of '{self.column}' are '{self.high}'")
        return self


class Hypothesis(Definition):
    """One expectation: a statistic of a score and something else, and the band it lies in."""

    id: Identifier
    #: In plain words.
    statement: CleanText
    kind: HypothesisKind
    scale: ScoreReference
    #: Exactly one of ``comparator``, ``other`` and ``groups`` says what the scale is held against.
    comparator: Identifier | None = None
    #: Which of the comparator's scores, where it has several.
    comparator_score: Identifier | None = None
    other: ScoreReference | None = None
    groups: KnownGroups | None = None
    #: Whether the comparator counts the other way; the correlation is turned before it is judged.
    is_reversed: bool = False
    statistic: HypothesisStatistic
    #: Ends of the band, which belong to it; None for an open end.
    lower: DecimalText | None = None
    upper: DecimalText | None = None
    #: Whether the band is of the size, whatever the sign.
    absolute: bool = False
    #: A hypothesis of the same plan whose value must be higher than this one's.
    below: Identifier | None = None
    #: Supporting ones are tested and shown, and do not count.
    strength: Literal["main", "supporting"] = "main"
    #: What the band rests on.
    anchor: CleanText
    #: Whether that was read in its source; otherwise it is general knowledge.
    anchor_is_confirmed: bool
    note: CleanText | None = None

    @property
    def first(self) -> str:
        """Name of the scale's column."""
        return self.scale.column

    @property
    def second(self) -> str:
        """Name of the column of what the scale is held against."""
        if self.groups is not None:
            return self.groups.column
        if self.other is not None:
            return self.other.column
        return f"{self.comparator}" + (f".{self.comparator_score}" if self.comparator_score else "")

    @model_validator(mode="after")
    def _is_held_against_one_thing(self) -> "Hypothesis":
        named = [self.comparator, self.other, self.groups]
        if sum(value is not None for value in named) != 1:
            raise ValueError(
                f"hypothesis '{self.id}' needs one of 'comparator', 'other' and 'groups', and has"
                f" {sum(value is not None for value in named)}"
            )
        if self.comparator_score is not None and self.comparator is None:
            raise ValueError(f"hypothesis '{self.id}' names a score of no comparator")
        if len({self.groups is not None, self.statistic == "cohens_d", self._is_of_groups}) != 1:
            raise ValueError(
                f"hypothesis '{self.id}': groups, kind known_groups and statistic cohens_d go"
                " together"
            )
        return self

    @property
    def _is_of_groups(self) -> bool:
        return self.kind == "known_groups"

    @model_validator(mode="after")
    def _expects_something_possible(self) -> "Hypothesis":
        try:
            check_expectation(
                None if self.lower is None else float(self.lower),
                None if self.upper is None else float(self.upper),
                statistic=self.statistic,
                absolute=self.absolute,
                is_reversed=self.is_reversed,
                is_compared=self.below is not None,
            )
        except ValueError as error:
            raise ValueError(f"hypothesis '{self.id}': {error}") from error
        return self


class HypothesisPlan(Definition):
    """Hypotheses with the day on which they were set, and the share that must hold."""

    format_version: Literal["1"] = "1"
    id: Identifier
    version: Version
    title: CleanText
    #: The day from which they stand; data are to be younger.
    registered: date
    #: What there was on that day, and what there was not.
    note: CleanText
    #: Share of the tested hypotheses that must hold.
    share_needed: DecimalText
    share_source: CleanText
    share_is_confirmed: bool
    hypotheses: tuple[Hypothesis, ...] = Field(min_length=1)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        return digest(self)

    @property
    def reference(self) -> str:
        """``id@version``."""
        return f"{self.id}@{self.version}"

    @model_validator(mode="after")
    def _share_is_one(self) -> "HypothesisPlan":
        if not 0 < float(self.share_needed) <= 1:
            raise ValueError(f"share_needed is more than 0 and at most 1, not {self.share_needed}")
        return self

    @model_validator(mode="after")
    def _names_fit(self) -> "HypothesisPlan":
        ids = [hypothesis.id for hypothesis in self.hypotheses]
        if twice := repeated(ids):
            raise ValueError(f"plan '{self.id}' has two hypotheses '{twice[0]}'")
        for hypothesis in self.hypotheses:
            if hypothesis.below is not None and hypothesis.below not in set(ids) - {hypothesis.id}:
                raise ValueError(
                    f"hypothesis '{hypothesis.id}' is to lie below '{hypothesis.below}', which is"
                    f" no other hypothesis of plan '{self.id}'"
                )
        return self
