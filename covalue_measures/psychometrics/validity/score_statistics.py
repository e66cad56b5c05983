"""A statistic of two columns of scores, or of one and of groups."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.numerics.absolute_agreement import absolute_agreement
from covalue_measures.numerics.correlation_intervals import pearson_interval, spearman_interval
from covalue_measures.numerics.effect_sizes import (
    standardized_difference,
    standardized_difference_interval,
)
from covalue_measures.psychometrics.door import as_item_matrix
from covalue_measures.psychometrics.validity.expectations import Expectation
from covalue_measures.psychometrics.validity.group_labels import Labels, as_labels, in_order
from covalue_measures.typing import FloatArray

#: Statistics that scores alone do not give.
FROM_ITEMS = ("htmt", "kappa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An estimate with its interval, or why there is none."""

    estimate: float = float("nan")
    lower: float = float("nan")
    upper: float = float("nan")
    #: Respondents behind it; None where it was made elsewhere.
    n: int | None = None
    note: str = ""

    @property
    def is_found(self) -> bool:
        """Whether there is an estimate."""
        return not np.isnan(self.estimate)

    def turned(self) -> "Finding":
        """Return the finding with its sign turned."""
        return replace(self, estimate=-self.estimate, lower=-self.upper, upper=-self.lower)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreColumns:
    """Columns of numbers and of labels, by name."""

    numbers: dict[str, FloatArray]
    labels: dict[str, list[str | None]]

    def estimate(self, expectation: Expectation, confidence_level: float) -> Finding:
        """Return the statistic of an expectation, its sign as it is in the data."""
        if expectation.statistic in FROM_ITEMS:
            return Finding(
                note=f"{expectation.statistic} is not computed from scores; give it in estimates"
            )
        first = self.numbers.get(expectation.first)
        second = self.numbers.get(expectation.second)
        labels = self.labels.get(expectation.second)
        lacking = [expectation.first] if first is None else []
        lacking += [expectation.second] if second is None and labels is None else []
        if first is None or lacking:
            return Finding(note="there is no column " + " and none ".join(map(repr, lacking)))
        if expectation.groups is not None and labels is not None:
            return _difference(first, labels, expectation.groups, confidence_level)
        if second is None:
            return Finding(note=f"there is no column '{expectation.second}'")
        return _association(expectation.statistic, first, second, confidence_level)


def score_columns(
    scores: pd.DataFrame,
    expectations: tuple[Expectation, ...],
    groups: pd.DataFrame | Mapping[str, Labels] | None,
) -> ScoreColumns:
    """Return the columns that expectations name, as far as they are there.

    Raises
    ------
    ResponseDataError
        If a column does not hold numbers, stands twice, or labels do not fit the scores.
    """
    if not isinstance(scores, pd.DataFrame):
        raise ResponseDataError(
            f"Scores are a DataFrame with a column a score, not a {type(scores).__name__}."
        )
    if isinstance(groups, pd.DataFrame) and not groups.index.equals(scores.index):
        raise ResponseDataError("The rows of groups are not those of the scores.")
    named = {str(column) for column in scores.columns}
    measured = {expectation.first for expectation in expectations}
    measured |= {each.second for each in expectations if each.groups is None}
    matrix = (
        as_item_matrix(
            scores.loc[:, [str(column) in measured for column in scores.columns]],
            allow_unanswered=True,
        )
        if measured & named and len(scores)
        else None
    )
    numbers = (
        {}
        if matrix is None
        else {name: matrix.values[:, k] for k, name in enumerate(matrix.item_ids)}
    )
    labels = {}
    for name in {each.second for each in expectations if each.groups is not None}:
        if groups is not None and name in groups:
            labels[name] = as_labels(groups[name], name, len(scores))
        elif name in named:
            labels[name] = as_labels(scores[name], name, len(scores))
    return ScoreColumns(numbers=numbers, labels=labels)


def _association(
    statistic: str, first: FloatArray, second: FloatArray, confidence_level: float
) -> Finding:
    both = ~np.isnan(first) & ~np.isnan(second)
    x, y, n = first[both], second[both], int(both.sum())
    if n < 3:
        return Finding(n=n, note=f"too few respondents have both values: {n}")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return Finding(n=n, note="one of the two does not vary")
    if statistic == "icc":
        estimate, (lower, upper) = absolute_agreement(np.column_stack([x, y]), confidence_level)
        return Finding(estimate=estimate, lower=lower, upper=upper, n=n)
    if statistic == "spearman":
        x, y = rankdata(x), rankdata(y)
    estimate = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    interval = pearson_interval if statistic == "pearson" else spearman_interval
    lower, upper = interval(estimate, n, confidence_level)
    return Finding(estimate=estimate, lower=lower, upper=upper, n=n)


def _difference(
    values: FloatArray,
    labels: list[str | None],
    groups: tuple[str, str],
    confidence_level: float,
) -> Finding:
    """Return Cohen's d of the first group less the second."""
    members = np.array(labels, dtype=object)
    high, low = (values[(members == group) & ~np.isnan(values)] for group in groups)
    n = len(high) + len(low)
    for group, own in zip(groups, (high, low), strict=True):
        if len(own) < 2:
            there = ", ".join(map(repr, in_order(labels))) or "none"
            few = f"group '{group}' has too few members with a score: {len(own)}"
            return Finding(n=n, note=f"{few}; groups: {there}")
    d = standardized_difference(high, low)
    if np.isnan(d):
        return Finding(n=n, note="the score does not vary within the groups")
    lower, upper = standardized_difference_interval(d, len(high), len(low), confidence_level)
    return Finding(estimate=d, lower=lower, upper=upper, n=n)
