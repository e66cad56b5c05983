"""Statistics behind fit indices that estimate what complete, normal data would give.

An index of ordinal or incomplete data by the usual formula means something else than one of
complete normal data: the population value itself depends on the categories, or on what is
missing. The statistics here are those of the normal likelihood at the unrestricted estimates, and
their mean under the model is worked out from the estimates' own uncertainty.
"""

import numpy as np

from covalue_measures.numerics.structural.chi_square import TestStatistic, upper_probability
from covalue_measures.numerics.structural.implied import implied_moments
from covalue_measures.numerics.structural.moment_vector import moments_and_jacobian
from covalue_measures.numerics.structural.normal_sample import sample_of_moments
from covalue_measures.numerics.structural.normal_theory import (
    casewise_scores,
    normal_point,
)
from covalue_measures.numerics.structural.saturated import (
    saturated_information,
    saturated_point,
    saturated_slopes,
)
from covalue_measures.psychometrics.structural.fitted_discrepancy import FittedDiscrepancy
from covalue_measures.typing import FloatArray


def robust_statistic(fitted: FittedDiscrepancy, df: int) -> TestStatistic | None:
    r"""Return the statistic for the robust indices, or None where they rest on the usual one.

    With V the normal theory's weight (at the implied correlations of ordinal items, at the
    unrestricted estimates of incomplete ones, as lavaan has them), W the weight that the model's
    estimates rest on, and :math:`\Gamma` the asymptotic covariance of the unrestricted estimates,

    .. math:: c\,df = \operatorname{tr}(V H \Gamma H^\top), \quad
        H = I - \Delta (\Delta^\top W \Delta)^{-1} \Delta^\top W

    Parameters
    ----------
    fitted : FittedDiscrepancy
    df : int

    References
    ----------
    Ordinal items: Savalei (2021), doi:10.1080/00273171.2020.1717922; missing values: Zhang and
    Savalei (2023), doi:10.1037/met0000445.
    """
    samples = fitted.samples
    is_ordinal = samples.kinds.is_any_ordinal
    if is_ordinal:
        if not samples.kinds.is_ordinal.all():
            return None
    elif samples.moments or all(sample.is_complete for sample in samples.normal):
        return None
    pieces = [
        _ordinal_piece(fitted, group) if is_ordinal else _incomplete_piece(fitted, group)
        for group in range(len(fitted.layouts))
    ]
    n = samples.n_respondents
    known = [piece for piece in pieces if piece is not None]
    if len(known) < len(pieces) or df == 0:
        nothing = float("nan")
        return TestStatistic(nothing, df, nothing, nothing, df, nothing)
    shares = [observed.n_respondents / n for observed in samples.observed]
    value = sum(share * piece.value for share, piece in zip(shares, known, strict=True))
    statistic = 2 * n * max(value, 0.0)
    factor = _expectation(known, shares) / df
    pvalue = upper_probability(statistic, df)
    return TestStatistic(statistic, df, pvalue, statistic / factor, df, factor)


class _Piece:
    """One group's part."""

    def __init__(
        self,
        value: float,
        normal_weight: FloatArray,
        weight: FloatArray,
        jacobian: FloatArray,
        covariance: FloatArray,
    ) -> None:
        self.value = value
        self.normal_weight = normal_weight
        self.weight = weight
        self.jacobian = jacobian
        self.covariance = covariance


def _expectation(pieces: list[_Piece], shares: list[float]) -> float:
    """Return the trace; groups add up, and share nothing but small matrices."""
    total = 0.0
    information, normal, spread, mixed = (
        np.zeros((pieces[0].jacobian.shape[1],) * 2) for _ in "insm"
    )
    for share, piece in zip(shares, pieces, strict=True):
        own = piece.weight @ piece.jacobian
        theirs = piece.normal_weight @ piece.jacobian
        moved = piece.covariance @ own
        total += float(np.sum(piece.normal_weight * piece.covariance))
        information += share * (piece.jacobian.T @ own)
        normal += share * (piece.jacobian.T @ theirs)
        spread += share * (own.T @ moved)
        mixed += share * (theirs.T @ moved)
    # Directions that no moment moves (thresholds) have no information here.
    inverse = np.linalg.pinv(information, rcond=1e-12, hermitian=True)
    projected = inverse @ spread @ inverse
    return total - 2 * float(np.sum(inverse * mixed.T)) + float(np.sum(projected * normal))


def _ordinal_piece(fitted: FittedDiscrepancy, group: int) -> _Piece | None:
    """Return the parts of polychoric correlations, thresholds left out."""
    kinds, layout = fitted.samples.kinds, fitted.layouts[group]
    observed = fitted.samples.observed[group]
    moments, jacobian = moments_and_jacobian(layout, kinds, fitted.parameters)
    n_cuts = len(kinds.locations[0])
    first, second = kinds.pairs
    implied = np.eye(layout.n_items)
    implied[first, second] = implied[second, first] = moments[n_cuts:]
    point = _discrepancy_between(observed.covariance, implied)
    if point is None:
        return None
    value, weight = point
    upper_first, upper_second = np.triu_indices(layout.n_items)
    below = upper_first < upper_second
    own = fitted.samples.moments[group].weight
    own_matrix = np.diag(own[n_cuts:]) if own.ndim == 1 else own[n_cuts:, n_cuts:]
    return _Piece(
        value,
        weight[np.ix_(below, below)],
        own_matrix,
        jacobian[n_cuts:] @ fitted.constraint.basis[layout.own_parameters],
        fitted.samples.covariances[group][n_cuts:, n_cuts:],
    )


def _discrepancy_between(
    sample: FloatArray, implied: FloatArray
) -> tuple[float, FloatArray] | None:
    """Return half the normal discrepancy of two correlation matrices, and its weight."""
    nothing = np.zeros(len(sample))
    known = sample_of_moments(nothing, sample, 1.0)
    at_model = normal_point(known, nothing, implied, has_means=False)
    at_sample = normal_point(known, nothing, sample, has_means=False)
    if at_model is None or at_sample is None:
        return None
    weight = saturated_information(at_model, len(sample), has_means=False, observed=False)
    return at_model.value - at_sample.value, weight


def _incomplete_piece(fitted: FittedDiscrepancy, group: int) -> _Piece | None:
    """Return the parts of incomplete numeric items."""
    layout = fitted.layouts[group]
    observed = fitted.samples.observed[group]
    n_items = layout.n_items
    implied = implied_moments(layout, layout.fill(fitted.parameters))
    complete = sample_of_moments(observed.means, observed.covariance, 1.0)
    at_model = normal_point(complete, implied.mean, implied.covariance, has_means=True)
    at_sample = normal_point(complete, observed.means, observed.covariance, has_means=True)
    if at_model is None or at_sample is None:
        return None
    information, covariance = _saturated_uncertainty(fitted, group)
    _, jacobian = moments_and_jacobian(layout, fitted.samples.kinds, fitted.parameters)
    return _Piece(
        at_model.value - at_sample.value,
        saturated_information(at_sample, n_items, has_means=True, observed=False),
        information,
        jacobian @ fitted.constraint.basis[layout.own_parameters],
        covariance,
    )


def _saturated_uncertainty(fitted: FittedDiscrepancy, group: int) -> tuple[FloatArray, FloatArray]:
    """Return the information on the unrestricted moments, and their asymptotic covariance."""
    sample, observed = fitted.samples.normal[group], fitted.samples.observed[group]
    n_items = len(observed.means)
    point = saturated_point(sample, observed.means, observed.covariance, has_means=True)
    information = saturated_information(point, n_items, has_means=True, observed=True)
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    if fitted.estimator.standard_errors != "robust_likelihood":
        return information, inverse
    moved = saturated_slopes(n_items, has_means=True)
    scores = casewise_scores(sample, point, moved, observed.means, has_means=True)
    return information, inverse @ (scores.T @ scores / len(scores)) @ inverse
