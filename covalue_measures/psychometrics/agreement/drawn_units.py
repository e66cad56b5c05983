"""Standard error and interval of a coefficient from units drawn anew."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.intervals import acceleration_of, corrected_interval
from covalue_measures.numerics.unit_weights import drawn_estimates, left_out_influences
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True)
class DrawnUnits:
    """What the draws of units say of a coefficient."""

    standard_error: float
    interval: tuple[float, float]
    #: Draws in which the coefficient is undefined; they are left out.
    n_undefined: int


def bootstrap_units(
    coefficient: Callable[[FloatArray], FloatArray],
    frequencies: FloatArray,
    n_draws: int,
    rng: np.random.Generator,
    confidence_level: float,
) -> DrawnUnits:
    """Return the bias-corrected and accelerated interval of a coefficient.

    Parameters
    ----------
    coefficient : callable
        (..., n_units) weights to (...) coefficients, NaN where undefined.
    frequencies : (n_units,)
        How many units like this there are.
    n_draws : int
    rng : Generator
    confidence_level : float
    """
    estimate = coefficient(frequencies)
    if np.isnan(estimate):
        return DrawnUnits(float("nan"), (float("nan"), float("nan")), n_draws)
    draws = drawn_estimates(coefficient, frequencies, n_draws, rng)
    influences = left_out_influences(coefficient, frequencies)
    lower, upper = corrected_interval(
        draws[:, None],
        estimate[None],
        confidence_level,
        acceleration=acceleration_of(influences[:, None]),
    )[:, 0]
    defined = draws[~np.isnan(draws)]
    error = float(defined.std(ddof=1)) if defined.size > 1 else float("nan")
    return DrawnUnits(error, (float(lower), float(upper)), n_draws - defined.size)
