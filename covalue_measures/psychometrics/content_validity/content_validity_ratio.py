"""Lawshe's content validity ratio: whether raters call an item essential."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, overload

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.numerics.content_validity import (
    LAWSHE_1975,
    approximate_critical_ratio,
    content_validity_ratio,
    critical_n_essential,
)
from covalue_measures.numerics.proportion_intervals import wilson_interval
from covalue_measures.psychometrics.content_validity.rater_groups import (
    RaterGroupResults,
    by_rater_group,
)
from covalue_measures.psychometrics.content_validity.rater_sets import (
    Rounds,
    collect_ratings,
)
from covalue_measures.psychometrics.content_validity.ratings import RatingTable, as_ratings
from covalue_measures.psychometrics.door import ItemMatrix
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray, IntArray

#: Where critical values come from.
CriticalMethod: TypeAlias = Literal["exact", "wilson2012", "lawshe1975"]

#: Lawshe's table is one-sided at this level.
_LAWSHE_LEVEL = 0.05
#: A critical number of raters is whole but for rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ContentValidityRatioResult(Readable):
    """Content validity ratios of items, by one set of raters."""

    #: One row an item: ``n``, ``missing``, ``n_essential``, ``cvr`` with Wilson's interval carried
    #: over as ``cvr_lower`` and ``cvr_upper``, ``cvr_critical`` (NaN where so few raters cannot be
    #: significant), ``n_essential_critical``, the least number that reaches it, and
    #: ``is_essential``, whether it is reached.
    item_statistics: pd.DataFrame
    #: Mean ratio of the items that reach their critical value; NaN if none does.
    content_validity_index: float
    method: CriticalMethod
    confidence_level: float
    significance_level: float
    n_raters: int
    n_items: int
    #: Rater groups and languages behind the numbers; empty for a plain table.
    rater_groups: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def scale_statistics(self) -> Mapping[str, float]:
        """``n_raters``, ``n_items``, ``n_essential_items``, ``content_validity_index``."""
        return {
            "n_raters": self.n_raters,
            "n_items": self.n_items,
            "n_essential_items": int(self.item_statistics["is_essential"].sum()),
            "content_validity_index": self.content_validity_index,
        }


@overload
def estimate_content_validity_ratio(
    essential: RatingTable,
    *,
    method: CriticalMethod = "exact",
    lowest: int | None = None,
    highest: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: Literal[False] = False,
) -> ContentValidityRatioResult: ...
@overload
def estimate_content_validity_ratio(
    essential: Rounds,
    *,
    method: CriticalMethod = "exact",
    lowest: int | None = None,
    highest: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: Literal[False] = False,
) -> RaterGroupResults[ContentValidityRatioResult]: ...
@overload
def estimate_content_validity_ratio(
    essential: Rounds,
    *,
    method: CriticalMethod = "exact",
    lowest: int | None = None,
    highest: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: Literal[True],
) -> ContentValidityRatioResult: ...


def estimate_content_validity_ratio(
    essential: RatingTable | Rounds,
    *,
    method: CriticalMethod = "exact",
    lowest: int | None = None,
    highest: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: bool = False,
) -> ContentValidityRatioResult | RaterGroupResults[ContentValidityRatioResult]:
    """Return Lawshe's content validity ratio of each item, and whether it is more than chance.

    Parameters
    ----------
    essential : DataFrame, 2-D array, ContentValidityRound, or rounds that differ in language only
        A table has a row a rater and a column an item, NaN where there is no rating. The highest
        rating means "essential"; all others mean that it is not.
    method : ``exact``, ``wilson2012`` or ``lawshe1975``
        Critical values of a binomial variable; of its normal approximation; or as Lawshe printed
        them.
    lowest, highest : int
        Ends of the rating scale: 0 and 1 unless said otherwise, so that true and false will do.
        With Lawshe's three answers (not necessary, useful, essential) they are 1 and 3. A record
        brings its own.
    confidence_level, significance_level : float
        The latter is one-sided.
    pool : bool
        Take all rater groups and languages of a record for one set of raters. The result names
        them.

    Returns
    -------
    ContentValidityRatioResult or RaterGroupResults
        One result for a table, or with ``pool``; for a record one for each rater group and
        language.

    Raises
    ------
    ResponseDataError
        If a rating is not on the scale, a round is about something else, or ``lawshe1975`` has no
        value for the number of raters.

    Notes
    -----
    Critical values are computed. Only Lawshe's are copied: how Schipper made them for him is not
    known, and they contradict themselves, since 9 raters need a higher ratio than 8. They exist
    for 5 to 15, 20, 25, 30, 35 and 40 raters at the one-sided level .05, and are not interpolated.
    Where every value is printed as .99, for 5 to 7 raters, all of them must agree. Exact values
    rise and fall with the number of raters, because so few ratios are possible.

    References
    ----------
    Lawshe (1975), doi:10.1111/j.1744-6570.1975.tb01393.x; Wilson, Pan and Schumsky (2012),
    doi:10.1177/0748175612440286; Ayre and Scally (2014), doi:10.1177/0748175613513808.

    Examples
    --------
    >>> import numpy as np
    >>> from covalue_measures.psychometrics.content_validity import estimate_content_validity_ratio
    >>> essential = np.ones((9, 2))
    >>> essential[:2, 1] = 0
    >>> result = estimate_content_validity_ratio(essential)
    >>> result.item_statistics[["cvr", "cvr_critical"]].round(3).to_dict("list")
    {'cvr': [1.0, 0.556], 'cvr_critical': [0.778, 0.778]}
    """
    require_choice("method", method, CriticalMethod)
    require_share("confidence_level", confidence_level)
    require_share("significance_level", significance_level)
    if method == "lawshe1975" and significance_level != _LAWSHE_LEVEL:
        raise ValueError(
            f"Lawshe's (1975) table is for the level {_LAWSHE_LEVEL}, not {significance_level}."
        )
    collected = collect_ratings(essential, lowest, highest, ends=(0, 1), pool=pool)
    if collected.rounds and collected.rounds[0].aspect != "essential":
        raise ResponseDataError(
            f"The round is about {collected.rounds[0].aspect}; the ratio needs one about"
            " 'essential'."
        )
    results = []
    for raters in collected.sets:
        matrix = as_ratings(raters.table, collected.lowest, collected.highest)
        items = _item_statistics(
            matrix, collected.highest, method, confidence_level, significance_level
        )
        results.append(
            ContentValidityRatioResult(
                item_statistics=items,
                content_validity_index=float(items.loc[items["is_essential"], "cvr"].mean()),
                method=method,
                confidence_level=confidence_level,
                significance_level=significance_level,
                n_raters=matrix.n_respondents,
                n_items=matrix.n_items,
                rater_groups=raters.rater_groups,
                languages=raters.languages,
            )
        )
    return by_rater_group(collected.rounds, results) if collected.is_grouped else results[0]


def _item_statistics(
    matrix: ItemMatrix,
    essential: int,
    method: CriticalMethod,
    confidence_level: float,
    significance_level: float,
) -> pd.DataFrame:
    n = (~np.isnan(matrix.values)).sum(axis=0)
    n_essential = (matrix.values == essential).sum(axis=0)
    ratio = content_validity_ratio(n_essential, n)
    interval = 2 * wilson_interval(n_essential, n, confidence_level) - 1
    critical = _critical_ratio(n, matrix.item_ids, method, significance_level)
    least = np.ceil((n * (1 + critical) / 2) * (1 - _ROUNDING))
    return pd.DataFrame(
        {
            "n": n,
            "missing": matrix.n_respondents - n,
            "n_essential": n_essential,
            "cvr": ratio,
            "cvr_lower": interval[0],
            "cvr_upper": interval[1],
            "cvr_critical": critical,
            "n_essential_critical": np.where(least > n, np.nan, least),
            "is_essential": n_essential >= least,
        },
        index=pd.Index(matrix.item_ids, name="item"),
    )


def _critical_ratio(
    n: IntArray, item_ids: tuple[str, ...], method: CriticalMethod, significance_level: float
) -> FloatArray:
    if method == "exact":
        return 2 * critical_n_essential(n, significance_level) / n - 1
    if method == "wilson2012":
        return approximate_critical_ratio(n, significance_level)
    for item_id, count in zip(item_ids, n.tolist(), strict=True):
        if count not in LAWSHE_1975:
            raise ResponseDataError(
                f"Item '{item_id}' has {count} raters, for whom Lawshe (1975) printed no critical"
                f" value; the table has {', '.join(map(str, LAWSHE_1975))}. Use method='exact'."
            )
    critical: FloatArray = np.array([LAWSHE_1975[count] for count in n.tolist()])
    return critical
