"""What is expected of a statistic, from a plan or from a table of one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ModelError
from covalue_measures.schema.hypothesis import (
    STATISTICS,
    Hypothesis,
    HypothesisPlan,
    check_expectation,
)
from covalue_measures.schema.repeated import repeated

#: A correlation of hypotheses that name no statistic.
CorrelationMethod: TypeAlias = Literal["pearson", "spearman"]
#: A plan, some of its hypotheses, or rows of one's own.
Hypotheses: TypeAlias = HypothesisPlan | Sequence[Hypothesis | Mapping[str, object]] | pd.DataFrame

_FIELDS = (
    *("id", "statement", "first", "second", "statistic", "lower", "upper"),
    *("absolute", "is_reversed", "below", "high", "low", "strength"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A statistic of two columns, and the band that it is to lie in."""

    id: str
    statement: str
    first: str
    second: str
    statistic: str
    lower: float | None
    upper: float | None
    absolute: bool = False
    is_reversed: bool = False
    #: Id of the expectation whose estimate must be higher.
    below: str | None = None
    #: Labels of the groups, the one with the higher scores first; None for correlations.
    groups: tuple[str, str] | None = None
    #: Whether it counts towards the share that holds.
    counts: bool = True

    def judged(self, estimate: float) -> float:
        """Return what is held against the band: the estimate, or its size."""
        return abs(estimate) if self.absolute else estimate

    def admits(self, estimate: float) -> bool:
        """Whether ``estimate`` lies in the band; its ends belong to it."""
        value = self.judged(estimate)
        return (self.lower is None or value >= self.lower) and (
            self.upper is None or value <= self.upper
        )


def as_expectations(hypotheses: Hypotheses, method: CorrelationMethod) -> tuple[Expectation, ...]:
    """Return ``hypotheses`` in one form.

    Raises
    ------
    ModelError
        If a row lacks what it needs, names what there is not, or expects what cannot be; with the
        hypothesis and the value found.
    """
    rows = _rows(hypotheses)
    if not rows:
        raise ModelError("There is no hypothesis to check.")
    expectations = tuple(
        _of_plan(row) if isinstance(row, Hypothesis) else _of_row(row, f"h{number}", method)
        for number, row in enumerate(rows, start=1)
    )
    ids = [expectation.id for expectation in expectations]
    if twice := repeated(ids):
        raise ModelError(f"Two hypotheses are called '{twice[0]}'.")
    for expectation in expectations:
        if expectation.below is not None and expectation.below not in ids:
            raise ModelError(
                f"Hypothesis '{expectation.id}' is to lie below '{expectation.below}', which is not"
                f" among the hypotheses: {', '.join(ids)}."
            )
    return expectations


def _rows(hypotheses: Hypotheses) -> list[Hypothesis | Mapping[str, object]]:
    if isinstance(hypotheses, HypothesisPlan):
        return list(hypotheses.hypotheses)
    if isinstance(hypotheses, pd.DataFrame):
        records = hypotheses.to_dict("records")
        return [
            {str(name): value for name, value in record.items() if not _is_missing(value)}
            for record in records
        ]
    if isinstance(hypotheses, Mapping | Hypothesis | str):
        raise ModelError(
            f"hypotheses is a plan, a table or a list of hypotheses, not one"
            f" {type(hypotheses).__name__}; did you mean [hypothesis]?"
        )
    return list(hypotheses)


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def _of_plan(hypothesis: Hypothesis) -> Expectation:
    groups = hypothesis.groups
    return Expectation(
        id=hypothesis.id,
        statement=hypothesis.statement,
        first=hypothesis.first,
        second=hypothesis.second,
        statistic=hypothesis.statistic,
        lower=None if hypothesis.lower is None else float(hypothesis.lower),
        upper=None if hypothesis.upper is None else float(hypothesis.upper),
        absolute=hypothesis.absolute,
        is_reversed=hypothesis.is_reversed,
        below=hypothesis.below,
        groups=None if groups is None else (groups.high, groups.low),
        counts=hypothesis.strength == "main",
    )


def _of_row(row: Mapping[str, object], number: str, method: CorrelationMethod) -> Expectation:
    if not isinstance(row, Mapping):
        raise ModelError(
            f"Hypothesis {number} is {row!r}, not a mapping such as"
            " {'first': 'a', 'second': 'b', 'lower': 0.5}."
        )
    name = str(row.get("id", number))
    if unknown := [key for key in row if key not in _FIELDS]:
        raise ModelError(
            f"Hypothesis '{name}' has the field '{unknown[0]}'; there are {', '.join(_FIELDS)}."
        )
    for field in ("first", "second"):
        if field not in row:
            raise ModelError(f"Hypothesis '{name}' does not say its '{field}' column.")
    groups = _groups(row, name)
    statistic = str(row.get("statistic", method if groups is None else "cohens_d"))
    if statistic not in STATISTICS:
        raise ModelError(
            f"Hypothesis '{name}' is about '{statistic}'; there are {', '.join(STATISTICS)}."
        )
    if (statistic == "cohens_d") != (groups is not None):
        raise ModelError(
            f"Hypothesis '{name}': cohens_d, and it alone, needs the labels 'high' and 'low' of the"
            " groups in the second column."
        )
    lower, upper = _number(row, "lower", name), _number(row, "upper", name)
    flags = {key: bool(row.get(key, False)) for key in ("absolute", "is_reversed")}
    below = None if row.get("below") is None else str(row["below"])
    try:
        check_expectation(lower, upper, statistic=statistic, is_compared=below is not None, **flags)
    except ValueError as error:
        raise ModelError(f"Hypothesis '{name}': {error}.") from error
    first, second = str(row["first"]), str(row["second"])
    return Expectation(
        id=name,
        statement=str(row.get("statement", f"{statistic} of {first} and {second}")),
        first=first,
        second=second,
        statistic=statistic,
        lower=lower,
        upper=upper,
        below=below,
        groups=groups,
        counts=_counts(row, name),
        **flags,
    )


def _groups(row: Mapping[str, object], name: str) -> tuple[str, str] | None:
    high, low = row.get("high"), row.get("low")
    if high is None and low is None:
        return None
    if high is None or low is None or high == low:
        raise ModelError(
            f"Hypothesis '{name}' needs two different groups, not high={high!r} and low={low!r}."
        )
    return str(high), str(low)


def _number(row: Mapping[str, object], field: str, name: str) -> float | None:
    value = row.get(field)
    if _is_missing(value):
        return None
    if isinstance(value, int | float | str | np.number) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise ModelError(f"Hypothesis '{name}' has a {field} end of {value!r}, which is no number.")


def _counts(row: Mapping[str, object], name: str) -> bool:
    strength = row.get("strength", "main")
    if strength not in ("main", "supporting"):
        raise ModelError(
            f"Hypothesis '{name}' is of strength {strength!r}, not 'main' or 'supporting'."
        )
    return strength == "main"
