"""Standard errors of rotated loadings by the delta method."""

import numpy as np

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.rotation.loading_covariance import (
    least_squares_weights,
    likelihood_covariance,
    normal_covariance_of,
)
from covalue_measures.numerics.rotation.stationarity import Stationarity
from covalue_measures.psychometrics.correlation import PolychoricResult
from covalue_measures.psychometrics.factor.efa_result import EfaResult
from covalue_measures.typing import FloatArray

_INSTEAD = "use method='bootstrap'"


def analytic_standard_errors(fit: EfaResult) -> tuple[FloatArray, FloatArray]:
    """Return the standard errors of the loadings and of the factor correlations of a fit.

    Returns
    -------
    (n_items, n_factors), (n_factors, n_factors)
        Of what is fixed, 0.

    Raises
    ------
    ResponseDataError
        If the fit's estimator or rotation has no such standard errors here.
    InsufficientDataError
        If the fit is not one that they hold for.
    """
    _refuse_estimator(fit)
    _refuse_solution(fit)
    loadings, phi = fit.loadings.to_numpy(), fit.factor_correlations.to_numpy()
    conditions = np.zeros((0, loadings.size))
    if fit.rotation is not None:
        choice = fit.rotation.choice
        stationarity = Stationarity(
            choice.criterion(*loadings.shape), choice.oblique, choice.normalize
        )
        conditions = stationarity.derivatives(loadings, phi)
    variances = np.diag(_covariance(fit, loadings, phi, conditions))
    if not np.isfinite(variances).all():
        raise InsufficientDataError(
            "The rotation's minimum is flat: other rotations of these loadings are as simple, and"
            f" so they have no standard errors; {_INSTEAD}."
        )
    errors = np.sqrt(np.maximum(variances, 0.0))
    of_correlations = np.zeros_like(phi)
    if fit.is_oblique:
        rows, columns = np.triu_indices(len(phi), 1)
        of_correlations[rows, columns] = of_correlations[columns, rows] = errors[loadings.size :]
    return errors[: loadings.size].reshape(loadings.shape), of_correlations


def _covariance(
    fit: EfaResult, loadings: FloatArray, phi: FloatArray, conditions: FloatArray
) -> FloatArray:
    if fit.settings.extraction == "maximum_likelihood":
        return likelihood_covariance(loadings, phi, conditions) / fit.n_respondents
    weights = least_squares_weights(loadings, phi, conditions)
    if not isinstance(fit.correlations, PolychoricResult):
        return normal_covariance_of(weights, fit.correlations.matrix) / fit.n_respondents
    n_pairs = weights.shape[1]
    among = fit.correlations.asymptotic_covariance.to_numpy()[-n_pairs:, -n_pairs:]
    covariance: FloatArray = weights @ among @ weights.T / fit.correlations.n_answered
    return covariance


def _refuse_estimator(fit: EfaResult) -> None:
    settings = fit.settings
    if settings.extraction == "principal_axis":
        raise ResponseDataError(
            "There are no analytic standard errors of principal axis loadings, which minimize"
            f" nothing; extract by minres, whose solution is the same, or {_INSTEAD}."
        )
    if settings.correlation not in ("pearson", "given") and (
        settings.extraction != "minres" or settings.correlation != "polychoric"
    ):
        raise ResponseDataError(
            f"Analytic standard errors of {settings.extraction} loadings of"
            f" {settings.correlation} correlations are not available: there are those of Pearson"
            f" correlations, and of polychoric ones by minres. Otherwise {_INSTEAD}."
        )
    if fit.rotation is None and fit.n_factors > 1:
        raise ResponseDataError(
            "Unrotated loadings stand where the extraction left them; rotate them for analytic"
            f" standard errors, or {_INSTEAD}."
        )
    if fit.rotation is not None and fit.rotation.name == "promax":
        raise ResponseDataError(
            "Promax minimizes no criterion of its own, from which analytic standard errors would"
            f" follow; {_INSTEAD}."
        )
    counts = fit.correlations.n_pairwise.to_numpy()
    if settings.correlation != "polychoric" and (counts < fit.n_respondents).any():
        raise ResponseDataError(
            f"Some correlations rest on {counts.min():.0f} of {fit.n_respondents} respondents;"
            " analytic standard errors of Pearson correlations need complete answers. Fit with"
            f" missing='listwise', or {_INSTEAD}."
        )


def _refuse_solution(fit: EfaResult) -> None:
    if fit.heywood_items:
        raise InsufficientDataError(
            f"Item '{fit.heywood_items[0]}' is a Heywood case, at the edge of what is possible,"
            f" where analytic standard errors do not hold; {_INSTEAD}."
        )
    if fit.fit.df < 0:
        raise InsufficientDataError(
            f"{fit.n_factors} factors of {fit.n_items} items are more than the correlations"
            " determine, and so have no standard errors."
        )
    if not (fit.convergence.converged and (fit.rotation is None or fit.rotation.converged)):
        raise InsufficientDataError(
            f"The fit did not converge, and so has no analytic standard errors; {_INSTEAD}."
        )
