"""Krippendorff's alpha, with an interval from drawing units anew."""

import warnings
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.numerics.krippendorff import MeasurementLevel, disagreement_of
from covalue_measures.numerics.pairwise_agreement import rated_units
from covalue_measures.psychometrics.agreement.drawn_units import bootstrap_units
from covalue_measures.psychometrics.agreement.ratings import (
    Ratings,
    as_ratings,
    require_numbers,
    require_order,
)
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.options import require_choice, require_count, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray

#: Fewer draws than these say nothing of an interval's ends.
LEAST_DRAWS = 20
#: Share of draws without an alpha that an interval can bear without a word.
_MOST_UNDEFINED = 0.05


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class KrippendorffResult(Readable):
    """Krippendorff's alpha of ratings."""

    #: 1 if raters always agree, 0 if the ratings tell nothing of the units; NaN where undefined.
    estimate: float
    #: Standard deviation of the draws.
    standard_error: float
    #: Bias-corrected and accelerated, at ``confidence_level``; NaN where all draws lie on one side
    #: of the estimate.
    interval: tuple[float, float]
    confidence_level: float
    level: MeasurementLevel
    observed_disagreement: float
    expected_disagreement: float
    categories: tuple[Hashable, ...]
    rater_ids: tuple[str, ...]
    n_raters: int
    #: Units that two raters or more rated.
    n_units: int
    #: Ratings of these units.
    n_ratings: int
    #: Rows with fewer than two ratings.
    n_left_out: int
    n_bootstrap: int
    #: Draws without an alpha, since all their ratings are one category; left out of the interval.
    n_undefined_draws: int
    seed: int


def estimate_krippendorff(
    data: Responses,
    *,
    level: MeasurementLevel = "nominal",
    categories: Sequence[Hashable] | None = None,
    n_bootstrap: int = 2000,
    seed: int = 1,
    confidence_level: float = 0.95,
) -> KrippendorffResult:
    r"""Return Krippendorff's alpha of any number of raters, ratings missing or not.

    .. math:: \alpha = 1 - \frac{D_o}{D_e}

    with the disagreement observed within units and the one expected if ratings were dealt out to
    units at random; see :func:`covalue_measures.numerics.krippendorff.disagreement_of`.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_units, n_raters) numbers or labels; NaN or None where a rater did not rate a unit.
    level : ``nominal``, ``ordinal``, ``interval`` or ``ratio``
        What a difference of two ratings means. ``interval`` and ``ratio`` take numbers only,
        ``ratio`` none below 0; labels need ``categories`` for ``ordinal``.
    categories : sequence, optional
        In order; by default those that occur. Unused ones change nothing.
    n_bootstrap : int
        Draws of as many units as there are, with replacement.
    seed : int
    confidence_level : float

    Raises
    ------
    ResponseDataError
        If a rating is none of the categories, or ``level`` needs an order or numbers that these do
        not have.
    InsufficientDataError
        If there are fewer than two raters, or two units that two of them rated.

    Notes
    -----
    Units are drawn, with all their ratings, since they are the sample; Hayes and Krippendorff's
    own algorithm draws pairs of ratings. The interval corrects for the bias and skewness of alpha
    near 1. With fewer than some 40 units, or a rare category, it covers less than it says: no
    disagreement among few units leaves an interval of no width. For an analytic standard error
    take ``estimate_kappa(..., method="krippendorff")``, whose ordinal weights do not depend on
    the sample.

    If all ratings are one category, alpha is undefined: NaN, with a warning.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability,
    https://repository.upenn.edu/asc_papers/43; Hayes and Krippendorff (2007),
    doi:10.1080/19312450709336664; interval: Efron (1987), doi:10.1080/01621459.1987.10478410.

    Examples
    --------
    >>> import numpy as np
    >>> from covalue_measures.psychometrics.agreement import estimate_krippendorff
    >>> ratings = np.array([[1, 1], [2, 2], [3, 4], [2, 2], [1, np.nan], [4, 4], [3, 3], [1, 2]])
    >>> result = estimate_krippendorff(ratings, level="ordinal")
    >>> round(result.estimate, 3), result.n_units
    (0.89, 7)
    """
    require_choice("level", level, MeasurementLevel)
    require_count("n_bootstrap", n_bootstrap, LEAST_DRAWS)
    require_share("confidence_level", confidence_level)
    ratings = as_ratings(data, categories)
    _require_level(ratings, level)
    used = ratings.rated_by(2)
    counts = rated_units(used.codes, len(used.categories)).counts
    patterns, counted = np.unique(counts, axis=0, return_counts=True)
    frequencies = counted.astype(np.float64)
    disagreement = disagreement_of(patterns, used.values, level, frequencies)

    def alpha_of(unit_weights: FloatArray) -> FloatArray:
        return disagreement_of(patterns, used.values, level, unit_weights).alpha

    drawn = bootstrap_units(
        alpha_of, frequencies, n_bootstrap, np.random.default_rng(seed), confidence_level
    )
    estimate = float(disagreement.alpha)
    if np.isnan(estimate):
        _warn_of_one_category(used)
    elif drawn.n_undefined > _MOST_UNDEFINED * n_bootstrap:
        _warn_of_undefined_draws(drawn.n_undefined, n_bootstrap)
    return KrippendorffResult(
        estimate=estimate,
        standard_error=drawn.standard_error,
        interval=drawn.interval,
        confidence_level=confidence_level,
        level=level,
        observed_disagreement=float(disagreement.observed),
        expected_disagreement=float(disagreement.expected),
        categories=used.categories,
        rater_ids=used.rater_ids,
        n_raters=len(used.rater_ids),
        n_units=len(used.codes),
        n_ratings=int(counts.sum()),
        n_left_out=len(ratings.codes) - len(used.codes) + ratings.n_unrated,
        n_bootstrap=n_bootstrap,
        n_undefined_draws=drawn.n_undefined,
        seed=seed,
    )


def _require_level(ratings: Ratings, level: MeasurementLevel) -> None:
    if level == "ordinal":
        require_order(ratings, "level='ordinal'")
    elif level == "interval":
        require_numbers(ratings, "level='interval'")
    elif level == "ratio":
        require_numbers(ratings, "level='ratio'", least=0)


def _warn_of_one_category(ratings: Ratings) -> None:
    only = ratings.categories[int(ratings.codes.max())]
    warnings.warn(
        f"Every rater put every unit into {only!r}: nothing could differ, so Krippendorff's alpha"
        " is undefined. Collect units that differ.",
        DataQualityWarning,
        stacklevel=callers_level(),
    )


def _warn_of_undefined_draws(n_undefined: int, n_draws: int) -> None:
    warnings.warn(
        f"{n_undefined} of {n_draws} draws have ratings in one category only, and no alpha: so few"
        " units are in the others that the interval rests on the draws with some of them.",
        DataQualityWarning,
        stacklevel=callers_level(),
    )
