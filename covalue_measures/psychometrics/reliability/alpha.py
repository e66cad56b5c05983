"""Cronbach's alpha with its interval, and what each item does to it."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning, InsufficientDataError
from covalue_measures.numerics.covariance import covariance_to_correlation, pairwise_covariance
from covalue_measures.numerics.internal_consistency import (
    alpha_if_dropped,
    coefficient_alpha,
    feldt_interval,
    item_rest_correlation,
)
from covalue_measures.psychometrics.correlation import Missing, estimate_polychoric
from covalue_measures.psychometrics.door import (
    ItemMatrix,
    Responses,
    as_item_matrix,
    name_items,
    refuse_constant_items,
    refuse_undefined_pairs,
    require_items,
)
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class AlphaResult(Readable):
    """Cronbach's alpha; every number names its kind."""

    #: Raw alpha, of the covariances; at most 1, negative values are possible.
    alpha: float
    #: Feldt interval of ``alpha`` at ``confidence_level``.
    interval: tuple[float, float]
    confidence_level: float
    #: Alpha of the Pearson correlations.
    standardized_alpha: float
    #: Alpha of the polychoric correlations; None unless asked for.
    ordinal_alpha: float | None
    #: Mean correlation between two items.
    average_correlation: float
    #: One row an item: ``n``, ``mean``, ``standard_deviation``, ``item_rest_correlation``,
    #: ``alpha_if_dropped``, ``standardized_alpha_if_dropped``.
    item_statistics: pd.DataFrame
    n_items: int
    #: Rows used; behind the interval too.
    n_respondents: int
    #: Rows without a missing cell.
    n_complete: int
    missing: Missing
    #: Items mirrored first, as their instrument declares.
    reversed_items: tuple[str, ...]

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the items, in order."""
        return tuple(str(name) for name in self.item_statistics.index)


def estimate_alpha(
    data: Responses,
    *,
    missing: Missing = "pairwise",
    confidence_level: float = 0.95,
    ordinal: bool = False,
) -> AlphaResult:
    """Return Cronbach's alpha with Feldt's interval and item statistics.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_items), NaN for missing. Negatively keyed items of a ``ResponseData``
        are mirrored as its instrument declares; a plain table is taken as it is.
    missing : ``pairwise`` or ``listwise``
        Covariances over the respondents who answered both items, or all over those who answered
        every item.
    confidence_level : float
        Between 0 and 1.
    ordinal : bool
        Also return alpha of the polychoric correlations: the reliability that the underlying
        continuous responses would have, not that of the observed sum score.

    Raises
    ------
    InsufficientDataError
        If there are fewer than two items or two respondents, or an item does not vary.

    Notes
    -----
    The same as ``psych::alpha`` and ``psych::alpha.ci``. With pairwise covariances the interval
    counts every row as a respondent, complete or not, as they do.

    References
    ----------
    Cronbach (1951), doi:10.1007/BF02310555, equation 2; Feldt, Woodruff and Salih (1987),
    doi:10.1177/014662168701100107, equation 9; Zumbo, Gadermann and Zeisser (2007),
    doi:10.22237/jmasm/1177992180, for ordinal alpha.

    Examples
    --------
    >>> import numpy as np, covalue_measures as cm
    >>> answers = np.array([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 4, 5], [5, 5, 4]])
    >>> round(cm.estimate_alpha(answers).alpha, 4)
    0.9364
    """
    require_share("confidence_level", confidence_level)
    require_choice("missing", missing, Missing)
    matrix = as_item_matrix(data)
    require_items(matrix, 2, "Cronbach's alpha")
    used = matrix.listwise() if missing == "listwise" else matrix
    if used.n_respondents < 2:
        who = "who answered every item" if missing == "listwise" else "in all"
        raise InsufficientDataError(
            f"Cronbach's alpha needs at least 2 respondents {who}, got {used.n_respondents}."
        )
    refuse_constant_items(used)
    covariance = pairwise_covariance(used.values)
    refuse_undefined_pairs(used, covariance)
    alpha = coefficient_alpha(covariance)
    statistics = _item_statistics(used, covariance)
    _warn_of_negative_items(used.item_ids, statistics["item_rest_correlation"].to_numpy())
    correlation = covariance_to_correlation(covariance)
    off_diagonal = correlation[np.triu_indices(used.n_items, 1)]
    ordinal_matrix = estimate_polychoric(data, missing=missing).matrix if ordinal else None
    return AlphaResult(
        alpha=alpha,
        interval=feldt_interval(alpha, used.n_respondents, used.n_items, confidence_level),
        confidence_level=confidence_level,
        standardized_alpha=coefficient_alpha(correlation),
        ordinal_alpha=None if ordinal_matrix is None else coefficient_alpha(ordinal_matrix),
        average_correlation=float(off_diagonal.mean()),
        item_statistics=statistics,
        n_items=used.n_items,
        n_respondents=used.n_respondents,
        n_complete=used.n_complete,
        missing=missing,
        reversed_items=matrix.reversed_items,
    )


def _item_statistics(matrix: ItemMatrix, covariance: FloatArray) -> pd.DataFrame:
    correlation = covariance_to_correlation(covariance)
    return pd.DataFrame(
        {
            "n": (~np.isnan(matrix.values)).sum(axis=0),
            "mean": np.nanmean(matrix.values, axis=0),
            "standard_deviation": np.nanstd(matrix.values, axis=0, ddof=1),
            "item_rest_correlation": item_rest_correlation(covariance),
            "alpha_if_dropped": alpha_if_dropped(covariance),
            "standardized_alpha_if_dropped": alpha_if_dropped(correlation),
        },
        index=pd.Index(matrix.item_ids, name="item"),
    )


def _warn_of_negative_items(item_ids: tuple[str, ...], item_rest: FloatArray) -> None:
    is_negative = item_rest < 0
    if is_negative.any():
        warnings.warn(
            f"The sum of the other items correlates negatively with"
            f" {name_items(item_ids, is_negative)}: is the keying declared, and was it not applied"
            " twice?",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
