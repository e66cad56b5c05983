"""Minimum residual (unweighted least squares) factor extraction."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.extraction.extraction import Extraction, first_uniquenesses, signed
from covalue_measures.numerics.extraction.uniqueness_search import minimize_uniquenesses
from covalue_measures.typing import FloatArray


def minres(correlation: FloatArray, n_factors: int) -> Extraction:
    r"""Return the factors that leave the smallest residual correlations.

    Minimizes :math:`\tfrac12 \sum_{k>m} e_k^2` over the uniquenesses, where e are the
    eigenvalues of the correlations less the uniquenesses: half the sum of squared residuals
    once the loadings are at their best.

    Parameters
    ----------
    correlation : (n_items, n_items)
    n_factors : int
        At least 1, fewer than items.

    References
    ----------
    Harman and Jones (1966), doi:10.1007/BF02289468; gradient as in Jöreskog (1977), section 4.
    """
    discrepancy = LeastSquares(correlation, n_factors)
    end = minimize_uniquenesses(discrepancy, first_uniquenesses(correlation))
    return Extraction(
        loadings=principal_loadings(correlation, end.uniquenesses, n_factors),
        uniquenesses=end.uniquenesses,
        is_heywood=end.is_at_lower_bound,
        convergence=end.convergence,
    )


def principal_loadings(
    correlation: FloatArray, uniquenesses: FloatArray, n_factors: int
) -> FloatArray:
    """Return the loadings (n_items, n_factors) closest to the reduced correlations."""
    values, vectors = reduced_eigen(correlation, uniquenesses)
    return signed(vectors[:, :n_factors] * np.sqrt(np.maximum(values[:n_factors], 0.0)))


def reduced_eigen(
    correlation: FloatArray, uniquenesses: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues and vectors of the correlations less uniquenesses, largest first."""
    values, vectors = np.linalg.eigh(correlation - np.diag(uniquenesses))
    return values[::-1], vectors[:, ::-1]


@dataclass(frozen=True, slots=True)
class LeastSquares:
    """Half the sum of squared residuals, with its derivatives."""

    correlation: FloatArray
    n_factors: int

    def value_and_gradient(self, uniquenesses: FloatArray) -> tuple[float, FloatArray]:
        """Return the discrepancy and its gradient (n_items,)."""
        values, vectors = reduced_eigen(self.correlation, uniquenesses)
        # A negative eigenvalue among the first gives a loading of 0, and stays in the residual.
        values[: self.n_factors] = np.minimum(values[: self.n_factors], 0.0)
        return 0.5 * float(values @ values), -(vectors**2) @ values

    def second_derivatives(self, uniquenesses: FloatArray) -> FloatArray:
        """Return the second derivatives (n_items, n_items)."""
        values, vectors = reduced_eigen(self.correlation, uniquenesses)
        kept, left = vectors[:, : self.n_factors], vectors[:, self.n_factors :]
        kept_values, left_values = values[None, : self.n_factors], values[self.n_factors :, None]
        ratio = left_values / (left_values - kept_values)
        mixed = np.einsum("ik,jk,kl,il,jl->ij", left, left, ratio, kept, kept, optimize=True)
        second: FloatArray = (left @ left.T) ** 2 + 2 * mixed
        return second
