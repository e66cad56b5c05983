"""What each unit adds to a coefficient of agreement."""

import numpy as np

from covalue_measures.numerics.pairwise_agreement import (
    AgreementMethod,
    RatedUnits,
    agreement_of,
    category_shares,
    gwet_factor,
    pair_agreement,
    rater_shares,
)
from covalue_measures.typing import FloatArray


def unit_agreement(
    units: RatedUnits, weights: FloatArray, method: AgreementMethod, frequencies: FloatArray
) -> FloatArray:
    r"""Return what each unit adds to the coefficient, less the coefficient itself.

    For n units of which m are paired the coefficient :math:`\kappa` is linear in

    .. math::
        \kappa_i = \frac{n}{m} \frac{p_i - p_e}{1 - p_e} - 2 (1 - \kappa) \frac{e_i - p_e}{1 - p_e}

    with :math:`p_e` the agreement expected and :math:`e_i` the unit's part in it; the first
    term is 0 of a unit with one rating. Its variance is that of the mean of these. For
    ``krippendorff`` parts count by the unit's ratings over their mean, and what the number of
    these adds by itself is taken away.

    Parameters
    ----------
    units, weights, method
        As :func:`agreement_of` takes them.
    frequencies : (n_units,)
        How many units like this there are.

    Returns
    -------
    (n_units,)
        NaN where the coefficient is not defined.

    References
    ----------
    Gwet (2008), doi:10.1348/000711006X126600; Gwet (2014), Handbook of inter-rater reliability,
    4th edition. For ``cohen`` the variance is that of Fleiss, Cohen and Everitt (1969),
    doi:10.1037/h0028106.
    """
    agreement = agreement_of(units, weights, method, frequencies)
    expected = agreement.expected
    possible = 1 - expected if np.isfinite(agreement.coefficient) else np.nan
    seen = pair_agreement(units, weights)
    coefficient = agreement.coefficient
    if method == "krippendorff":
        # The correction for small samples moves the unit's ratings, not the coefficient.
        relative = _relative_ratings(units, frequencies)
        raw = frequencies @ (relative * seen) / frequencies.sum()
        coefficient = (raw - expected) / possible
        seen = relative * seen - agreement.observed * (relative - 1) - expected
    else:
        paired_share = frequencies @ units.is_paired.astype(np.float64) / frequencies.sum()
        seen = (seen - expected * units.is_paired) / paired_share
    by_chance = _unit_chance(units, weights, method, frequencies)
    centered: FloatArray = (seen - 2 * (1 - coefficient) * by_chance) / possible - coefficient
    return centered


def _unit_chance(
    units: RatedUnits, weights: FloatArray, method: AgreementMethod, frequencies: FloatArray
) -> FloatArray:
    """Return how far each unit's part in the expected agreement is from it: (n_units,)."""
    if method in ("percent_agreement", "brennan_prediger"):
        return np.zeros(len(units.counts))
    if method in ("cohen", "conger"):
        return _unit_chance_of_raters(units, weights, frequencies)
    shares = category_shares(units, method, frequencies)
    if method == "gwet":
        slope = gwet_factor(weights) * (1 - shares)
    else:
        slope = (weights + weights.T) @ shares / 2
    deviation: FloatArray = units.shares @ slope - shares @ slope
    if method == "krippendorff":
        deviation *= _relative_ratings(units, frequencies)
    return deviation


def _unit_chance_of_raters(
    units: RatedUnits, weights: FloatArray, frequencies: FloatArray
) -> FloatArray:
    shares = rater_shares(units, frequencies)
    is_rated = units.choices.sum(axis=2)
    n_raters = shares.shape[0]
    by_others = (shares.sum(axis=0) - shares) @ ((weights + weights.T) / 2)
    above = (units.choices * by_others).sum(axis=2) - is_rated * (shares * by_others).sum(axis=1)
    scale = frequencies.sum() / (frequencies @ is_rated)
    part: FloatArray = (above * scale).sum(axis=1) / (n_raters * (n_raters - 1))
    return part


def _relative_ratings(units: RatedUnits, frequencies: FloatArray) -> FloatArray:
    """Return the raters of each unit over their mean."""
    relative: FloatArray = units.n_ratings * frequencies.sum() / (frequencies @ units.n_ratings)
    return relative
