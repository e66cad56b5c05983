"""Content validity indices of raters' judgements."""

import warnings
from typing import Literal, overload

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning, ResponseDataError
from covalue_measures.numerics.content_validity import (
    aiken_v,
    chance_agreement,
    critical_rating_sum,
    modified_kappa,
)
from covalue_measures.numerics.proportion_intervals import wilson_interval
from covalue_measures.psychometrics.content_validity.content_validity_result import (
    ContentValidityResult,
    ContentValiditySettings,
    kappa_band,
)
from covalue_measures.psychometrics.content_validity.rater_groups import (
    RaterGroupResults,
    by_rater_group,
)
from covalue_measures.psychometrics.content_validity.rater_sets import (
    CollectedRatings,
    RaterSet,
    Rounds,
    collect_ratings,
)
from covalue_measures.psychometrics.content_validity.ratings import RatingTable, as_ratings
from covalue_measures.psychometrics.door import ItemMatrix, name_items
from covalue_measures.psychometrics.options import require_share
from covalue_measures.typing import FloatArray, IntArray

#: Raters below whom an index says little: agreement by chance is too likely.
_FEWEST_RATERS = 3


@overload
def estimate_content_validity(
    ratings: RatingTable,
    *,
    lowest: int | None = None,
    highest: int | None = None,
    relevant_from: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: Literal[False] = False,
) -> ContentValidityResult: ...
@overload
def estimate_content_validity(
    ratings: Rounds,
    *,
    lowest: int | None = None,
    highest: int | None = None,
    relevant_from: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: Literal[False] = False,
) -> RaterGroupResults[ContentValidityResult]: ...
@overload
def estimate_content_validity(
    ratings: Rounds,
    *,
    lowest: int | None = None,
    highest: int | None = None,
    relevant_from: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: Literal[True],
) -> ContentValidityResult: ...


def estimate_content_validity(
    ratings: RatingTable | Rounds,
    *,
    lowest: int | None = None,
    highest: int | None = None,
    relevant_from: int | None = None,
    confidence_level: float = 0.95,
    significance_level: float = 0.05,
    pool: bool = False,
) -> ContentValidityResult | RaterGroupResults[ContentValidityResult]:
    """Return content validity indices of items, and of the items together.

    Parameters
    ----------
    ratings : DataFrame, 2-D array, ContentValidityRound, or rounds that differ in language only
        A table has a row a rater and a column an item, NaN where there is no rating.
    lowest, highest : int
        Ends of the rating scale: 1 and 4 unless said otherwise; a record brings its own.
    relevant_from : int
        The least rating that counts as relevant. Unless said otherwise it is the first above the
        middle of the scale: 3 of 1 to 4, 4 of 1 to 5.
    confidence_level : float
        Of Wilson's interval for the I-CVI, and of the score interval for Aiken's V.
    significance_level : float
        One-sided, of the critical value of Aiken's V.
    pool : bool
        Take all rater groups and languages of a record for one set of raters. The result names
        them.

    Returns
    -------
    ContentValidityResult or RaterGroupResults
        One result for a table, or with ``pool``; for a record one for each rater group and
        language.

    Raises
    ------
    ResponseDataError
        If a rating is not on the scale, or records do not belong together.
    InsufficientDataError
        If nobody rated an item of a table.

    Warns
    -----
    DataQualityWarning
        If an item has fewer than three raters.

    Notes
    -----
    The I-CVI is the share of an item's raters who found it relevant; who gave no rating does not
    count. S-CVI/Ave is the mean of the I-CVIs, S-CVI/UA the share of items whose I-CVI is 1.
    Aiken's V uses the whole scale. Its interval is Wilson's, with every step that a rater can take
    up the scale as a trial; its critical value is exact, against raters who choose every category
    with the same probability. A lower limit of V above .50 is commonly asked for, above .70 by a
    stricter rule; neither is applied here.

    References
    ----------
    Polit, Beck and Owen (2007), doi:10.1002/nur.20199; Aiken (1985),
    doi:10.1177/0013164485451012; Penfield and Giacobbi (2004),
    doi:10.1207/s15327841mpee0804_3.

    Examples
    --------
    >>> import numpy as np
    >>> from covalue_measures.psychometrics.content_validity import estimate_content_validity
    >>> ratings = np.array([[4, 3, 2], [4, 4, 3], [3, 4, 2], [4, 2, 1], [4, 4, 4]])
    >>> result = estimate_content_validity(ratings)
    >>> result.item_statistics["i_cvi"].to_dict()
    {'item1': 1.0, 'item2': 0.8, 'item3': 0.4}
    >>> round(result.s_cvi_ave, 4), round(result.s_cvi_ua, 4)
    (0.7333, 0.3333)
    """
    require_share("confidence_level", confidence_level)
    require_share("significance_level", significance_level)
    collected = collect_ratings(ratings, lowest, highest, ends=(1, 4), pool=pool)
    if collected.rounds and collected.rounds[0].aspect == "essential":
        raise ResponseDataError(
            "The round asked whether items are essential; use estimate_content_validity_ratio."
        )
    settings = ContentValiditySettings(
        lowest=collected.lowest,
        highest=collected.highest,
        relevant_from=_relevant_from(collected, relevant_from),
        confidence_level=confidence_level,
        significance_level=significance_level,
    )
    results = _estimate(collected.sets, settings)
    return by_rater_group(collected.rounds, results) if collected.is_grouped else results[0]


def _relevant_from(collected: CollectedRatings, relevant_from: int | None) -> int:
    lowest, highest = collected.lowest, collected.highest
    least = (lowest + highest) // 2 + 1 if relevant_from is None else relevant_from
    if not lowest < least <= highest:
        raise ValueError(
            f"relevant_from must be above {lowest} and at most {highest}, the ends of the scale;"
            f" got {least}."
        )
    return least


def _estimate(
    sets: tuple[RaterSet, ...], settings: ContentValiditySettings
) -> list[ContentValidityResult]:
    results, few = [], []
    for raters in sets:
        matrix = as_ratings(raters.table, settings.lowest, settings.highest)
        items = _item_statistics(matrix, settings)
        is_thin = (items["n"] < _FEWEST_RATERS).to_numpy()
        if is_thin.any():
            few.append(name_items(matrix.item_ids, is_thin) + raters.name)
        results.append(
            ContentValidityResult(
                item_statistics=items,
                s_cvi_ave=float(items["i_cvi"].mean()),
                s_cvi_ua=float((items["n_relevant"] == items["n"]).mean()),
                n_raters=matrix.n_respondents,
                n_items=matrix.n_items,
                rater_groups=raters.rater_groups,
                languages=raters.languages,
                settings=settings,
            )
        )
    if few:
        warnings.warn(
            f"Fewer than {_FEWEST_RATERS} raters: {'; '.join(few)}. So few agree by chance too"
            " often for an index to say much.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    return results


def _item_statistics(matrix: ItemMatrix, settings: ContentValiditySettings) -> pd.DataFrame:
    values, level = matrix.values, settings.confidence_level
    n = (~np.isnan(values)).sum(axis=0)
    n_relevant = (values >= settings.relevant_from).sum(axis=0)
    kappa = modified_kappa(n_relevant, n)
    n_steps = settings.highest - settings.lowest
    sums = np.nansum(values - settings.lowest, axis=0)
    cvi_interval = wilson_interval(n_relevant, n, level)
    v_interval = wilson_interval(sums, n * n_steps, level)
    critical = _critical_sums(n, n_steps, settings.significance_level)
    return pd.DataFrame(
        {
            "n": n,
            "missing": matrix.n_respondents - n,
            "n_relevant": n_relevant,
            "i_cvi": n_relevant / n,
            "i_cvi_lower": cvi_interval[0],
            "i_cvi_upper": cvi_interval[1],
            "p_chance": chance_agreement(n_relevant, n),
            "modified_kappa": kappa,
            "modified_kappa_band": [kappa_band(value) for value in kappa],
            "mean": settings.lowest + sums / n,
            "aiken_v": aiken_v(sums, n, n_steps),
            "aiken_v_lower": v_interval[0],
            "aiken_v_upper": v_interval[1],
            "aiken_v_critical": critical / (n * n_steps),
            "aiken_v_significant": sums >= critical,
        },
        index=pd.Index(matrix.item_ids, name="item"),
    )


def _critical_sums(n: IntArray, n_steps: int, significance_level: float) -> FloatArray:
    counts, places = np.unique(n, return_inverse=True)
    sums = [critical_rating_sum(int(count), n_steps, significance_level) for count in counts]
    critical: FloatArray = np.array(sums)[places]
    return critical
