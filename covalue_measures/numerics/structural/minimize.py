"""Minimize a discrepancy of structural parameters under linear equality constraints."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize as scipy_minimize

from covalue_measures.numerics.convergence import Convergence
from covalue_measures.numerics.structural.constraint import Constraint
from covalue_measures.typing import FloatArray

#: Newton's decrement per respondent at which a fit has converged: with 10,000 respondents the
#: estimates are then within a millionth of a standard error of the minimum.
_DECREMENT = 1e-17
_MOST_HALVINGS = 30
#: Steps after which scoring is given up for another method.
_MOST_SCORING = 100
#: Value where the discrepancy is not defined, larger than any that it has.
_OUTSIDE = 1e10
#: A pivot of the scaled curvature below this leaves a direction without information.
_SMALLEST_PIVOT = 1e-4
#: A decrement that shrinks less than this from step to step calls for second derivatives.
_SLOW = 0.05


class Discrepancy(Protocol):
    """A function of the parameters to minimize."""

    def value(self, parameters: FloatArray) -> float:
        """Return the discrepancy, infinite where it is not defined."""

    def gradient(self, parameters: FloatArray) -> FloatArray:
        """Return the first derivatives."""

    def information(self, parameters: FloatArray) -> FloatArray:
        """Return the expected second derivatives, never negative definite."""

    def hessian(self, parameters: FloatArray) -> FloatArray | None:
        """Return the second derivatives, or None where ``information`` has to do."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """Where the minimization ended."""

    #: (n_parameters,)
    parameters: FloatArray
    convergence: Convergence


def minimize(
    discrepancy: Discrepancy,
    start: FloatArray,
    constraint: Constraint,
    *,
    max_iterations: int = 500,
) -> Minimum:
    """Return the parameters of the smallest discrepancy near the start.

    Fisher scoring with halved steps, and Newton steps once the scoring has become slow. Its first
    steps are long, and can leave the region of a solution for one in which a variance falls
    without end; where it finds no minimum, the shorter steps of a quasi-Newton method are tried
    from the same start.

    Parameters
    ----------
    discrepancy : Discrepancy
    start : (n_parameters,)
    constraint : Constraint
    """
    found = _score(discrepancy, start, constraint, min(max_iterations, _MOST_SCORING))
    if found.convergence.converged or not np.isfinite(found.convergence.objective):
        return found
    nearer = _quasi_newton(discrepancy, start, constraint, max_iterations)
    second = _score(discrepancy, nearer, constraint, max_iterations)
    is_better = second.convergence.objective < found.convergence.objective
    return second if second.convergence.converged or is_better else found


def _score(
    discrepancy: Discrepancy, start: FloatArray, constraint: Constraint, max_iterations: int
) -> Minimum:
    free = constraint.reduce(start)
    parameters = constraint.expand(free)
    value = discrepancy.value(parameters)
    if not np.isfinite(value):
        return _stopped(parameters, value, np.inf, 0, "the start is not in the model's range")
    basis, last, newton = constraint.basis, np.inf, False
    gradient = basis.T @ discrepancy.gradient(parameters)
    for iteration in range(1, max_iterations + 1):
        step = _step(discrepancy, parameters, constraint, gradient, newton=newton)
        decrement = float(gradient @ step)
        if decrement < _DECREMENT:
            free = free - step
            parameters = constraint.expand(free)
            size = float(np.abs(gradient).max(initial=0.0))
            return _stopped(parameters, value, size, iteration, "")
        newton = decrement > _SLOW * last
        last = decrement
        fraction, found = 1.0, np.inf
        for _ in range(_MOST_HALVINGS):
            found = discrepancy.value(constraint.expand(free - fraction * step))
            if found <= value - 1e-4 * fraction * decrement + 1e-14 * abs(value):
                break
            fraction /= 2
        else:
            size = float(np.abs(gradient).max())
            return _stopped(parameters, value, size, iteration, "no step lowered the discrepancy")
        free = free - fraction * step
        parameters, value = constraint.expand(free), found
        gradient = basis.T @ discrepancy.gradient(parameters)
    size = float(np.abs(gradient).max())
    return _stopped(
        parameters, value, size, max_iterations, f"stopped after {max_iterations} steps"
    )


def _quasi_newton(
    discrepancy: Discrepancy, start: FloatArray, constraint: Constraint, max_iterations: int
) -> FloatArray:
    """Return where BFGS ends, in units of the standard errors at the start."""
    free, basis = constraint.reduce(start), constraint.basis
    information = constraint.condense(discrepancy.information(constraint.expand(free)))
    unit = 1 / np.sqrt(np.maximum(np.diag(information), 1e-12))

    def value(scaled: FloatArray) -> float:
        found = discrepancy.value(constraint.expand(scaled * unit))
        return found if np.isfinite(found) else _OUTSIDE

    def gradient(scaled: FloatArray) -> FloatArray:
        parameters = constraint.expand(scaled * unit)
        if not np.isfinite(discrepancy.value(parameters)):
            return np.zeros_like(scaled)
        return (basis.T @ discrepancy.gradient(parameters)) * unit

    result = scipy_minimize(
        value, free / unit, jac=gradient, method="BFGS", options={"maxiter": max_iterations}
    )
    return constraint.expand(np.asarray(result.x, dtype=np.float64) * unit)


def _step(
    discrepancy: Discrepancy,
    parameters: FloatArray,
    constraint: Constraint,
    gradient: FloatArray,
    *,
    newton: bool,
) -> FloatArray:
    """Return the step to subtract; it always goes downhill."""
    if newton:
        hessian = discrepancy.hessian(parameters)
        if hessian is not None:
            step = _solved(constraint.condense(hessian), gradient)
            if step is not None:
                return step
    information = constraint.condense(discrepancy.information(parameters))
    step = _solved(information, gradient)
    return _shortened(information, gradient) if step is None else step


def _solved(curvature: FloatArray, gradient: FloatArray) -> FloatArray | None:
    """Return the step of a curvature, None where it is not clearly positive definite."""
    diagonal = np.diag(curvature)
    if (diagonal <= 0).any():
        return None
    scale = np.sqrt(diagonal)
    try:
        factor = cho_factor(curvature / np.outer(scale, scale), lower=True)
    except np.linalg.LinAlgError:
        return None
    if np.diag(factor[0]).min() < _SMALLEST_PIVOT:
        return None
    step: FloatArray = cho_solve(factor, gradient / scale) / scale
    return step


def _shortened(information: FloatArray, gradient: FloatArray) -> FloatArray:
    """Return the step without the directions on which there is no information."""
    scale = np.sqrt(np.maximum(np.diag(information), 1e-300))
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    kept = values > 1e-10 * values[-1]
    along = vectors[:, kept].T @ (gradient / scale)
    step: FloatArray = (vectors[:, kept] @ (along / values[kept])) / scale
    return step


def _stopped(
    parameters: FloatArray, value: float, gradient: float, iterations: int, message: str
) -> Minimum:
    return Minimum(
        parameters,
        Convergence(
            converged=not message,
            iterations=iterations,
            objective=value,
            gradient=gradient,
            message=message or "converged",
        ),
    )
