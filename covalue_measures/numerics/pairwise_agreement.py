"""Agreement of raters about units, and what chance would give."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.typing import BoolArray, FloatArray, IntArray

AgreementMethod: TypeAlias = Literal[
    "cohen",
    "fleiss",
    "conger",
    "gwet",
    "brennan_prediger",
    "krippendorff",
    "percent_agreement",
]


@dataclass(frozen=True, slots=True)
class RatedUnits:
    """Who put which unit into which category."""

    #: (n_units, n_raters, n_categories) 1 at the category chosen; all 0 where not rated.
    choices: FloatArray
    #: (n_units, n_categories) raters who chose it.
    counts: FloatArray
    #: (n_units,) raters of the unit.
    n_ratings: FloatArray

    @property
    def is_paired(self) -> BoolArray:
        """(n_units,) whether two raters or more rated the unit."""
        paired: BoolArray = self.n_ratings >= 2
        return paired

    @property
    def shares(self) -> FloatArray:
        """(n_units, n_categories) share of the unit's ratings in each category."""
        shares: FloatArray = self.counts / self.n_ratings[:, None]
        return shares


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement seen and expected, both between 0 and 1; of the shape of the unit weights."""

    observed: FloatArray
    expected: FloatArray

    @property
    def coefficient(self) -> FloatArray:
        """Share of the agreement possible beyond chance; NaN where chance alone gives it all."""
        room = 1 - self.expected
        # Shares that add up to 1 leave a last bit of it.
        possible = np.where(np.abs(room) < 1e-12, np.nan, room)
        coefficient: FloatArray = (self.observed - self.expected) / possible
        return coefficient


def rated_units(codes: IntArray, n_categories: int) -> RatedUnits:
    """Return the ratings as indicators.

    Parameters
    ----------
    codes : (n_units, n_raters)
        Places of the categories, -1 where not rated; every unit has a rating.
    n_categories : int
    """
    choices = (codes[:, :, None] == np.arange(n_categories)).astype(np.float64)
    counts = choices.sum(axis=1)
    return RatedUnits(choices, counts, counts.sum(axis=1))


def agreement_of(
    units: RatedUnits, weights: FloatArray, method: AgreementMethod, unit_weights: FloatArray
) -> Agreement:
    r"""Return the agreement observed and the one expected by chance.

    With :math:`r_{ik}` the raters of unit i who chose category k, :math:`r_i` all its raters and
    :math:`w_{kl}` the weights of categories, the units rated by two or more agree by

    .. math:: p_i = \sum_k \frac{r_{ik} (\sum_l w_{kl} r_{il} - 1)}{r_i (r_i - 1)}

    on average. With :math:`\pi_k` the mean share of category k among a unit's ratings and
    :math:`\pi_{gk}` that among all ratings of rater g, chance gives

    .. math::
        \text{fleiss } \sum_{kl} w_{kl} \pi_k \pi_l, \quad
        \text{cohen, conger } \sum_{g \neq h} \sum_{kl} \frac{w_{kl} \pi_{gk} \pi_{hl}}{r (r-1)},

    .. math::
        \text{gwet } \frac{\sum_{kl} w_{kl}}{q (q - 1)} \sum_k \pi_k (1 - \pi_k), \quad
        \text{brennan\_prediger } \frac{\sum_{kl} w_{kl}}{q^2}

    for q categories and r raters. For ``krippendorff`` units count by their ratings, and the
    observed agreement is moved towards 1 by one part of all N ratings,
    :math:`(1 - 1/N) p + 1/N`.

    Parameters
    ----------
    units : RatedUnits
        Those rated by two or more only for ``krippendorff``, by both raters for ``cohen``.
    weights : (n_categories, n_categories)
        1 on the diagonal.
    method : AgreementMethod
    unit_weights : (..., n_units)
        How often each unit counts.

    References
    ----------
    Cohen (1960), doi:10.1177/001316446002000104; Fleiss (1971), doi:10.1037/h0031619; Conger
    (1980), doi:10.1037/0033-2909.88.2.322; Brennan and Prediger (1981),
    doi:10.1177/001316448104100307; Gwet (2008), doi:10.1348/000711006X126600; weights and missing
    ratings: Gwet (2014), Handbook of inter-rater reliability, 4th edition.
    """
    seen = pair_agreement(units, weights)
    if method == "krippendorff":
        n_ratings = unit_weights @ units.n_ratings
        raw = unit_weights @ (seen * units.n_ratings) / n_ratings
        observed = raw + (1 - raw) / n_ratings
    else:
        observed = unit_weights @ seen / (unit_weights @ units.is_paired.astype(np.float64))
    return Agreement(np.asarray(observed), _expected(units, weights, method, unit_weights))


def pair_agreement(units: RatedUnits, weights: FloatArray) -> FloatArray:
    """Return the agreement of each unit's pairs of raters: (n_units,), 0 without a pair."""
    agreeing = (units.counts * (units.counts @ weights.T - 1)).sum(axis=1)
    pairs = np.where(units.is_paired, units.n_ratings * (units.n_ratings - 1), 1)
    return np.where(units.is_paired, agreeing / pairs, 0.0)


def category_shares(
    units: RatedUnits, method: AgreementMethod, unit_weights: FloatArray
) -> FloatArray:
    """Return the share of each category, as the method counts it: (..., n_categories)."""
    if method == "krippendorff":
        totals = unit_weights @ units.counts
        of_ratings: FloatArray = totals / totals.sum(axis=-1, keepdims=True)
        return of_ratings
    of_units: FloatArray = unit_weights @ units.shares / unit_weights.sum(axis=-1, keepdims=True)
    return of_units


def rater_shares(units: RatedUnits, unit_weights: FloatArray) -> FloatArray:
    """Return the share of each category among a rater's: (..., n_raters, n_categories)."""
    n_units, n_raters, n_categories = units.choices.shape
    totals = unit_weights @ units.choices.reshape(n_units, -1)
    totals = totals.reshape(*unit_weights.shape[:-1], n_raters, n_categories)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares: FloatArray = totals / totals.sum(axis=-1, keepdims=True)
    return shares


def gwet_factor(weights: FloatArray) -> float:
    """Return the mean weight of two different categories chosen blindly, NaN of one category."""
    n_categories = len(weights)
    if n_categories < 2:
        return float("nan")
    return float(weights.sum() / (n_categories * (n_categories - 1)))


def _expected(
    units: RatedUnits, weights: FloatArray, method: AgreementMethod, unit_weights: FloatArray
) -> FloatArray:
    n_categories = len(weights)
    if method == "percent_agreement":
        return np.zeros(unit_weights.shape[:-1])
    if method == "brennan_prediger":
        return np.full(unit_weights.shape[:-1], weights.sum() / n_categories**2)
    if method in ("cohen", "conger"):
        shares = rater_shares(units, unit_weights)
        n_raters = shares.shape[-2]
        total = shares.sum(axis=-2)
        by_others = total[..., None, :] - shares
        pairs = n_raters * (n_raters - 1)
        others: FloatArray = (shares * (by_others @ weights.T)).sum(axis=(-2, -1)) / pairs
        return others
    shares = category_shares(units, method, unit_weights)
    if method == "gwet":
        spread: FloatArray = gwet_factor(weights) * (shares * (1 - shares)).sum(axis=-1)
        return spread
    expected: FloatArray = (shares * (shares @ weights.T)).sum(axis=-1)
    return expected
