"""Krippendorff's alpha, of one sample or of many drawn from it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.typing import FloatArray

MeasurementLevel: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Mean squared difference within units and among all ratings; of the unit weights' shape."""

    observed: FloatArray
    #: NaN where only one category is used: nothing could differ.
    expected: FloatArray

    @property
    def alpha(self) -> FloatArray:
        """1 without any disagreement, 0 if units tell nothing; NaN where undefined."""
        alpha: FloatArray = 1 - self.observed / self.expected
        return alpha


def disagreement_of(
    counts: FloatArray, values: FloatArray, level: MeasurementLevel, unit_weights: FloatArray
) -> Disagreement:
    r"""Return the disagreement observed and expected.

    With :math:`r_{ik}` the raters of unit i who chose category k, :math:`r_i` all its raters,
    :math:`n_k` the ratings in category k, N all of them, and :math:`\delta_{kl}^2` the difference
    of two categories,

    .. math::
        D_o = \frac{1}{N} \sum_i \sum_{kl} \frac{r_{ik} r_{il} \delta_{kl}^2}{r_i - 1}, \qquad
        D_e = \sum_{kl} \frac{n_k n_l \delta_{kl}^2}{N (N - 1)}

    Nominal categories differ by 1, those of an interval scale by the squared difference of their
    values, those of a ratio scale by the square of difference over sum. Ordinal ones differ by
    the square of the ratings between their middles, which depends on the sample.

    Parameters
    ----------
    counts : (n_units, n_categories)
        Every unit has two ratings or more.
    values : (n_categories,)
        Ascending and distinct.
    level : MeasurementLevel
    unit_weights : (..., n_units)
        How often each unit counts.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability,
    https://repository.upenn.edu/asc_papers/43.
    """
    n_ratings = counts.sum(axis=1)
    totals = unit_weights @ counts
    n = totals.sum(axis=-1)
    if level in ("nominal", "ratio"):
        metric = _metric(values, level)
        within = (counts * (counts @ metric)).sum(axis=1) / (n_ratings - 1)
        observed = unit_weights @ within
        expected = (totals * (totals @ metric)).sum(axis=-1)
    else:
        scores = _scores(values, totals, level)
        within = _spread(counts, scores, n_ratings) / (n_ratings - 1)
        observed = (unit_weights * within).sum(axis=-1)
        center = (totals * scores).sum(axis=-1) / n
        expected = 2 * n * (totals * (scores - center[..., None]) ** 2).sum(axis=-1)
    varies = (totals > 0).sum(axis=-1) >= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return Disagreement(
            np.asarray(observed / n), np.where(varies, expected / (n * (n - 1)), np.nan)
        )


def _metric(values: FloatArray, level: MeasurementLevel) -> FloatArray:
    if level == "nominal":
        return 1 - np.eye(values.size)
    difference, total = values[:, None] - values, values[:, None] + values
    # Two zeros do not differ.
    ratio: FloatArray = (difference / np.where(total == 0, 1, total)) ** 2
    return ratio


def _scores(values: FloatArray, totals: FloatArray, level: MeasurementLevel) -> FloatArray:
    """Return the places of categories on a line: (n_categories,) or (..., n_categories)."""
    if level == "interval":
        centered: FloatArray = values - values.mean()
        return centered
    middles: FloatArray = totals.cumsum(axis=-1) - (totals + totals.sum(-1, keepdims=True)) / 2
    return middles


def _spread(counts: FloatArray, scores: FloatArray, n_ratings: FloatArray) -> FloatArray:
    """Return the sum of squared differences of a unit's ratings, each pair both ways."""
    squares, sums = scores**2 @ counts.T, scores @ counts.T
    # A difference of squares: without disagreement it may fall a last bit below 0.
    spread: FloatArray = np.maximum(2 * (n_ratings * squares - sums**2), 0)
    return spread
