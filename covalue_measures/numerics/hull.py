"""The number of factors at the elbow of fit against parameters."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.extraction.maximum_likelihood import maximum_likelihood
from covalue_measures.numerics.factor_adequacy import sampling_adequacy
from covalue_measures.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Hull:
    """Fit of 0, 1, ... factors, and how sharply it bends at each: all (n_solutions,)."""

    #: Common part accounted for.
    fit: FloatArray
    #: Degrees of freedom.
    df: IntArray
    #: Gain in fit per degree of freedom up to here, divided by that from here on; NaN at the two
    #: ends and for solutions below the hull.
    scree_test: FloatArray
    is_converged: BoolArray
    #: Solutions with an item whose uniqueness stands at its lower bound.
    is_heywood: BoolArray

    @property
    def n_factors(self) -> int | None:
        """Number of factors at the sharpest bend; None if no solution lies between others."""
        if np.isnan(self.scree_test).all():
            return None
        return int(np.nanargmax(self.scree_test))


def hull_of_factors(correlation: FloatArray, largest: int) -> Hull:
    """Return the hull of the common part accounted for by 0 to ``largest`` factors.

    Parameters
    ----------
    correlation : (n_items, n_items)
        Positive definite.
    largest : int
        Solutions with negative degrees of freedom are left out.

    Notes
    -----
    Factors are extracted by maximum likelihood. The two ends of the hull are never chosen: they
    are no factor, and the last solution that improves fit, which is the right one where the next
    only adds noise. Then the choice is a smaller number, or none.

    References
    ----------
    Lorenzo-Seva, Timmerman and Kiers (2011), doi:10.1080/00273171.2011.564527.
    """
    n_items = len(correlation)
    numbers = np.arange(min(largest, n_items - 1) + 1)
    df = ((n_items - numbers) ** 2 - n_items - numbers) // 2
    extractions = [
        maximum_likelihood(correlation, number) for number in numbers[df >= 0].tolist() if number
    ]
    nothing = np.zeros((n_items, 0))
    loadings = [nothing, *(extraction.loadings for extraction in extractions)]
    fit = np.array([common_part_accounted_for(correlation, factors) for factors in loadings])
    return Hull(
        fit=fit,
        df=df[df >= 0],
        scree_test=scree_test_values(fit, df[df >= 0]),
        is_converged=np.array([True, *(each.convergence.converged for each in extractions)]),
        is_heywood=np.array([False, *(each.is_heywood.any() for each in extractions)]),
    )


def common_part_accounted_for(correlation: FloatArray, loadings: FloatArray) -> float:
    """Return 1 less the sampling adequacy of what the factors leave: near 1 if they leave nothing.

    Parameters
    ----------
    correlation : (n_items, n_items)
    loadings : (n_items, n_factors)
        Of orthogonal factors.

    References
    ----------
    Lorenzo-Seva, Timmerman and Kiers (2011), doi:10.1080/00273171.2011.564527.
    """
    left = correlation - loadings @ loadings.T
    np.fill_diagonal(left, 1.0)
    return 1 - sampling_adequacy(left)[0]


def scree_test_values(fit: FloatArray, df: IntArray) -> FloatArray:
    """Return the bend of the upper convex hull of fit against parameters at each solution.

    Parameters
    ----------
    fit, df : (n_solutions,)
        From the simplest to the most complex; larger fit is better.

    Returns
    -------
    (n_solutions,)
        NaN at the ends, and where a simpler solution fits as well or the hull passes above.

    References
    ----------
    Ceulemans and Kiers (2006), doi:10.1348/000711005X64817.
    """
    on_hull: list[int] = []
    for solution in range(len(fit)):
        if on_hull and fit[solution] <= fit[on_hull[-1]]:
            continue
        while len(on_hull) > 1 and _gain(fit, df, on_hull[-2], on_hull[-1]) <= _gain(
            fit, df, on_hull[-1], solution
        ):
            on_hull.pop()
        on_hull.append(solution)
    bends = np.full(len(fit), np.nan)
    for before, at, after in zip(on_hull, on_hull[1:], on_hull[2:], strict=False):
        bends[at] = _gain(fit, df, before, at) / _gain(fit, df, at, after)
    return bends


def _gain(fit: FloatArray, df: IntArray, before: int, after: int) -> float:
    """Return the gain in fit for each degree of freedom spent."""
    return float((fit[after] - fit[before]) / (df[before] - df[after]))
