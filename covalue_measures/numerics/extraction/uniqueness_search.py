"""The uniquenesses that minimize a discrepancy, to the last digits."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import minimize

from covalue_measures.numerics.convergence import Convergence
from covalue_measures.typing import BoolArray, FloatArray

#: Uniquenesses are kept above this: an item with less is a Heywood case, and named as one.
SMALLEST_UNIQUENESS = 0.005
_LARGEST_UNIQUENESS = 1.0
_NEWTON_STEPS = 20
_GRADIENT_TOLERANCE = 1e-13


class Discrepancy(Protocol):
    """A distance of model from data as a function of the uniquenesses (n_items,) alone."""

    def value_and_gradient(self, uniquenesses: FloatArray) -> tuple[float, FloatArray]:
        """Return the distance with the best loadings, and its gradient (n_items,)."""

    def second_derivatives(self, uniquenesses: FloatArray) -> FloatArray:
        """Return the (n_items, n_items) second derivatives."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """Where the search ended."""

    #: (n_items,)
    uniquenesses: FloatArray
    #: (n_items,)
    is_at_lower_bound: BoolArray
    convergence: Convergence


def minimize_uniquenesses(discrepancy: Discrepancy, start: FloatArray) -> Minimum:
    """Return the minimum between bounds of .005 and 1: L-BFGS-B, then Newton steps.

    Parameters
    ----------
    start : (n_items,)
    """
    fit = minimize(
        discrepancy.value_and_gradient,
        np.clip(start, 2 * SMALLEST_UNIQUENESS, _LARGEST_UNIQUENESS),
        jac=True,
        method="L-BFGS-B",
        bounds=[(SMALLEST_UNIQUENESS, _LARGEST_UNIQUENESS)] * len(start),
        options={"maxiter": 1000, "ftol": 1e-14, "gtol": 1e-8},
    )
    uniquenesses, steps = _polish(fit.x, discrepancy)
    objective, gradient = discrepancy.value_and_gradient(uniquenesses)
    largest = _largest_free_gradient(uniquenesses, gradient)
    # Float noise in the eigenvalues of a large matrix leaves a gradient of about 1e-8.
    converged = largest < 1e-6
    return Minimum(
        uniquenesses=uniquenesses,
        is_at_lower_bound=uniquenesses <= SMALLEST_UNIQUENESS * (1 + 1e-6),
        convergence=Convergence(
            converged=converged,
            iterations=int(fit.nit) + steps,
            objective=objective,
            gradient=largest,
            message="converged" if converged else str(fit.message),
        ),
    )


def _polish(uniquenesses: FloatArray, discrepancy: Discrepancy) -> tuple[FloatArray, int]:
    objective, gradient = discrepancy.value_and_gradient(uniquenesses)
    for step in range(_NEWTON_STEPS):
        is_free = _is_free(uniquenesses, gradient)
        largest = _largest_free_gradient(uniquenesses, gradient)
        if largest < _GRADIENT_TOLERANCE:
            return uniquenesses, step
        second = discrepancy.second_derivatives(uniquenesses)[np.ix_(is_free, is_free)]
        candidate = uniquenesses.copy()
        candidate[is_free] -= np.linalg.lstsq(second, gradient[is_free], rcond=None)[0]
        candidate = np.clip(candidate, SMALLEST_UNIQUENESS, _LARGEST_UNIQUENESS)
        new_objective, new_gradient = discrepancy.value_and_gradient(candidate)
        is_worse = new_objective > objective + 1e-14
        if is_worse or _largest_free_gradient(candidate, new_gradient) >= largest:
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
