"""Principal axis factor extraction, iterated until it settles."""

import numpy as np

from covalue_measures.numerics.convergence import Convergence
from covalue_measures.numerics.extraction.extraction import Extraction, first_uniquenesses
from covalue_measures.numerics.extraction.minres import LeastSquares, principal_loadings
from covalue_measures.numerics.extraction.uniqueness_search import SMALLEST_UNIQUENESS
from covalue_measures.typing import FloatArray


def principal_axis(
    correlation: FloatArray,
    n_factors: int,
    *,
    tolerance: float = 1e-12,
    max_iterations: int = 10_000,
) -> Extraction:
    """Return the principal factors of correlations with their own communalities in the diagonal.

    Squared multiple correlations first; then, as often as needed, the sums of squared loadings.
    Where it settles, the gradient of minres is 0; unlike minres it knows no bounds, so that
    communalities above 1 can come out, which count as Heywood cases.

    Parameters
    ----------
    correlation : (n_items, n_items)
    n_factors : int
        At least 1, fewer than items.
    tolerance : float
        Largest change of a communality in the last iteration.

    References
    ----------
    Harman (1976), Modern factor analysis, chapter 8.
    """
    uniquenesses = first_uniquenesses(correlation)
    change, iteration = np.inf, 0
    while change > tolerance and iteration < max_iterations:
        before = uniquenesses
        loadings = principal_loadings(correlation, before, n_factors)
        uniquenesses = 1 - np.sum(loadings**2, axis=1)
        change = float(np.abs(uniquenesses - before).max())
        iteration += 1
    objective, gradient = LeastSquares(correlation, n_factors).value_and_gradient(uniquenesses)
    converged = change <= tolerance
    left = f"communalities still change by {change:.1e} after {iteration} iterations"
    return Extraction(
        loadings=loadings,
        uniquenesses=uniquenesses,
        is_heywood=uniquenesses <= SMALLEST_UNIQUENESS * (1 + 1e-6),
        convergence=Convergence(
            converged=converged,
            iterations=iteration,
            objective=objective,
            gradient=float(np.abs(gradient).max()),
            message="converged" if converged else left,
        ),
    )
