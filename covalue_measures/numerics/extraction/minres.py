"""Minimum residual (unweighted least squares) factor extraction."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from covalue_measures.numerics.convergence import Convergence
from covalue_measures.typing import BoolArray, FloatArray

#: Uniquenesses are kept above this: an item with less is a Heywood case, and named as one.
SMALLEST_UNIQUENESS = 0.005
_LARGEST_UNIQUENESS = 1.0
_NEWTON_STEPS = 20
_GRADIENT_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Extraction:
    """Unrotated factors: orthogonal, in order of the variance they explain."""

    #: (n_items, n_factors) columns signed to positive sums.
    loadings: FloatArray
    #: (n_items,)
    uniquenesses: FloatArray
    #: (n_items,) whose uniqueness stands at its lower bound.
    is_heywood: BoolArray
    convergence: Convergence


def minres(correlation: FloatArray, n_factors: int) -> Extraction:
    r"""Return the factors that leave the smallest residual correlations.

    Minimizes :math:`\tfrac12 \sum_{k>m} e_k^2` over the uniquenesses, where e are the
    eigenvalues of the correlations less the uniquenesses: half the sum of squared residuals
    once the loadings are at their best. L-BFGS-B brings the uniquenesses near, Newton steps with
    the exact second derivatives to a gradient of 1e-9.

    Parameters
    ----------
    correlation : (n_items, n_items)
    n_factors : int
        At least 1, fewer than items.

    References
    ----------
    Harman and Jones (1966), doi:10.1007/BF02289468; gradient as in Jöreskog (1977), section 4.
    """
    n_items = correlation.shape[0]
    # What the other items do not explain of each: 1 less the squared multiple correlation.
    start = np.clip(
        1 / np.diag(np.linalg.pinv(correlation)), 2 * SMALLEST_UNIQUENESS, _LARGEST_UNIQUENESS
    )
    fit = minimize(
        _objective_and_gradient,
        start,
        args=(correlation, n_factors),
        jac=True,
        method="L-BFGS-B",
        bounds=[(SMALLEST_UNIQUENESS, _LARGEST_UNIQUENESS)] * n_items,
        options={"maxiter": 1000, "ftol": 1e-14, "gtol": 1e-8},
    )
    uniquenesses, steps = _polish(fit.x, correlation, n_factors)
    objective, gradient = _objective_and_gradient(uniquenesses, correlation, n_factors)
    largest = _largest_free_gradient(uniquenesses, gradient)
    # Float noise in the eigenvalues of a large matrix leaves a gradient of about 1e-8.
    converged = largest < 1e-6
    return Extraction(
        loadings=_loadings(uniquenesses, correlation, n_factors),
        uniquenesses=uniquenesses,
        is_heywood=uniquenesses <= SMALLEST_UNIQUENESS * (1 + 1e-6),
        convergence=Convergence(
            converged=converged,
            iterations=int(fit.nit) + steps,
            objective=objective,
            gradient=largest,
            message="converged" if converged else str(fit.message),
        ),
    )


def _reduced_eigen(
    uniquenesses: FloatArray, correlation: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues and vectors of the reduced correlations, largest first."""
    values, vectors = np.linalg.eigh(correlation - np.diag(uniquenesses))
    return values[::-1], vectors[:, ::-1]


def _objective_and_gradient(
    uniquenesses: FloatArray, correlation: FloatArray, n_factors: int
) -> tuple[float, FloatArray]:
    values, vectors = _reduced_eigen(uniquenesses, correlation)
    # A negative eigenvalue among the first gives a loading of 0, and stays in the residual.
    values[:n_factors] = np.minimum(values[:n_factors], 0.0)
    return 0.5 * float(values @ values), -(vectors**2) @ values


def _second_derivatives(
    uniquenesses: FloatArray, correlation: FloatArray, n_factors: int
) -> FloatArray:
    values, vectors = _reduced_eigen(uniquenesses, correlation)
    kept, left = vectors[:, :n_factors], vectors[:, n_factors:]
    ratio = values[n_factors:, None] / (values[n_factors:, None] - values[None, :n_factors])
    mixed = np.einsum("ik,jk,kl,il,jl->ij", left, left, ratio, kept, kept, optimize=True)
    second: FloatArray = (left @ left.T) ** 2 + 2 * mixed
    return second


def _polish(
    uniquenesses: FloatArray, correlation: FloatArray, n_factors: int
) -> tuple[FloatArray, int]:
    objective, gradient = _objective_and_gradient(uniquenesses, correlation, n_factors)
    for step in range(_NEWTON_STEPS):
        is_free = _is_free(uniquenesses, gradient)
        if _largest_free_gradient(uniquenesses, gradient) < _GRADIENT_TOLERANCE:
            return uniquenesses, step
        second = _second_derivatives(uniquenesses, correlation, n_factors)[np.ix_(is_free, is_free)]
        candidate = uniquenesses.copy()
        candidate[is_free] -= np.linalg.lstsq(second, gradient[is_free], rcond=None)[0]
        candidate = np.clip(candidate, SMALLEST_UNIQUENESS, _LARGEST_UNIQUENESS)
        new_objective, new_gradient = _objective_and_gradient(candidate, correlation, n_factors)
        if new_objective > objective + 1e-14:
            return uniquenesses, step
        uniquenesses, objective, gradient = candidate, new_objective, new_gradient
    return uniquenesses, _NEWTON_STEPS


def _is_free(uniquenesses: FloatArray, gradient: FloatArray) -> BoolArray:
    """Return which uniquenesses are not held at a bound by their gradient."""
    held_low = (uniquenesses <= SMALLEST_UNIQUENESS) & (gradient > 0)
    held_high = (uniquenesses >= _LARGEST_UNIQUENESS) & (gradient < 0)
    free: BoolArray = ~(held_low | held_high)
    return free


def _largest_free_gradient(uniquenesses: FloatArray, gradient: FloatArray) -> float:
    return float(np.abs(gradient[_is_free(uniquenesses, gradient)]).max(initial=0.0))


def _loadings(uniquenesses: FloatArray, correlation: FloatArray, n_factors: int) -> FloatArray:
    values, vectors = _reduced_eigen(uniquenesses, correlation)
    loadings = vectors[:, :n_factors] * np.sqrt(np.maximum(values[:n_factors], 0.0))
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    signed: FloatArray = loadings * signs
    return signed
