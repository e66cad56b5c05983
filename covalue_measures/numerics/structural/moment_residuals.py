"""What a model leaves of the means, variances, correlations and thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from covalue_measures.typing import BoolArray, FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Moments of one group, observed or implied, or what is left of them."""

    #: (n_items, n_items): of ordinal items the polychoric and polyserial ones.
    covariance: FloatArray
    #: (n_items,); None without a mean structure. Those of ordinal items are not looked at.
    means: FloatArray | None = None
    #: (n_thresholds,), all items' after one another; None without ordinal items.
    thresholds: FloatArray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualSummary:
    """Root mean square residuals; the ``_nomean`` ones without means and thresholds."""

    rmr: float
    rmr_nomean: float
    #: ``srmr_bentler``, or with ordinal items ``srmr_bentler_nomean``.
    srmr: float
    srmr_bentler: float
    srmr_bentler_nomean: float
    crmr: float
    crmr_nomean: float
    #: NaN with ordinal items.
    srmr_mplus: float
    srmr_mplus_nomean: float


def residual_correlations(sample: Moments, implied: Moments) -> Moments:
    """Return differences of correlations, and of means in observed standard deviations.

    Each covariance matrix is turned into correlations by its own variances, so that the diagonal
    is 0. Thresholds are already in standard deviations of the latent response.

    References
    ----------
    Bollen (1989), Structural equations with latent variables, 257-259.
    """
    deviations = _deviations(sample)
    difference = _correlations(sample) - _correlations(implied)
    return Moments(
        covariance=difference,
        means=_subtract(sample.means, implied.means, deviations),
        thresholds=_subtract(sample.thresholds, implied.thresholds),
    )


def residual_summary(
    sample: Sequence[Moments],
    implied: Sequence[Moments],
    n_respondents: Sequence[int],
    ordinal: BoolArray | None = None,
) -> ResidualSummary:
    r"""Return root mean square residuals, each the mean over groups weighted by respondents.

    The squares of the p(p+1)/2 residuals on and below the diagonal are averaged, or of these and
    the residuals of means and thresholds. A residual is

    - rmr: a difference of covariances, or of means;
    - srmr_bentler: the same over observed standard deviations;
    - crmr: a residual correlation, the p zeros of the diagonal not counted, and means as above;
    - srmr_mplus: a residual correlation, of a variance the difference over the observed one, of
      a mean the difference of means each over its own standard deviation.

    Parameters
    ----------
    sample, implied : sequence of Moments
        By group.
    n_respondents : sequence of int
        By group.
    ordinal : (n_items,), optional
        Which items have thresholds instead of means and variances. All without means if
        thresholds are given and this is not.

    References
    ----------
    Bentler (1995), EQS structural equations program manual; Bollen (1989); Asparouhov and Muthen
    (2018), SRMR in Mplus, technical note; Maydeu-Olivares (2017), doi:10.1007/s11336-016-9552-7.
    """
    weights = np.array(n_respondents) / np.sum(n_respondents)
    groups = [
        _group_summary(of_sample, of_model, ordinal)
        for of_sample, of_model in zip(sample, implied, strict=True)
    ]
    rmr, bentler, crmr, mplus = np.tensordot(weights, np.array(groups), axes=1).tolist()
    is_ordinal = sample[0].thresholds is not None
    if is_ordinal:
        mplus = [float("nan")] * 2
    return ResidualSummary(
        rmr=rmr[1],
        rmr_nomean=rmr[0],
        srmr=bentler[0] if is_ordinal else bentler[1],
        srmr_bentler=bentler[1],
        srmr_bentler_nomean=bentler[0],
        crmr=crmr[1],
        crmr_nomean=crmr[0],
        srmr_mplus=mplus[1],
        srmr_mplus_nomean=mplus[0],
    )


def _group_summary(sample: Moments, implied: Moments, ordinal: BoolArray | None) -> FloatArray:
    """Return rmr, srmr_bentler, crmr and srmr_mplus, each without and with means.

    Returns
    -------
    (4, 2)
    """
    n_items = len(sample.covariance)
    if ordinal is None:
        ordinal = np.full(n_items, sample.thresholds is not None)
    deviations, of_model = _deviations(sample), _deviations(implied)
    difference = sample.covariance - implied.covariance
    correlation = _correlations(sample) - _correlations(implied)
    means = _subtract(sample.means, implied.means)
    standardized = _subtract(sample.means, implied.means, deviations)
    own = _subtract(sample.means, implied.means, deviations, of_model)
    cuts = _subtract(sample.thresholds, implied.thresholds)
    n_covariances = n_items * (n_items + 1) // 2
    kinds = [
        (difference, means, n_covariances),
        (difference / np.outer(deviations, deviations), standardized, n_covariances),
        (correlation, standardized, n_covariances - n_items),
        (correlation + np.diag(np.diag(difference) / deviations**2), own, n_covariances),
    ]
    summary = np.empty((4, 2))
    for place, (residuals, of_means, count) in enumerate(kinds):
        below = residuals[np.tril_indices(n_items)]
        others = np.concatenate(
            [
                np.empty(0) if of_means is None else of_means[~ordinal],
                np.empty(0) if cuts is None else cuts,
            ]
        )
        squares = below @ below
        summary[place, 0] = squares / count
        summary[place, 1] = (squares + others @ others) / (count + len(others))
    root: FloatArray = np.sqrt(summary)
    return root


def _deviations(moments: Moments) -> FloatArray:
    root: FloatArray = np.sqrt(np.diag(moments.covariance))
    return root


def _correlations(moments: Moments) -> FloatArray:
    deviations = _deviations(moments)
    return moments.covariance / np.outer(deviations, deviations)


def _subtract(
    sample: FloatArray | None,
    implied: FloatArray | None,
    sample_unit: FloatArray | float = 1.0,
    implied_unit: FloatArray | float | None = None,
) -> FloatArray | None:
    """Return the difference in units, in the sample's for both if one is given."""
    if sample is None or implied is None:
        return None
    return sample / sample_unit - implied / (sample_unit if implied_unit is None else implied_unit)
