"""How far scores lie apart between groups that should differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.effect_sizes import (
    area_under_curve,
    area_under_curve_interval,
    omega_squared,
    standardized_difference,
    standardized_difference_interval,
)
from covalue_measures.numerics.mean_differences import welch_anova, welch_difference
from covalue_measures.psychometrics.door import as_item_matrix
from covalue_measures.psychometrics.options import require_list, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.validity.group_labels import Labels, as_labels, in_order
from covalue_measures.responses import ResponseData
from covalue_measures.schema.repeated import repeated
from covalue_measures.scoring import score_responses
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class KnownGroupsResult(Readable):
    """Scores of groups, and every pair of groups compared."""

    #: One row a score and group: ``n mean sd``.
    groups: pd.DataFrame
    #: One row a score and pair of groups, the first less the second: ``n_1 n_2 difference
    #: difference_lower difference_upper t df pvalue`` (Welch), ``cohens_d d_lower d_upper``, and
    #: ``auc auc_lower auc_upper``, the probability that a member of the first scores higher.
    comparisons: pd.DataFrame
    #: One row a score, of Welch's test of all groups: ``f df_between df_within pvalue`` and
    #: ``omega_squared``. Without a row for two groups, whose t test says the same.
    overall: pd.DataFrame
    group: str
    #: The groups, in the order in which they are compared.
    labels: tuple[str, ...]
    confidence_level: float
    #: Respondents in one of the groups, and those without a label or of another group.
    n_respondents: int
    n_left_out: int

    def to_frame(self) -> pd.DataFrame:
        """Return the comparisons."""
        return self.comparisons.copy()


def compare_known_groups(
    data: ResponseData | pd.DataFrame,
    *,
    group: str | Labels,
    labels: Sequence[object] | None = None,
    columns: Sequence[str] | None = None,
    confidence_level: float = 0.95,
) -> KnownGroupsResult:
    """Return how far the scores of groups lie apart.

    Parameters
    ----------
    data : ResponseData or DataFrame
        Answers, of which every declared score is taken; or scores, a column each, NaN for missing.
    group : str, or sequence of labels
        The name of a group of the answers or of a column of the scores, or a label a respondent.
    labels : sequence, optional
        The groups to compare, in order: differences are of an earlier less a later one. All
        groups by default, by size of the label or by alphabet.
    columns : sequence of str, optional
        Scores to compare: rules of the instrument, or columns. All by default.
    confidence_level : float

    Raises
    ------
    ResponseDataError
        If there is no such group or column, or a column does not hold numbers.
    InsufficientDataError
        If there are fewer than two groups, one has fewer than two members with a score, or a score
        does not vary within any of them.

    Notes
    -----
    Means are compared without taking variances for equal (Welch). Cohen's d divides by the pooled
    standard deviation; its interval, by the noncentral t distribution, is of normal groups with
    one variance. The area under the curve is the statistic of Mann and Whitney by the number of
    pairs, ties counted half; its interval has the variance of DeLong et al. (1988), and is NaN
    where groups do not overlap. P-values of several pairs are not adjusted for their number.
    Omega squared is that of the ordinary analysis of variance. The overall test is NaN where a
    group does not vary.

    References
    ----------
    Welch (1947), doi:10.1093/biomet/34.1-2.28; Welch (1951), doi:10.1093/biomet/38.3-4.330;
    DeLong, DeLong and Clarke-Pearson (1988), doi:10.2307/2531595; Steiger and Fouladi (1997), in
    Harlow, Mulaik and Steiger (eds), What if there were no significance tests?

    Examples
    --------
    >>> import pandas as pd
    >>> from covalue_measures.psychometrics.validity.known_groups import compare_known_groups
    >>> scores = pd.read_csv("tests/reference/data/sat_act.csv")
    >>> result = compare_known_groups(scores, group="gender", columns=["SATQ"])
    >>> result.comparisons[["first", "second", "cohens_d", "auc"]].round(2).values.tolist()
    [['1', '2', 0.35, 0.61]]
    """
    require_share("confidence_level", confidence_level)
    if not isinstance(data, ResponseData | pd.DataFrame):
        raise ResponseDataError(
            f"Data must be a ResponseData or a DataFrame of scores, not a {type(data).__name__}."
        )
    name, members = _members(data, group)
    scores = _scores(data, group, columns)
    compared = _compared(members, labels, name)
    belongs = np.array(members, dtype=object)
    samples = {
        score: {label: _sample(values, belongs == label, score, label) for label in compared}
        for score, values in scores.items()
    }
    for score, own in samples.items():
        if all(np.ptp(sample) == 0 for sample in own.values()):
            raise InsufficientDataError(
                f"Score '{score}' does not vary within any group of '{name}'."
            )
    n_members = sum(label in compared for label in members)
    return KnownGroupsResult(
        groups=_describe(samples),
        comparisons=pd.DataFrame(
            [
                _compare(score, first, second, own, confidence_level)
                for score, own in samples.items()
                for first, second in combinations(compared, 2)
            ]
        ),
        overall=_overall(samples if len(compared) > 2 else {}),
        group=name,
        labels=compared,
        confidence_level=confidence_level,
        n_respondents=n_members,
        n_left_out=len(members) - n_members,
    )


def _scores(
    data: ResponseData | pd.DataFrame, group: str | Labels, columns: Sequence[str] | None
) -> dict[str, FloatArray]:
    if columns is not None:
        require_list("columns", columns, "scores")
    if isinstance(data, ResponseData):
        found = score_responses(data, rule_ids=columns).scores
    else:
        names = [str(column) for column in data.columns]
        if columns is None:
            wanted = [name for name in names if name != group] if isinstance(group, str) else names
        else:
            wanted = list(columns)
        if unknown := [name for name in wanted if name not in names]:
            raise ResponseDataError(
                f"There is no column '{unknown[0]}'; there are {', '.join(names)}."
            )
        found = data.loc[:, [name in wanted for name in names]]
    matrix = as_item_matrix(found, allow_unanswered=True)
    return {name: matrix.values[:, k] for k, name in enumerate(matrix.item_ids)}


def _members(
    data: ResponseData | pd.DataFrame, group: str | Labels
) -> tuple[str, list[str | None]]:
    """Return the name of the grouping, and everyone's label."""
    n = data.n_respondents if isinstance(data, ResponseData) else len(data)
    if not isinstance(group, str):
        name = "group"
        if isinstance(group, pd.Series):
            name = name if group.name is None else str(group.name)
            if isinstance(data, pd.DataFrame) and not group.index.equals(data.index):
                raise ResponseDataError(f"The rows of group '{name}' are not those of the scores.")
        return name, as_labels(group, name, n)
    if isinstance(data, ResponseData):
        known = {each.name: each.labels for each in data.groups}
        if group not in known:
            raise ResponseDataError(
                f"The answers have no group '{group}'; they have {', '.join(known) or 'none'}."
            )
        return group, as_labels(known[group], group, n)
    if group not in data.columns:
        raise ResponseDataError(
            f"There is no column '{group}'; there are {', '.join(map(str, data.columns))}."
        )
    return group, as_labels(data[group], group, n)


def _compared(
    members: list[str | None], labels: Sequence[object] | None, name: str
) -> tuple[str, ...]:
    """Return the labels of the groups to compare, in order."""
    there = in_order(members)
    if labels is not None:
        require_list("labels", labels, "groups")
        asked = as_labels(labels, name, len(labels))
        wanted = tuple(str(label) for label in asked)
        if unknown := [label for label in wanted if label not in there]:
            raise ResponseDataError(
                f"No one is in group '{unknown[0]}' of '{name}'; there are {', '.join(there)}."
            )
        if twice := repeated(wanted):
            raise ResponseDataError(f"labels names the group '{twice[0]}' twice.")
        there = wanted
    if len(there) < 2:
        raise InsufficientDataError(
            f"Two groups are needed to compare; '{name}' has {', '.join(there) or 'none'}."
        )
    return there


def _sample(values: FloatArray, is_member: FloatArray, score: str, label: str) -> FloatArray:
    own = values[is_member.astype(bool) & ~np.isnan(values)]
    if len(own) < 2:
        raise InsufficientDataError(
            f"Group '{label}' has too few members with a score '{score}': {len(own)}, and two are"
            " needed. Name the groups to compare in labels."
        )
    return own


def _describe(samples: dict[str, dict[str, FloatArray]]) -> pd.DataFrame:
    rows = {
        (score, label): {"n": len(own), "mean": own.mean(), "sd": own.std(ddof=1)}
        for score, groups in samples.items()
        for label, own in groups.items()
    }
    index = pd.MultiIndex.from_tuples(rows, names=["score", "group"])
    return pd.DataFrame(list(rows.values()), index=index)


def _compare(
    score: str,
    first: str,
    second: str,
    samples: dict[str, FloatArray],
    confidence_level: float,
) -> dict[str, object]:
    one, other = samples[first], samples[second]
    row: dict[str, object] = {"score": score, "first": first, "second": second}
    row |= {"n_1": len(one), "n_2": len(other)}
    nothing = float("nan")
    if np.ptp(one) == 0 and np.ptp(other) == 0:
        test = (one.mean() - other.mean(), *[nothing] * 5)
    else:
        test = welch_difference(one, other, confidence_level)
    names = ("difference", "difference_lower", "difference_upper", "t", "df", "pvalue")
    row |= dict(zip(names, test, strict=True))
    d = standardized_difference(one, other)
    interval = standardized_difference_interval(d, len(one), len(other), confidence_level)
    row |= {"cohens_d": d, "d_lower": interval[0], "d_upper": interval[1]}
    area = area_under_curve_interval(one, other, confidence_level)
    return row | {
        "auc": area_under_curve(one, other),
        "auc_lower": area[0],
        "auc_upper": area[1],
    }


def _overall(samples: dict[str, dict[str, FloatArray]]) -> pd.DataFrame:
    columns = ["f", "df_between", "df_within", "pvalue", "omega_squared"]
    rows = []
    for groups in samples.values():
        own = list(groups.values())
        varies = all(np.ptp(sample) > 0 for sample in own)
        test = welch_anova(own) if varies else (float("nan"),) * 4
        rows.append([*test, omega_squared(own)])
    return pd.DataFrame(rows, columns=columns, index=pd.Index(list(samples), name="score"))
